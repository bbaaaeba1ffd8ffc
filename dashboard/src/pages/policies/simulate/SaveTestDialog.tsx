import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../../../app/i18n/Language.tsx';
import { Dialog } from '../../../components/Dialog.tsx';

/** Asks what a test shows; the test goes into the editor, not yet into a version. */
export function SaveTestDialog({
  onSave,
  onClose,
}: {
  readonly onSave: (name: string) => void;
  readonly onClose: () => void;
}) {
  const words = useText();
  const text = words.policies.simulate;
  const [name, setName] = useState('');
  return (
    <Dialog title={text.saveTest} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') onSave(name.trim());
        }}
      >
        <Stack gap="md">
          <Text size="md">{text.saveTestText}</Text>
          <TextInput
            label={text.testName}
            description={text.testNameHint}
            value={name}
            maxLength={200}
            required
            data-autofocus
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {words.action.cancel}
            </Button>
            <Button type="submit" disabled={name.trim() === ''}>
              {text.addTest}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
