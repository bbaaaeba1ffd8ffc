import type { UserView } from '../../../../src/contract/user-endpoints.ts';
import { call } from '../../api/client.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';

export function DisableUserDialog({
  user,
  onDisabled,
  onClose,
}: {
  readonly user: UserView;
  readonly onDisabled: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const text = useText().users;
  const disabling = useSubmission();
  const disable = () =>
    disabling.run(async () => {
      await call('user.disable', { params: { id: user.id } });
      await onDisabled();
      onClose();
    });
  return (
    <ConfirmDialog
      title={text.disableTitle(user.name ?? user.email)}
      consequence={user.status === 'invited' ? text.withdrawText : text.disableText}
      confirm={text.disableSubmit}
      isPending={disabling.isPending}
      error={disabling.error}
      onConfirm={disable}
      onClose={onClose}
    />
  );
}
