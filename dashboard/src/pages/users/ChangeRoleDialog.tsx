import { Button, Group, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { UserView } from '../../../../src/contract/user-endpoints.ts';
import { call } from '../../api/client.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { RoleChoice } from './RoleChoice.tsx';

export function ChangeRoleDialog({
  user,
  onChanged,
  onClose,
}: {
  readonly user: UserView;
  readonly onChanged: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const { action, users } = useText();
  const changing = useSubmission();
  const [role, setRole] = useState(user.role);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    changing.run(async () => {
      await call('user.change_role', { params: { id: user.id }, body: { role } });
      await onChanged();
      onClose();
    });
  };
  return (
    <Dialog
      title={users.changeRoleTitle(user.name ?? user.email)}
      onClose={changing.isPending ? undefined : onClose}
      size={480}
    >
      <form onSubmit={submit}>
        <Stack gap="md">
          <RoleChoice chosen={role} onChoose={setRole} />
          {changing.error !== undefined && <ErrorNotice error={changing.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose} disabled={changing.isPending}>
              {action.cancel}
            </Button>
            <Button type="submit" loading={changing.isPending} disabled={role === user.role}>
              {users.changeRoleSubmit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
