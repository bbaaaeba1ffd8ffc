import { Plus, Tags } from 'lucide-react';
import type { InspectionView } from '../../../../../src/contract/inspection-endpoints.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../../app/session.ts';
import { GuardedButton } from '../../../components/GuardedButton.tsx';
import { SettingsSection } from '../SettingsSection.tsx';
import { DenyDialog } from './DenyDialog.tsx';
import { NamedRows } from './NamedRows.tsx';
import { RemoveNamed } from './RemoveNamed.tsx';
import { useNamedRows } from './use-named-rows.ts';
import { useStoreInspection } from './use-store-inspection.ts';

/** Lists of terms that are always reported. */
export function DenySection({ inspection }: { readonly inspection: InspectionView }) {
  const text = useText().inspection.deny;
  const formats = useFormats();
  const disabledReason = useDisabledReason('inspection.write');
  const store = useStoreInspection();
  const lists = useNamedRows(inspection.deny, (deny) => store({ deny }));
  const { open } = lists;
  const add = (
    <GuardedButton
      leftSection={<Plus size={17} />}
      disabledReason={disabledReason}
      onClick={lists.add}
    >
      {text.add}
    </GuardedButton>
  );
  return (
    <SettingsSection id="deny" title={text.title} text={text.text} action={add}>
      <NamedRows
        label={text.title}
        rows={inspection.deny}
        columns={[{ label: text.columns.terms, visibleFrom: 'sm' }]}
        cells={({ terms }) => [text.termCount(formats.number(terms.length))]}
        text={text}
        icon={Tags}
        disabledReason={disabledReason}
        onAction={lists.act}
      />
      {(open?.what === 'add' || open?.what === 'edit') && (
        <DenyDialog
          edited={lists.edited}
          inspection={inspection}
          place={lists.place}
          onSave={lists.save}
          onClose={lists.close}
        />
      )}
      {open?.what === 'remove' && (
        <RemoveNamed
          name={open.row.name}
          text={text}
          onRemove={() => lists.remove(open.row)}
          onClose={lists.close}
        />
      )}
    </SettingsSection>
  );
}
