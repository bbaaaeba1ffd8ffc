import { useBlocker } from '@tanstack/react-router';
import { useText } from '../../app/i18n/Language.tsx';
import { useUnsavedWork } from '../../app/unsaved-work.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';

interface LeaveGuardProps {
  readonly isDirty: boolean;
  /** Forgets what was not saved. */
  readonly onLeave: () => void;
}

/** Asks before what was not saved is left behind. Another tab of the same page keeps it. */
export function LeaveGuard({ isDirty, onLeave }: LeaveGuardProps) {
  const text = useText().policies.leave;
  useUnsavedWork(isDirty, onLeave);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && placeOf(current) !== placeOf(next),
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
      onConfirm={() => {
        onLeave();
        blocker.proceed();
      }}
      onClose={blocker.reset}
    />
  );
}

/** Another template is another policy, at the same path. */
function placeOf({ pathname, search }: { readonly pathname: string; readonly search: object }) {
  return 'from' in search ? `${pathname}?from=${search.from}` : pathname;
}
