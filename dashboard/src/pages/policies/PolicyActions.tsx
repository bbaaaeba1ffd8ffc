import { Menu, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { PolicyView } from '../../../../src/contract/policy-schemas.ts';
import { call } from '../../api/client.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { RowMenu } from '../../components/RowMenu.tsx';

interface PolicyActionsProps {
  readonly policy: PolicyView;
  readonly disabledReason: string | undefined;
  readonly onChanged: () => Promise<void>;
}

/** What can be done with a policy as a whole. */
export function PolicyActions({ policy, disabledReason, onChanged }: PolicyActionsProps) {
  const words = useText();
  const text = words.policies;
  const [open, setOpen] = useState<'deactivate' | 'archive'>();
  const close = () => setOpen(undefined);
  const isActive = policy.active !== null;
  return (
    <>
      <RowMenu label={words.action.actionsFor(policy.name)} disabledReason={disabledReason}>
        <Menu.Item disabled={!isActive} onClick={() => setOpen('deactivate')}>
          {text.deactivate}
        </Menu.Item>
        <Menu.Item color="red" disabled={isActive} onClick={() => setOpen('archive')}>
          {isActive ? text.archiveAfter : text.archive}
        </Menu.Item>
      </RowMenu>
      {open === 'deactivate' && (
        <DeactivateDialog policy={policy} onChanged={onChanged} onClose={close} />
      )}
      {open === 'archive' && (
        <ArchiveDialog policy={policy} onChanged={onChanged} onClose={close} />
      )}
    </>
  );
}

interface DialogProps {
  readonly policy: PolicyView;
  readonly onChanged: () => Promise<void>;
  readonly onClose: () => void;
}

function DeactivateDialog({ policy, onChanged, onClose }: DialogProps) {
  const text = useText().policies;
  const submission = useSubmission();
  const [reason, setReason] = useState('');
  const deactivate = () =>
    submission.run(async () => {
      const params = { id: policy.id };
      await call('policy.deactivate', { params, body: { reason: reason.trim() } });
      await onChanged();
      onClose();
    });
  return (
    <ConfirmDialog
      title={text.deactivateTitle(policy.name)}
      consequence={text.deactivateText}
      confirm={text.deactivate}
      canConfirm={reason.trim() !== ''}
      isPending={submission.isPending}
      error={submission.error}
      onConfirm={deactivate}
      onClose={onClose}
    >
      <Textarea
        label={text.reason}
        description={text.reasonHint}
        value={reason}
        maxLength={500}
        required
        autosize
        minRows={2}
        data-autofocus
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
    </ConfirmDialog>
  );
}

function ArchiveDialog({ policy, onChanged, onClose }: DialogProps) {
  const text = useText().policies;
  const submission = useSubmission();
  const archive = () =>
    submission.run(async () => {
      await call('policy.archive', { params: { id: policy.id } });
      await onChanged();
      onClose();
    });
  return (
    <ConfirmDialog
      title={text.archiveTitle(policy.name)}
      consequence={text.archiveText}
      confirm={text.archive}
      isPending={submission.isPending}
      error={submission.error}
      onConfirm={archive}
      onClose={onClose}
    />
  );
}
