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
      <DataTable label={text.title} columns={columns}>
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
  const { active, latest, hits_24h: hits, would_deny_24h: wouldDeny } = policy;
  const { priority } = active ?? latest;
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
        <Group hiddenFrom="md" gap={6} mt={6}>
          <StateBadge state={stateOf(policy)} />
        </Group>
        <Group hiddenFrom="lg" gap={6} mt={6}>
          <NewerBadge policy={policy} />
          <Warnings policy={policy} />
        </Group>
        <Text hiddenFrom="md" size="xs" c="dimmed" mt={6}>
          {text.simulate.priority(priority)} ·{' '}
          {text.hitsIn(hits, formats.number(hits), formats.number(wouldDeny))}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="md">
        <StateBadge state={stateOf(policy)} />
      </Table.Td>
      <Table.Td visibleFrom="lg" ta="right">
        {priority}
      </Table.Td>
      <Table.Td visibleFrom="md" ta="right">
        <Count value={hits} />
      </Table.Td>
      <Table.Td visibleFrom="md" ta="right">
        <Count value={wouldDeny} isAlert />
      </Table.Td>
      <Table.Td visibleFrom="lg">
        <Group gap={6} wrap="nowrap">
          <Text
            span
            inherit
            style={{ whiteSpace: 'nowrap' }}
            {...(active === null ? { c: 'dimmed' } : {})}
          >
            {active === null ? text.noVersion : text.version(active.number)}
          </Text>
          <NewerBadge policy={policy} />
        </Group>
      </Table.Td>
      <Table.Td visibleFrom="lg">
        <Warnings policy={policy} />
      </Table.Td>
    </Table.Tr>
  );
}

/** A number to run the eye over: none recedes, and what would have been blocked stands out. */
function Count({ value, isAlert = false }: { readonly value: number; readonly isAlert?: boolean }) {
  const formats = useFormats();
  const alert = isAlert ? { fw: 600, c: 'var(--warning)' } : {};
  return (
    <Text span inherit {...(value === 0 ? { c: 'dimmed' } : alert)}>
      {formats.number(value)}
    </Text>
  );
}

/** A version that waits to be activated. */
function NewerBadge({ policy }: { readonly policy: ListedPolicyView }) {
  const text = useText().policies;
  const { active, latest, archived_at: archivedAt } = policy;
  if (archivedAt !== null || latest.number === active?.number) return null;
  return (
    <Badge color="gray" miw="max-content">
      {text.newer(latest.number)}
    </Badge>
  );
}

function Warnings({ policy: { name, warnings } }: { readonly policy: ListedPolicyView }) {
  const text = useText().policies;
  if (warnings.length === 0) return null;
  return (
    <StatusBadge
      look="warned"
      label={text.warnings(warnings.length)}
      why={warnings.map((id) => warningLabel(id, name, text)).join(' ')}
    />
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().policies;
  return [
    { label: columns.name },
    { label: columns.state, visibleFrom: 'md', width: 130 },
    { label: columns.priority, visibleFrom: 'lg', align: 'right', width: 80 },
    { label: columns.hits, visibleFrom: 'md', align: 'right', width: 100 },
    { label: columns.wouldDeny, visibleFrom: 'md', align: 'right', width: 120 },
    { label: columns.version, visibleFrom: 'lg', width: 140 },
    { label: columns.warnings, visibleFrom: 'lg', width: 130 },
  ];
}
