import { VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.ts';
import { useText } from '../i18n/Language.tsx';
import classes from './Shell.module.css';

const shownMax = 99;

/** How many requests wait for a decision; nothing while none does. */
export function PendingCount() {
  const text = useText().approvals;
  const { data: pending = 0 } = useQuery(queries.pendingApprovals());
  if (pending === 0) return null;
  return (
    <span className={classes['count']}>
      <span aria-hidden>{pending > shownMax ? `${shownMax}+` : pending}</span>
      <VisuallyHidden>{text.waitingFor(pending)}</VisuallyHidden>
    </span>
  );
}
