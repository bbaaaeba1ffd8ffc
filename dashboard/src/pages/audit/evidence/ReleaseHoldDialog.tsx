import type { HoldView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { call } from '../../../api/client.ts';
import { useSubmission } from '../../../api/use-submission.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import classes from './Evidence.module.css';
import { ReasonField, useReason } from './ReasonField.tsx';
import { useNames } from './use-names.ts';

export function ReleaseHoldDialog({
  hold,
  onReleased,
  onClose,
}: {
  readonly hold: HoldView;
  readonly onReleased: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const text = useText().audit.holds;
  const names = useNames();
  const releasing = useSubmission();
  const reason = useReason();
  const release = () => {
    const why = reason.check();
    if (why === undefined) return;
    releasing.run(async () => {
      await call('hold.release', { params: { id: hold.id }, body: { reason: why } });
      await onReleased();
    });
  };
  return (
    <ConfirmDialog
      title={text.releaseTitle(names.subject(hold.subject))}
      consequence={text.releaseText}
      confirm={text.submitRelease}
      isPending={releasing.isPending}
      error={releasing.error}
      onConfirm={release}
      onClose={onClose}
    >
      <blockquote className={classes['reason']}>{hold.reason}</blockquote>
      <ReasonField reason={reason} label={text.releaseReason} />
    </ConfirmDialog>
  );
}
