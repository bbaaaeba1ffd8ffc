import { Alert, Button, Stack, Text, Title } from '@mantine/core';
import { CircleCheck, Info } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ApprovalView } from '../../../../src/contract/approval-endpoints.ts';
import type { Reply } from '../../api/client.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useSession } from '../../app/session.ts';
import { ExactTime } from '../../components/Time.tsx';
import classes from './Approvals.module.css';
import { DecisionForm } from './DecisionForm.tsx';
import { useApprovalNames } from './use-approval-names.ts';

/** The decision that is to be made, or the one that was made. */
export function ApprovalDecision({
  read,
  onNext,
}: {
  readonly read: Reply<'approval.read'>;
  readonly onNext: (() => void) | undefined;
}) {
  const { approval, obstacle } = read;
  const text = useText().approvals;
  const heading = useRef<HTMLHeadingElement>(null);
  const [wasPending] = useState(approval.status === 'pending');
  const [isMine, setMine] = useState(false);
  const isPending = approval.status === 'pending';
  useEffect(() => {
    // The form goes with the decision, and with it the focus that was in it.
    const isLost = document.activeElement === document.body;
    if (wasPending && !isPending && isLost) heading.current?.focus();
  }, [wasPending, isPending]);
  return (
    <section className={classes['decision']} aria-labelledby="decision">
      <Title order={3} id="decision" mb={12} ref={heading} tabIndex={-1}>
        {text.sections.decision}
      </Title>
      <div role="status">
        {wasPending && !isPending && <News approval={approval} isMine={isMine} />}
      </div>
      {isPending ? (
        <DecisionForm id={approval.id} obstacle={obstacle} onDecided={() => setMine(true)} />
      ) : (
        <Outcome approval={approval} />
      )}
      {wasPending && !isPending && onNext !== undefined && (
        <Button mt="md" variant="default" onClick={onNext}>
          {text.reviewNext}
        </Button>
      )}
    </section>
  );
}

/** What has happened since the details were opened. */
function News({
  approval: { status, decided_by: decidedBy },
  isMine,
}: {
  readonly approval: ApprovalView;
  readonly isMine: boolean;
}) {
  const text = useText().approvals;
  const { user } = useSession();
  if (isMine) {
    return (
      <Alert color="green" icon={<CircleCheck size={18} />} mb="md">
        {status === 'rejected' ? text.rejectedNow : text.approvedNow}
      </Alert>
    );
  }
  if (decidedBy === user.id) return null;
  return (
    <Alert color="orange" icon={<Info size={18} />} mb="md">
      {decidedBy === null ? text.expiredMeanwhile : text.decidedMeanwhile}
    </Alert>
  );
}

function Outcome({ approval }: { readonly approval: ApprovalView }) {
  const text = useText().approvals;
  const names = useApprovalNames();
  const { decided_by: decidedBy, decided_at: decidedAt, reason } = approval;
  if (decidedBy === null || decidedAt === null) {
    return <Text size="sm">{text.nobodyDecided}</Text>;
  }
  const name = names.person(decidedBy);
  return (
    <Stack gap={6}>
      <Text size="sm" fw={550}>
        {approval.status === 'rejected' ? text.rejectedBy(name) : text.approvedBy(name)}
      </Text>
      {reason !== null && <blockquote className={classes['reason']}>{reason}</blockquote>}
      <Fine>
        <ExactTime value={decidedAt} />
      </Fine>
      <Afterwards approval={approval} />
    </Stack>
  );
}

/** What became of an approval: it lets one request pass, for a while. */
function Afterwards({
  approval: { status, used_at: usedAt, expires_at: expiresAt },
}: {
  readonly approval: ApprovalView;
}) {
  const text = useText().approvals;
  if (usedAt !== null) {
    return (
      <Fine>
        {text.sentAt} <ExactTime value={usedAt} />
      </Fine>
    );
  }
  if (status === 'expired') return <Fine>{text.notUsed}</Fine>;
  if (status !== 'approved') return null;
  return (
    <Fine>
      {text.usableUntil} <ExactTime value={expiresAt} />
    </Fine>
  );
}

function Fine({ children }: { readonly children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed">
      {children}
    </Text>
  );
}
