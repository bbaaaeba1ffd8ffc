import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../app/i18n/Language.tsx';
import { copyText } from './copy-text.ts';

type Outcome = 'none' | 'copied' | 'failed';
const shownMs = 2_000;

interface CopyProps {
  /** Read when pressed: a key must not be kept in a property. */
  readonly read: () => string;
}

interface CopyButtonProps extends CopyProps {
  /** What it copies, where there are several such buttons. */
  readonly what?: string | undefined;
  readonly autoFocus?: boolean;
}

/** `Copy`, then `Copied` for two seconds. */
export function CopyButton({ read, what, autoFocus }: CopyButtonProps) {
  const text = useText().action;
  const [outcome, copy] = useCopy(read);
  const label = { none: text.copy, copied: text.copied, failed: text.copyFailed }[outcome];
  return (
    <Button
      variant="default"
      onClick={copy}
      aria-label={what === undefined ? undefined : `${label} ${what}`}
      miw={116}
      leftSection={outcome === 'copied' ? <Check size={16} /> : <Copy size={16} />}
      data-autofocus={autoFocus || undefined}
    >
      <span aria-live="polite">{label}</span>
    </Button>
  );
}

/** The same as an icon, for identifiers and hashes within a line. */
export function CopyIcon({ read, what }: CopyProps & { readonly what: string }) {
  const text = useText().action;
  const [outcome, copy] = useCopy(read);
  const label = {
    none: text.copyWhat(what),
    copied: text.copied,
    failed: text.copyFailed,
  }[outcome];
  return (
    <Tooltip label={label} {...(outcome === 'none' ? {} : { opened: true })}>
      <ActionIcon variant="subtle" color="gray" size={26} aria-label={label} onClick={copy}>
        {outcome === 'copied' ? <Check size={14} /> : <Copy size={14} />}
      </ActionIcon>
    </Tooltip>
  );
}

function useCopy(read: () => string): [Outcome, () => void] {
  const [outcome, setOutcome] = useState<Outcome>('none');
  useEffect(() => {
    if (outcome === 'none') return;
    const timer = setTimeout(() => setOutcome('none'), shownMs);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = () => {
    void copyText(read()).then((copied) => setOutcome(copied ? 'copied' : 'failed'));
  };
  return [outcome, copy];
}
