import { Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { z } from 'zod';
import { controlEndpoints } from '../../../../../src/contract/endpoints.ts';
import { complaints } from '../../../api/validation.ts';
import { useText } from '../../../app/i18n/Language.tsx';

// Every reason of this page has the same rule.
const rule = z.object({ reason: controlEndpoints['hold.release'].body.shape.reason });

export interface Reason {
  readonly text: string;
  readonly complaint: string | undefined;
  readonly field: React.RefObject<HTMLTextAreaElement | null>;
  write(text: string): void;
  /** The reason as it is sent; undefined where there is something to say against it, which the field then does. */
  check(): string | undefined;
}

export function useReason(): Reason {
  const words = useText();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [complaint, setComplaint] = useState<string>();
  return {
    text,
    complaint,
    field,
    write: (typed) => {
      setText(typed);
      setComplaint(undefined);
    },
    check: () => {
      const parsed = rule.safeParse({ reason: text });
      if (parsed.success) return parsed.data.reason;
      const found = complaints(parsed.error.issues, words.validation)['reason'];
      setComplaint(text.trim() === '' ? words.audit.evidence.sayWhy : found);
      field.current?.focus();
      return undefined;
    },
  };
}

/** Why: asked for wherever somebody keeps, destroys or looks. */
export function ReasonField({
  reason,
  label,
  placeholder,
}: {
  readonly reason: Reason;
  readonly label?: string;
  readonly placeholder?: string;
}) {
  const text = useText().audit.evidence;
  return (
    <Textarea
      ref={reason.field}
      label={label ?? text.reason}
      description={text.reasonHint}
      {...(placeholder === undefined ? {} : { placeholder })}
      value={reason.text}
      maxLength={500}
      autosize
      minRows={2}
      maxRows={6}
      error={reason.complaint}
      onChange={({ currentTarget }) => reason.write(currentTarget.value)}
    />
  );
}
