import { Badge, Group, Table, Text } from '@mantine/core';
import type { UserView } from '../../../../src/contract/user-endpoints.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { useSession } from '../../app/session.ts';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { RelativeTime, useNow } from '../../components/Time.tsx';
import { UserActions, type UserDeed } from './UserActions.tsx';

interface UserRowProps {
  readonly user: UserView;
  readonly onAct: (deed: UserDeed, user: UserView) => void;
}

export function UserRow({ user, onAct }: UserRowProps) {
  const { app, users: text } = useText();
  const session = useSession();
  return (
    <Table.Tr>
      <Table.Td>
        {user.name === null ? (
          <Text c="dimmed">{text.notJoined}</Text>
        ) : (
          <Group gap={8} wrap="nowrap">
            <Text fw={550}>{user.name}</Text>
            {user.id === session.user.id && (
              <Badge color="gray" miw="max-content">
                {text.you}
              </Badge>
            )}
          </Group>
        )}
        <Text size="xs" c="dimmed" hiddenFrom="sm" style={{ overflowWrap: 'anywhere' }}>
          {user.email}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm" style={{ overflowWrap: 'anywhere' }}>
        {user.email}
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{app.roles[user.role]}</Table.Td>
      <Table.Td>
        <UserStatus user={user} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {user.last_sign_in_at === null ? (
          <Text size="sm" c="dimmed">
            {user.name === null ? '–' : text.notKnown}
          </Text>
        ) : (
          <RelativeTime value={user.last_sign_in_at} />
        )}
      </Table.Td>
      <Table.Td ta="right">
        <UserActions user={user} onAct={onAct} />
      </Table.Td>
    </Table.Tr>
  );
}

function UserStatus({ user: { status, invited_until: until } }: Pick<UserRowProps, 'user'>) {
  const text = useText().users;
  const formats = useFormats();
  const nowMs = useNow();
  if (status === 'active') return <StatusBadge look="good" label={text.status.active} />;
  if (status === 'disabled') return <StatusBadge look="paused" label={text.status.disabled} />;
  if (until === null) return <StatusBadge look="timed" label={text.status.invited} />;
  const time = formats.exact(until);
  return Date.parse(until) > nowMs ? (
    <StatusBadge look="timed" label={text.status.invited} why={text.linkUntil(time)} />
  ) : (
    <StatusBadge look="ended" label={text.linkExpired} why={text.linkEnded(time)} />
  );
}
