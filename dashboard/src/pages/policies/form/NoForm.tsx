import { Alert, Button, Group, Text } from '@mantine/core';
import { FileCode2 } from 'lucide-react';
import { useText } from '../../../app/i18n/Language.tsx';

/** In the place of the form, for a text that is not one policy. */
export function NoForm({ onYaml }: { readonly onYaml: () => void }) {
  const text = useText().policyEditor.form;
  return (
    <Alert color="orange" icon={<FileCode2 size={18} />}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{text.noForm}</Text>
        <Button size="xs" variant="default" onClick={onYaml}>
          {text.toYaml}
        </Button>
      </Group>
    </Alert>
  );
}

/** In the place of one field, for a value that the form cannot show. */
export function Unread({ onYaml }: { readonly onYaml: () => void }) {
  const text = useText().policyEditor.form;
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed" flex={1} miw={200}>
        {text.inYaml}
      </Text>
      <Button size="compact-xs" variant="default" onClick={onYaml}>
        {text.toYaml}
      </Button>
    </Group>
  );
}
