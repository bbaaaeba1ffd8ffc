import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import type { TenantRole } from '../../../../src/domain/access/role.ts';
import { call, type Reply } from '../../api/client.ts';
import { useForm } from '../../api/use-form.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { RoleChoice } from './RoleChoice.tsx';

export function InviteUserDialog({
  onInvited,
  onClose,
}: {
  readonly onInvited: (reply: Reply<'user.invite'>) => Promise<void>;
  readonly onClose: () => void;
}) {
  const text = useText();
  const [role, setRole] = useState<TenantRole>('auditor');
  const form = useForm({
    schema: controlEndpoints['user.invite'].body,
    read: ({ email }) => ({ email, role }),
    fieldOf: { user_email_taken: 'email' },
    send: async (body) => onInvited(await call('user.invite', { body })),
  });
  return (
    <Dialog title={text.users.invite} onClose={form.isPending ? undefined : onClose} size={480}>
      <form onSubmit={form.onSubmit} autoComplete="off" noValidate>
        <Stack gap="md">
          <TextInput
            name="email"
            type="email"
            label={text.users.email}
            description={text.users.emailHint}
            error={form.errorOf('email')}
            data-autofocus
          />
          <RoleChoice chosen={role} onChoose={setRole} />
          {form.error !== undefined && <ErrorNotice error={form.error} />}
          <Group justify="flex-end" gap="xs" mt={4}>
            <Button variant="default" onClick={onClose} disabled={form.isPending}>
              {text.action.cancel}
            </Button>
            <Button type="submit" loading={form.isPending}>
              {text.users.inviteSubmit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
