import { Button, Group, Loader, Text } from '@mantine/core';
import { useRef } from 'react';
import { canRetry } from '../../api/api-error.ts';
import type { Form } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';

/** The end of a form that sends a key: errors of no field, "Validating key…", the buttons. */
export function KeyFormFooter({
  form,
  submit,
  onClose,
}: {
  readonly form: Form;
  readonly submit: string;
  readonly onClose: () => void;
}) {
  const text = useText();
  const button = useRef<HTMLButtonElement>(null);
  const again = () => button.current?.form?.requestSubmit();
  return (
    <>
      {form.error !== undefined && (
        <ErrorNotice error={form.error} {...(canRetry(form.error) ? { onRetry: again } : {})} />
      )}
      <Group justify="space-between" gap="xs" mt={4}>
        <Group gap={8} role="status" mih={36}>
          {form.isPending && (
            <>
              <Loader size={16} />
              <Text size="sm">{text.providers.validating}</Text>
            </>
          )}
        </Group>
        <Group gap="xs">
          <Button variant="default" onClick={onClose} disabled={form.isPending}>
            {text.action.cancel}
          </Button>
          <Button ref={button} type="submit" disabled={form.isPending}>
            {submit}
          </Button>
        </Group>
      </Group>
    </>
  );
}
