import { Menu } from '@mantine/core';
import { Link2, Pause, Play, UserCog } from 'lucide-react';
import type { UserView } from '../../../../src/contract/user-endpoints.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason, useSession } from '../../app/session.ts';
import { RowMenu } from '../../components/RowMenu.tsx';

export type UserDeed = 'inviteAgain' | 'changeRole' | 'disable' | 'enable';

export function UserActions({
  user,
  onAct,
}: {
  readonly user: UserView;
  readonly onAct: (deed: UserDeed, user: UserView) => void;
}) {
  const { action, users: text } = useText();
  const session = useSession();
  const needsAdmin = useDisabledReason('user.write');
  const reason = needsAdmin ?? (user.id === session.user.id ? text.ownAccount : undefined);
  const act = (deed: UserDeed) => () => onAct(deed, user);
  return (
    <RowMenu label={action.actionsFor(user.name ?? user.email)} disabledReason={reason}>
      {user.status === 'invited' && (
        <Menu.Item leftSection={<Link2 size={15} />} onClick={act('inviteAgain')}>
          {text.inviteAgain}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<UserCog size={15} />} onClick={act('changeRole')}>
        {text.changeRole}
      </Menu.Item>
      {user.status === 'disabled' ? (
        <Menu.Item leftSection={<Play size={15} />} onClick={act('enable')}>
          {text.enable}
        </Menu.Item>
      ) : (
        <Menu.Item
          c="var(--mantine-color-error)"
          leftSection={<Pause size={15} />}
          onClick={act('disable')}
        >
          {text.disable}
        </Menu.Item>
      )}
    </RowMenu>
  );
}
