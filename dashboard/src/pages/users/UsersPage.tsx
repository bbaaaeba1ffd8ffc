import { Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { UserView } from '../../../../src/contract/user-endpoints.ts';
import { call, type Reply } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../app/session.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import { type HeldSecret, holdSecret } from '../../components/held-secret.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { ChangeRoleDialog } from './ChangeRoleDialog.tsx';
import { DisableUserDialog } from './DisableUserDialog.tsx';
import { InvitationLinkDialog } from './InvitationLinkDialog.tsx';
import { InviteUserDialog } from './InviteUserDialog.tsx';
import type { UserDeed } from './UserActions.tsx';
import { UserTable } from './UserTable.tsx';

type Opened =
  | { readonly dialog: 'invite' }
  | { readonly dialog: 'changeRole' | 'disable'; readonly user: UserView }
  | {
      readonly dialog: 'link';
      readonly secret: HeldSecret<'link'>;
      readonly email: string;
      readonly expiresAt: string;
    };

/** The people of the tenant: invite somebody, hand over the link, shut somebody out. */
export function UsersPage() {
  const text = useText().users;
  const disabledReason = useDisabledReason('user.write');
  const users = useQuery(queries.users());
  const refresh = useRefresh();
  const acting = useSubmission();
  const [opened, setOpened] = useState<Opened>();
  const close = () => setOpened(undefined);

  const show = async ({ user, invitation_link, expires_at }: Reply<'user.invite'>) => {
    const secret = holdSecret([['link', invitation_link]]);
    setOpened({ dialog: 'link', secret, email: user.email, expiresAt: expires_at });
    await refresh();
  };
  const run = (work: () => Promise<void>) => acting.run(() => work().finally(refresh));
  const act = (deed: UserDeed, user: UserView) => {
    const params = { id: user.id };
    acting.clear();
    if (deed === 'inviteAgain') run(async () => show(await call('user.invite_again', { params })));
    else if (deed === 'enable') run(async () => void (await call('user.enable', { params })));
    else setOpened({ dialog: deed, user });
  };
  return (
    <>
      <PageHeader
        title={text.title}
        intro={text.intro}
        action={
          <GuardedButton
            leftSection={<Plus size={17} />}
            disabledReason={disabledReason}
            onClick={() => setOpened({ dialog: 'invite' })}
          >
            {text.invite}
          </GuardedButton>
        }
      />
      <Stack gap="md">
        {acting.error !== undefined && <ErrorNotice error={acting.error} />}
        <UserTable users={users} onAct={act} />
      </Stack>
      {opened?.dialog === 'invite' && <InviteUserDialog onInvited={show} onClose={close} />}
      {opened?.dialog === 'link' && <InvitationLinkDialog {...opened} onClose={close} />}
      {opened?.dialog === 'changeRole' && (
        <ChangeRoleDialog user={opened.user} onChanged={refresh} onClose={close} />
      )}
      {opened?.dialog === 'disable' && (
        <DisableUserDialog user={opened.user} onDisabled={refresh} onClose={close} />
      )}
    </>
  );
}

function useRefresh(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: queries.users().queryKey }),
      queryClient.invalidateQueries({ queryKey: ['audit'] }),
    ]);
  };
}
