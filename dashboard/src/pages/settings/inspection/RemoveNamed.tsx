import { useSubmission } from '../../../api/use-submission.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';

/** Asks before something with a name is removed. */
export function RemoveNamed({
  name,
  text,
  onRemove,
  onClose,
}: {
  readonly name: string;
  readonly text: {
    removeTitle(name: string): string;
    readonly removeText: string;
    readonly removeSubmit: string;
  };
  readonly onRemove: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const removing = useSubmission();
  return (
    <ConfirmDialog
      title={text.removeTitle(name)}
      consequence={text.removeText}
      confirm={text.removeSubmit}
      isPending={removing.isPending}
      error={removing.error}
      onConfirm={() => removing.run(onRemove)}
      onClose={onClose}
    />
  );
}
