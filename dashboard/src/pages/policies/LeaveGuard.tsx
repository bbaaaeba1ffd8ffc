import { useBlocker } from '@tanstack/react-router';
import { useText } from '../../app/i18n/Language.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';

/** Asks before what was not saved is left behind. Another tab of the same page keeps it. */
export function LeaveGuard({ isDirty }: { readonly isDirty: boolean }) {
  const text = useText().policies.leave;
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;
  return (
    <ConfirmDialog
      title={text.title}
      consequence={text.text}
      confirm={text.confirm}
      isPending={false}
      error={undefined}
      onConfirm={blocker.proceed}
      onClose={blocker.reset}
    />
  );
}
