import { Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { UserView } from '../../../../src/contract/user-endpoints.ts';
import { asApiError } from '../../api/api-error.ts';
import type { Reply } from '../../api/client.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { type Column, DataTable, LoadingRows } from '../../components/DataTable.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import type { UserDeed } from './UserActions.tsx';
import { UserRow } from './UserRow.tsx';

export function UserTable({
  users,
  onAct,
}: {
  readonly users: UseQueryResult<Reply<'user.list'>>;
  readonly onAct: (deed: UserDeed, user: UserView) => void;
}) {
  const { state, users: text } = useText();
  const columns = useColumns();
  const { data, error, refetch } = users;
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={state.loadFailed} onRetry={retry} />;
  }
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed" ta="right" mih={20} role="status">
        {data !== undefined && text.count(data.users.length)}
      </Text>
      <DataTable label={text.title} columns={columns} minWidth={720} isLastPinned>
        {data === undefined ? (
          <LoadingRows columns={columns} rows={3} />
        ) : (
          data.users.map((user) => <UserRow key={user.id} user={user} onAct={onAct} />)
        )}
      </DataTable>
    </Stack>
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().users;
  return [
    { label: columns.name },
    { label: columns.email, visibleFrom: 'sm' },
    { label: columns.role, width: 130 },
    { label: columns.status, width: 150 },
    { label: columns.lastSignIn, width: 150 },
    { label: columns.actions, align: 'right', width: 90 },
  ];
}
