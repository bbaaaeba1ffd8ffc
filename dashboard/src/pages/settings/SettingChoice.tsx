import { Group, Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { SettingsView } from '../../../../src/contract/schemas.ts';
import { call } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../app/session.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';
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
  /** What is sent; the other settings stay. */
  readonly changeOf: (value: Value) => Partial<SettingsView>;
  /** What else there is to know, below the choices. */
  readonly note: ReactNode;
}

/** One of several possibilities. Saved by itself, and recorded. */
export function SettingChoice<Value extends string>(props: SettingChoiceProps<Value>) {
  const { id, stored, choices } = props;
  const text = useText().platform.settings;
  const disabledReason = useDisabledReason('settings.write');
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
      <Text size="sm" c="dimmed">
        {props.note}
      </Text>
      {saving.error !== undefined && <ErrorNotice error={saving.error} />}
      <Group gap="sm">
        <GuardedButton
          disabledReason={disabledReason}
          disabled={disabledReason === undefined && choice === stored}
          loading={saving.isPending}
          onClick={save}
        >
          {text.save}
        </GuardedButton>
        <Text size="sm" c="dimmed" role="status">
          {isSaved && text.saved}
        </Text>
      </Group>
    </SettingsSection>
  );
}

function useChoice<Value extends string>({
  stored,
  choices,
  changeOf,
}: Pick<SettingChoiceProps<Value>, 'stored' | 'choices' | 'changeOf'>) {
  const queryClient = useQueryClient();
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
      const saved = await call('settings.update', { body: changeOf(choice) });
      queryClient.setQueryData(queries.settings().queryKey, saved);
      setChosen(undefined);
      setIsSaved(true);
      await queryClient.invalidateQueries({ queryKey: ['audit'] });
    });
  return { choice, choose, save, isSaved, saving };
}
