import { Stack, Table, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TokenView, WorkspaceView } from '../../../../src/contract/schemas.ts';
import { asApiError } from '../../api/api-error.ts';
import type { Reply } from '../../api/client.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { type Column, DataTable, LoadingRows, NoRows } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import { StatusBadge, type StatusLook } from '../../components/StatusBadge.tsx';
import { RelativeTime } from '../../components/Time.tsx';

const looks: Readonly<Record<TokenView['status'], StatusLook>> = {
  active: 'good',
  expired: 'timed',
  revoked: 'ended',
};

interface KeyTableProps {
  readonly tokens: UseQueryResult<Reply<'token.list'>>;
  readonly workspaces: readonly WorkspaceView[];
  readonly disabledReason: string | undefined;
  readonly onRevoke: (token: TokenView) => void;
  readonly emptyAction: ReactNode;
}

export function KeyTable(props: KeyTableProps) {
  const text = useText();
  const columns = useColumns();
  const { data, error, refetch } = props.tokens;
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={text.state.loadFailed} onRetry={retry} />;
  }
  if (data?.tokens.length === 0) {
    return (
      <NoRows>
        <EmptyState
          icon={KeyRound}
          title={text.apiKeys.emptyTitle}
          text={text.apiKeys.emptyText}
          action={props.emptyAction}
        />
      </NoRows>
    );
  }
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed" ta="right" mih={20} role="status">
        {data !== undefined && text.apiKeys.count(data.tokens.length)}
      </Text>
      <DataTable label={text.apiKeys.title} columns={columns} minWidth={860} isLastPinned>
        {data === undefined ? (
          <LoadingRows columns={columns} rows={3} />
        ) : (
          data.tokens.map((token) => (
            <KeyRow
              key={token.id}
              token={token}
              workspace={props.workspaces.find((one) => one.id === token.workspace_id)}
              disabledReason={props.disabledReason}
              onRevoke={props.onRevoke}
            />
          ))
        )}
      </DataTable>
    </Stack>
  );
}

function KeyRow({
  token,
  workspace,
  disabledReason,
  onRevoke,
}: Pick<KeyTableProps, 'disabledReason' | 'onRevoke'> & {
  readonly token: TokenView;
  readonly workspace: WorkspaceView | undefined;
}) {
  const text = useText().apiKeys;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={550}>{token.name}</Text>
        {token.scope === 'audit.read' && (
          <Text size="xs" c="dimmed">
            {text.readsLog}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {token.scope === 'audit.read'
          ? text.wholeOrganisation
          : (workspace?.name ?? token.workspace_id)}
      </Table.Td>
      <Table.Td>
        <Text ff="monospace" size="sm" style={{ whiteSpace: 'nowrap' }}>
          {`…${token.last4}`}
        </Text>
      </Table.Td>
      <Table.Td>
        <StatusBadge look={looks[token.status]} label={text.status[token.status]} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <RelativeTime value={token.created_at} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <RelativeTime value={token.expires_at} />
      </Table.Td>
      <Table.Td ta="right">
        {token.status === 'active' && (
          <GuardedButton
            variant="subtle"
            color="red"
            size="compact-sm"
            disabledReason={disabledReason}
            onClick={() => onRevoke(token)}
          >
            {text.revoke}
          </GuardedButton>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().apiKeys;
  return [
    { label: columns.name },
    { label: columns.workspace, width: 150 },
    { label: columns.key, width: 90 },
    { label: columns.status, width: 130 },
    { label: columns.created, width: 140 },
    { label: columns.expires, width: 140 },
    { label: columns.actions, align: 'right', width: 100 },
  ];
}
