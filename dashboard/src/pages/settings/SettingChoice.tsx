import { Radio, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { Permission } from '../../../../src/domain/access/role.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useDisabledReason } from '../../app/session.ts';
import { SaveRow } from './SaveRow.tsx';
import { SettingsSection } from './SettingsSection.tsx';

interface SettingChoiceProps<Value extends string> {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly stored: Value;
  readonly choices: readonly {
    readonly value: Value;
    readonly label: string;
    readonly hint: string;
  }[];
  readonly needs: Permission;
  /** Stores what was chosen; the other settings stay. */
  readonly store: (value: Value) => Promise<void>;
  /** What else there is to know, below the choices. */
  readonly note?: ReactNode;
}

/** One of several possibilities. Saved by itself, and recorded. */
export function SettingChoice<Value extends string>(props: SettingChoiceProps<Value>) {
  const { id, stored, choices, note } = props;
  const disabledReason = useDisabledReason(props.needs);
  const { choice, choose, save, isSaved, saving } = useChoice(props);
  return (
    <SettingsSection id={id} title={props.title} text={props.text}>
      <Radio.Group value={choice} onChange={choose} aria-labelledby={id}>
        <Stack gap="sm">
          {choices.map(({ value, label, hint }) => (
            <Radio
              key={value}
              value={value}
              label={label}
              description={hint}
              disabled={disabledReason !== undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      {note !== undefined && (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
      <SaveRow
        disabledReason={disabledReason}
        isChanged={choice !== stored}
        isSaved={isSaved}
        saving={saving}
        onSave={save}
      />
    </SettingsSection>
  );
}

function useChoice<Value extends string>({
  stored,
  choices,
  store,
}: Pick<SettingChoiceProps<Value>, 'stored' | 'choices' | 'store'>) {
  const saving = useSubmission();
  const [chosen, setChosen] = useState<Value>();
  const [isSaved, setIsSaved] = useState(false);
  const choice = chosen ?? stored;
  const choose = (text: string) => {
    const found = choices.find(({ value }) => value === text);
    if (found === undefined) return;
    setIsSaved(false);
    setChosen(found.value);
  };
  const save = () =>
    saving.run(async () => {
      await store(choice);
      setChosen(undefined);
      setIsSaved(true);
    });
  return { choice, choose, save, isSaved, saving };
}
