import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ApiError } from '../api/api-error.ts';
import { useText } from '../app/i18n/Language.tsx';
import { Dialog } from './Dialog.tsx';
import { ErrorNotice } from './ErrorNotice.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly consequence: string;
  readonly confirm: string;
  readonly canConfirm?: boolean;
  readonly isPending: boolean;
  readonly error: ApiError | undefined;
  readonly children?: ReactNode;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks before something final. The button names the deed; there is no "OK". */
export function ConfirmDialog({ title, consequence, confirm, ...rest }: ConfirmDialogProps) {
  const text = useText().action;
  const { isPending, canConfirm = true, onClose, onConfirm } = rest;
  return (
    <Dialog title={title} onClose={isPending ? undefined : onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (canConfirm) onConfirm();
        }}
      >
        <Stack gap="md">
          <Text size="md">{consequence}</Text>
          {rest.children}
          {rest.error !== undefined && <ErrorNotice error={rest.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={isPending}>
              {text.cancel}
            </Button>
            <Button type="submit" color="red" loading={isPending} disabled={!canConfirm}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
