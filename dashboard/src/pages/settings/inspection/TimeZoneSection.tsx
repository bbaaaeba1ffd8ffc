import { Select } from '@mantine/core';
import type { InspectionView } from '../../../../../src/contract/inspection-endpoints.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../../app/session.ts';
import { SaveRow } from '../SaveRow.tsx';
import { SettingsSection } from '../SettingsSection.tsx';
import { useDraft } from './use-draft.ts';
import { useStoreInspection } from './use-store-inspection.ts';

const shownMax = 60;

/** What `time` in policies goes by. */
export function TimeZoneSection({ inspection }: { readonly inspection: InspectionView }) {
  const text = useText().inspection.timeZone;
  const disabledReason = useDisabledReason('inspection.write');
  const store = useStoreInspection();
  const draft = useDraft(inspection.time_zone);
  return (
    <SettingsSection id="time-zone" title={text.title} text={text.text}>
      <Select
        label={text.label}
        data={[...new Set([draft.value, 'UTC', ...Intl.supportedValuesOf('timeZone')])]}
        limit={shownMax}
        searchable
        allowDeselect={false}
        nothingFoundMessage={text.none}
        readOnly={disabledReason !== undefined}
        maw={340}
        value={draft.value}
        onChange={(zone) => zone !== null && draft.set(zone)}
      />
      <SaveRow
        disabledReason={disabledReason}
        {...draft}
        onSave={() => draft.save((zone) => store({ time_zone: zone }))}
      />
    </SettingsSection>
  );
}
