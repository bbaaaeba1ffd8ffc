import type { ModelAliasView } from '../../../../src/contract/schemas.ts';
import { call } from '../../api/client.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { providerNames } from '../../components/provider-choices.ts';

/** Says what becomes of requests with that name. */
export function RemoveAliasDialog({
  alias: { alias, hides },
  onRemoved,
  onClose,
}: {
  readonly alias: ModelAliasView;
  readonly onRemoved: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const text = useText().models.aliases;
  const removing = useSubmission();
  const remove = () =>
    removing.run(async () => {
      await call('model_alias.remove', { params: { alias } });
      await onRemoved();
    });
  return (
    <ConfirmDialog
      title={text.removeTitle(alias)}
      consequence={
        hides === null ? text.removeText(alias) : text.removeTextHides(alias, providerNames[hides])
      }
      confirm={text.removeSubmit}
      isPending={removing.isPending}
      error={removing.error}
      onConfirm={remove}
      onClose={onClose}
    />
  );
}
