import { Anchor, Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ListFilter, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ListedPolicyView } from '../../../../src/contract/policy-schemas.ts';
import { asApiError } from '../../api/api-error.ts';
import type { Reply } from '../../api/client.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { type Column, DataTable, LoadingRows, NoRows } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import { filterPolicies, type PolicySearch, stateOf } from './policy-search.ts';
import { StateBadge } from './StateBadge.tsx';
import { scopeName } from './scope-name.ts';
import { warningLabel } from './warning-label.ts';

interface PolicyTableProps {
  readonly policies: UseQueryResult<Reply<'policy.list'>>;
  readonly search: PolicySearch;
  readonly onClearFilters: () => void;
  readonly emptyAction: ReactNode;
}

export function PolicyTable({ policies, search, onClearFilters, emptyAction }: PolicyTableProps) {
  const words = useText();
  const text = words.policies;
  const columns = useColumns();
  const { data, error, refetch } = policies;
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={words.state.loadFailed} onRetry={retry} />;
  }
  if (data?.policies.length === 0) {
    return (
      <NoRows>
        <EmptyState
          icon={ShieldCheck}
          title={text.emptyTitle}
          text={text.emptyText}
          action={emptyAction}
        />
      </NoRows>
    );
  }
  const found = data && filterPolicies(data.policies, search);
  if (found?.length === 0) {
    const clear = (
      <Button variant="default" onClick={onClearFilters}>
        {words.action.clearFilters}
      </Button>
    );
    return (
      <NoRows>
        <EmptyState icon={ListFilter} title={text.noneFound} action={clear} />
      </NoRows>
    );
  }
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed" ta="right" mih={20} role="status">
        {data !== undefined &&
          found !== undefined &&
          text.count(found.length, data.policies.length)}
      </Text>
      <DataTable label={text.title} columns={columns} minWidth={960}>
        {found === undefined ? (
          <LoadingRows columns={columns} rows={5} />
        ) : (
          found.map((policy) => <PolicyRow key={policy.id} policy={policy} />)
        )}
      </DataTable>
    </Stack>
  );
}

function PolicyRow({ policy }: { readonly policy: ListedPolicyView }) {
  const text = useText().policies;
  const formats = useFormats();
  const { active, latest } = policy;
  const isNewer = policy.archived_at === null && latest.number !== active?.number;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor
          component={Link}
          to={`/policies/${policy.id}`}
          fw={550}
          style={{ overflowWrap: 'anywhere' }}
        >
          {policy.name}
        </Anchor>
        <Text size="xs" c="dimmed">
          {scopeName(policy.scope, text)}
        </Text>
      </Table.Td>
      <Table.Td>
        <StateBadge state={stateOf(policy)} />
      </Table.Td>
      <Table.Td ta="right">{(active ?? latest).priority}</Table.Td>
      <Table.Td ta="right">{formats.number(policy.hits_24h)}</Table.Td>
      <Table.Td ta="right">
        <Text
          span
          inherit
          {...(policy.would_deny_24h > 0 ? { fw: 600, c: 'var(--warning)' } : { c: 'dimmed' })}
        >
          {formats.number(policy.would_deny_24h)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          <Text span size="sm">
            {active === null ? text.noVersion : text.version(active.number)}
          </Text>
          {isNewer && (
            <Badge color="brand" miw="max-content">
              {text.newer(latest.number)}
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td>
        {policy.warnings.length > 0 && (
          <StatusBadge
            look="warned"
            label={text.warnings(policy.warnings.length)}
            why={policy.warnings.map((id) => warningLabel(id, policy.name, text)).join(' ')}
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().policies;
  return [
    { label: columns.name },
    { label: columns.state, width: 130 },
    { label: columns.priority, align: 'right', width: 80 },
    { label: columns.hits, align: 'right', width: 100 },
    { label: columns.wouldDeny, align: 'right', width: 120 },
    { label: columns.version, width: 140 },
    { label: columns.warnings, width: 130 },
  ];
}
