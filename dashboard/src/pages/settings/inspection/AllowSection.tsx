import { Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import {
  type InspectionView,
  inspectionSchema,
} from '../../../../../src/contract/inspection-endpoints.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../../app/session.ts';
import { SaveRow } from '../SaveRow.tsx';
import classes from '../Settings.module.css';
import { SettingsSection } from '../SettingsSection.tsx';
import { linesOf } from './lines.ts';
import { useDraft } from './use-draft.ts';
import { useStoreInspection } from './use-store-inspection.ts';

/** What no detector reports. */
export function AllowSection({ inspection }: { readonly inspection: InspectionView }) {
  const text = useText().inspection;
  const formats = useFormats();
  const disabledReason = useDisabledReason('inspection.write');
  const store = useStoreInspection();
  const draft = useDraft(inspection.allow.join('\n'));
  const [complaint, setComplaint] = useState<string>();
  const terms = linesOf(draft.value);
  const save = () => {
    const parsed = inspectionSchema.shape.allow.safeParse(terms);
    const [issue] = parsed.error?.issues ?? [];
    setComplaint(issue && text.lineRule(Number(issue.path[0] ?? 0) + 1));
    if (parsed.success) draft.save(() => store({ allow: parsed.data }));
  };
  return (
    <SettingsSection id="allow" title={text.allow.title} text={text.allow.text}>
      <Textarea
        label={text.allow.label}
        description={text.allow.hint}
        classNames={{ input: classes['code'] ?? '' }}
        autosize
        minRows={3}
        maxRows={14}
        spellCheck={false}
        readOnly={disabledReason !== undefined}
        error={complaint}
        value={draft.value}
        onChange={({ currentTarget }) => draft.set(currentTarget.value)}
      />
      <Text size="sm" c="dimmed">
        {text.allow.count(formats.number(terms.length))}
      </Text>
      <SaveRow disabledReason={disabledReason} {...draft} onSave={save} />
    </SettingsSection>
  );
}
