import { Text } from '@mantine/core';
import { Plus, Regex } from 'lucide-react';
import type { InspectionView } from '../../../../../src/contract/inspection-endpoints.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../../app/session.ts';
import { GuardedButton } from '../../../components/GuardedButton.tsx';
import classes from '../Settings.module.css';
import { SettingsSection } from '../SettingsSection.tsx';
import { NamedRows } from './NamedRows.tsx';
import { RecogniserDialog } from './RecogniserDialog.tsx';
import { RemoveNamed } from './RemoveNamed.tsx';
import { useNamedRows } from './use-named-rows.ts';
import { useStoreInspection } from './use-store-inspection.ts';

/** Patterns of the tenant's own. */
export function RecogniserSection({ inspection }: { readonly inspection: InspectionView }) {
  const text = useText().inspection.recognisers;
  const disabledReason = useDisabledReason('inspection.write');
  const store = useStoreInspection();
  const patterns = useNamedRows(inspection.recognisers, (recognisers) => store({ recognisers }));
  const { open } = patterns;
  const add = (
    <GuardedButton
      leftSection={<Plus size={17} />}
      disabledReason={disabledReason}
      onClick={patterns.add}
    >
      {text.add}
    </GuardedButton>
  );
  return (
    <SettingsSection id="recognisers" title={text.title} text={text.text} action={add}>
      <NamedRows
        label={text.title}
        rows={inspection.recognisers}
        columns={[
          { label: text.columns.pattern, visibleFrom: 'sm', width: '42%' },
          { label: text.columns.score, visibleFrom: 'sm', width: 110 },
        ]}
        cells={({ pattern, score }) => [
          <Text key="pattern" className={classes['code']} lineClamp={2}>
            {pattern}
          </Text>,
          <Text key="score" size="sm">
            {score} %
          </Text>,
        ]}
        text={text}
        icon={Regex}
        disabledReason={disabledReason}
        onAction={patterns.act}
      />
      {(open?.what === 'add' || open?.what === 'edit') && (
        <RecogniserDialog
          edited={patterns.edited}
          inspection={inspection}
          place={patterns.place}
          onSave={patterns.save}
          onClose={patterns.close}
        />
      )}
      {open?.what === 'remove' && (
        <RemoveNamed
          name={open.row.name}
          text={text}
          onRemove={() => patterns.remove(open.row)}
          onClose={patterns.close}
        />
      )}
    </SettingsSection>
  );
}
