import { useText } from '../../app/i18n/Language.tsx';
import { StatusBadge, type StatusLook } from '../../components/StatusBadge.tsx';
import type { ApprovalStatus } from './approval-search.ts';

const looks: Readonly<Record<ApprovalStatus, StatusLook>> = {
  pending: 'timed',
  approved: 'good',
  used: 'good',
  rejected: 'stopped',
  expired: 'ended',
};

export function ApprovalBadge({ status }: { readonly status: ApprovalStatus }) {
  const text = useText().approvals;
  return <StatusBadge look={looks[status]} label={text.status[status]} />;
}
