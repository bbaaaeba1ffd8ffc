import { Box, Button, Group, Stack, Table, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { Inbox, ListFilter } from 'lucide-react';
import type { ApprovalView } from '../../../../src/contract/approval-endpoints.ts';
import { asApiError } from '../../api/api-error.ts';
import type { Reply } from '../../api/client.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { type Column, DataTable, LoadingRows, NoRows } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { providerNames } from '../../components/provider-choices.ts';
import { RelativeTime } from '../../components/Time.tsx';
import { ApprovalBadge } from './ApprovalBadge.tsx';
import classes from './Approvals.module.css';
import type { ShownStatus } from './approval-search.ts';
import { Countdown } from './Countdown.tsx';
import { FoundTypes } from './FoundTypes.tsx';
import { PolicyLinks } from './PolicyLinks.tsx';
import { RiskBadge } from './RiskBadge.tsx';
import { riskReason } from './risk-reason.ts';
import { type ApprovalNames, useApprovalNames } from './use-approval-names.ts';

const typesMax = 3;

interface ApprovalTableProps {
  readonly approvals: UseQueryResult<Reply<'approval.list'>>;
  readonly status: ShownStatus;
  readonly onOpen: (approval: ApprovalView) => void;
  readonly onShowWaiting: () => void;
}

export function ApprovalTable({ approvals, status, onOpen, onShowWaiting }: ApprovalTableProps) {
  const words = useText();
  const text = words.approvals;
  const columns = useColumns();
  const names = useApprovalNames();
  const { data, error, refetch } = approvals;
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={words.state.loadFailed} onRetry={retry} />;
  }
  if (data?.approvals.length === 0) {
    return <NoApprovals status={status} onShowWaiting={onShowWaiting} />;
  }
  return (
    <DataTable label={text.title} columns={columns}>
      {data === undefined ? (
        <LoadingRows columns={columns} rows={4} />
      ) : (
        data.approvals.map((approval) => (
          <ApprovalRow key={approval.id} approval={approval} names={names} onOpen={onOpen} />
        ))
      )}
    </DataTable>
  );
}

function NoApprovals({
  status,
  onShowWaiting,
}: Pick<ApprovalTableProps, 'status' | 'onShowWaiting'>) {
  const text = useText().approvals;
  if (status === 'pending') {
    return (
      <NoRows>
        <EmptyState icon={Inbox} title={text.emptyTitle} text={text.emptyText} />
      </NoRows>
    );
  }
  const showWaiting = (
    <Button variant="default" onClick={onShowWaiting}>
      {text.showWaiting}
    </Button>
  );
  return (
    <NoRows>
      <EmptyState
        icon={ListFilter}
        title={status === 'all' ? text.noneAtAll : text.noneTitle}
        action={showWaiting}
      />
    </NoRows>
  );
}

interface ApprovalRowProps {
  readonly approval: ApprovalView;
  readonly names: ApprovalNames;
  readonly onOpen: (approval: ApprovalView) => void;
}

function ApprovalRow({ approval, names, onOpen }: ApprovalRowProps) {
  const { model, provider, policies, findings } = approval;
  return (
    <Table.Tr>
      <Table.Td className={classes['cell']}>
        <Text fw={550} className={classes['name']}>
          {model}
        </Text>
        <Text size="xs" c="dimmed" className={classes['name']}>
          {providerNames[provider]} · {names.key(approval.token_id)} ·{' '}
          {names.workspace(approval.workspace_id)}
        </Text>
        <Group hiddenFrom="lg" gap={6} mt={8} align="flex-start">
          <RiskBadge risk={approval.risk} />
          {findings.length > 0 && <FoundTypes findings={findings} shownMax={typesMax} />}
        </Group>
        <Stack hiddenFrom="md" gap={8} mt={8}>
          <When approval={approval} />
          <PolicyLinks policies={policies} />
          <OpenButton approval={approval} names={names} onOpen={onOpen} isWide />
        </Stack>
      </Table.Td>
      <Table.Td visibleFrom="md" className={classes['cell']}>
        <PolicyLinks policies={policies} />
      </Table.Td>
      <Table.Td visibleFrom="lg" className={classes['cell']}>
        <FoundTypes findings={findings} shownMax={typesMax} />
      </Table.Td>
      <Table.Td visibleFrom="lg" className={classes['cell']}>
        <Risk approval={approval} />
      </Table.Td>
      <Table.Td visibleFrom="md" className={classes['cell']}>
        <When approval={approval} />
      </Table.Td>
      <Table.Td visibleFrom="md" ta="right" className={classes['cell']}>
        <OpenButton approval={approval} names={names} onOpen={onOpen} />
      </Table.Td>
    </Table.Tr>
  );
}

function Risk({ approval: { risk } }: { readonly approval: ApprovalView }) {
  const text = useText().approvals;
  const [first] = risk.reasons;
  return (
    <>
      <RiskBadge risk={risk} />
      {first !== undefined && (
        <Text size="xs" c="dimmed" mt={4} lineClamp={2}>
          {riskReason(first, text)}
        </Text>
      )}
    </>
  );
}

/** What waits shows how long it still can; the rest, how it ended. */
function When({ approval: { status, ...approval } }: { readonly approval: ApprovalView }) {
  const text = useText().approvals;
  if (status === 'pending') {
    return (
      <Box fz="sm" className={classes['line']}>
        <Countdown until={approval.expires_at} />
        <Text size="xs" c="dimmed">
          {text.since} <RelativeTime value={approval.created_at} />
        </Text>
      </Box>
    );
  }
  return (
    <Box>
      <ApprovalBadge status={status} />
      <Text size="xs" c="dimmed" mt={4}>
        <RelativeTime value={approval.used_at ?? approval.decided_at ?? approval.expires_at} />
      </Text>
    </Box>
  );
}

function OpenButton({
  approval,
  names,
  onOpen,
  isWide = false,
}: ApprovalRowProps & { readonly isWide?: boolean }) {
  const text = useText().approvals;
  const isPending = approval.status === 'pending';
  const label = isPending ? text.reviewOf : text.detailsOf;
  return (
    <Button
      variant={isPending ? 'light' : 'default'}
      size={isWide ? 'sm' : 'xs'}
      fullWidth={isWide}
      aria-label={label(approval.model, names.key(approval.token_id))}
      onClick={() => onOpen(approval)}
    >
      {isPending ? text.review : text.details}
    </Button>
  );
}

function useColumns(): readonly Column[] {
  const { columns } = useText().approvals;
  return [
    { label: columns.request },
    { label: columns.policies, visibleFrom: 'md', width: '20%' },
    { label: columns.findings, visibleFrom: 'lg', width: '16%' },
    { label: columns.risk, visibleFrom: 'lg', width: '16%' },
    { label: columns.status, visibleFrom: 'md', width: 200 },
    { label: columns.actions, visibleFrom: 'md', align: 'right', isLabelHidden: true, width: 100 },
  ];
}
