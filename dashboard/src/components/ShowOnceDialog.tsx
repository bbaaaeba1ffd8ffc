import { Alert, Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { Info, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useText } from '../app/i18n/Language.tsx';
import { CopyButton } from './CopyButton.tsx';
import { Dialog } from './Dialog.tsx';
import type { HeldSecret } from './held-secret.ts';
import { useSecretLifetime } from './use-secret-lifetime.ts';

interface ShowOnceDialogProps<Part extends string> {
  readonly secret: HeldSecret<Part>;
  readonly words: {
    readonly title: string;
    readonly warning: string;
    /** Of each part of the key. */
    readonly labels: Readonly<Record<Part, string>>;
    /** What the reader says before the way out opens. */
    readonly copied: string;
    readonly wiped: string;
  };
  /** Below the key, while it is still there: ways to use it, advice. */
  readonly children?: ReactNode;
  readonly onClose: () => void;
}

/** Shows a key a single time. Only `Saved, close` closes it, and only after the reader says that it is copied. */
export function ShowOnceDialog<Part extends string>(props: ShowOnceDialogProps<Part>) {
  const { secret, words, children, onClose } = props;
  const text = useText();
  const isWiped = useSecretLifetime(secret);
  const [isCopied, setIsCopied] = useState(false);
  useBlocker({
    shouldBlockFn: () => !secret.isWiped,
    enableBeforeUnload: () => !secret.isWiped,
  });

  const close = () => {
    secret.wipe();
    onClose();
  };
  return (
    <Dialog title={words.title} onClose={undefined} size={560}>
      <Stack gap="md">
        {isWiped ? (
          <Alert color="gray" variant="light" icon={<Info size={18} />} role="status">
            {words.wiped}
          </Alert>
        ) : (
          <>
            <Alert color="orange" variant="light" icon={<TriangleAlert size={18} />}>
              {words.warning}
            </Alert>
            {secret.parts.map((part, at) => (
              <SecretField
                key={part}
                read={() => secret.read(part)}
                label={words.labels[part]}
                isFirst={at === 0}
                isOnly={secret.parts.length === 1}
              />
            ))}
            {children}
            <Checkbox
              label={words.copied}
              checked={isCopied}
              onChange={(event) => setIsCopied(event.currentTarget.checked)}
            />
          </>
        )}
        <Group justify="flex-end">
          <Button disabled={!isCopied && !isWiped} onClick={close}>
            {isWiped ? text.action.close : text.action.saved}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function SecretField({
  read,
  label,
  isFirst,
  isOnly,
}: {
  readonly read: () => string;
  readonly label: string;
  readonly isFirst: boolean;
  readonly isOnly: boolean;
}) {
  const input = useRef<HTMLInputElement>(null);
  // What is read changes only by being wiped, and then the field is gone.
  const readOnce = useRef(read);
  useEffect(() => {
    const element = input.current;
    if (element === null) return;
    element.value = readOnce.current();
    return () => {
      // A removed input keeps its value in memory until it is collected.
      element.value = '';
    };
  }, []);
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <TextInput
        ref={input}
        label={label}
        readOnly
        flex={1}
        autoComplete="off"
        spellCheck={false}
        data-1p-ignore
        data-lpignore="true"
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
      <CopyButton read={read} what={isOnly ? undefined : label} autoFocus={isFirst} />
    </Group>
  );
}
