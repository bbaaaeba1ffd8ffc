import { Button, Group, Text } from '@mantine/core';
import { useText } from '../../app/i18n/Language.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import { PolicyWorkbench } from './PolicyWorkbench.tsx';

interface EditTabProps {
  readonly value: string;
  readonly isDirty: boolean;
  readonly disabledReason: string | undefined;
  readonly onChange: (text: string) => void;
  readonly onDiscard: () => void;
  readonly onSave: () => void;
}

/** The newest version, to be changed into the next one. */
export function EditTab({ value, isDirty, disabledReason, ...on }: EditTabProps) {
  const text = useText().policies;
  const reason = disabledReason ?? (isDirty ? undefined : text.nothingChanged);
  const save = () => {
    if (reason === undefined) on.onSave();
  };
  return (
    <>
      <Group justify="space-between" mb="md" gap="sm">
        <Text size="sm" c="dimmed" flex={1} miw={220}>
          {text.editIntro}
        </Text>
        <Group gap="xs">
          {isDirty && (
            <Button variant="default" onClick={on.onDiscard}>
              {text.discard}
            </Button>
          )}
          <GuardedButton disabledReason={reason} onClick={save}>
            {text.saveVersion}
          </GuardedButton>
        </Group>
      </Group>
      <PolicyWorkbench
        value={value}
        onChange={on.onChange}
        onSave={save}
        isReadOnly={disabledReason !== undefined}
        isNamed
      />
    </>
  );
}
