import { Stack, Table, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Building2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TenantView } from '../../../../src/contract/schemas.ts';
import { asApiError } from '../../api/api-error.ts';
import type { Reply } from '../../api/client.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { type Column, DataTable, LoadingRows, NoRows } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import { StatusBadge, type StatusLook } from '../../components/StatusBadge.tsx';
import { RelativeTime } from '../../components/Time.tsx';

const looks: Readonly<Record<TenantView['status'], StatusLook>> = {
  active: 'good',
  invited: 'timed',
};

interface TenantTableProps {
  readonly tenants: UseQueryResult<Reply<'tenant.list'>>;
  readonly disabledReason: string | undefined;
  readonly onInvite: (tenant: TenantView) => void;
  readonly emptyAction: ReactNode;
}

export function TenantTable({ tenants, emptyAction, ...row }: TenantTableProps) {
  const text = useText();
  const words = text.platform.tenants;
  const columns = useColumns();
  const { data, error, refetch } = tenants;
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={text.state.loadFailed} onRetry={retry} />;
  }
  if (data?.tenants.length === 0) {
    return (
      <NoRows>
        <EmptyState
          icon={Building2}
          title={words.emptyTitle}
          text={words.emptyText}
          action={emptyAction}
        />
      </NoRows>
    );
  }
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed" ta="right" mih={20} role="status">
        {data !== undefined && words.count(data.tenants.length)}
      </Text>
      <DataTable label={words.title} columns={columns} minWidth={640} isLastPinned>
        {data === undefined ? (
          <LoadingRows columns={columns} rows={4} />
        ) : (
          data.tenants.map((tenant) => <TenantRow key={tenant.id} tenant={tenant} {...row} />)
        )}
      </DataTable>
    </Stack>
  );
}

function TenantRow({
  tenant,
  disabledReason,
  onInvite,
}: Pick<TenantTableProps, 'disabledReason' | 'onInvite'> & { readonly tenant: TenantView }) {
  const text = useText().platform.tenants;
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={550}>{tenant.name}</Text>
      </Table.Td>
      <Table.Td>
        <StatusBadge look={looks[tenant.status]} label={text.status[tenant.status]} />
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <RelativeTime value={tenant.created_at} />
      </Table.Td>
      <Table.Td ta="right">
        {tenant.status === 'invited' && (
          <GuardedButton
            variant="subtle"
            size="compact-sm"
            disabledReason={disabledReason}
            aria-label={text.inviteOf(tenant.name)}
            onClick={() => onInvite(tenant)}
          >
            {text.invite}
          </GuardedButton>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().platform.tenants;
  return [
    { label: columns.name },
    { label: columns.status, width: 220 },
    { label: columns.created, width: 160 },
    { label: columns.actions, align: 'right', width: 140 },
  ];
}
