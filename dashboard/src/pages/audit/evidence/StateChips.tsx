import { Chip, Group, Text } from '@mantine/core';
import { useText } from '../../../app/i18n/Language.tsx';

/** One state at a time; how many wait stands beside it. */
export function StateChips<State extends string>({
  choices,
  chosen,
  note,
  onChoose,
}: {
  readonly choices: readonly { readonly value: State; readonly label: string }[];
  readonly chosen: State;
  readonly note?: string | undefined;
  readonly onChoose: (state: State) => void;
}) {
  const text = useText().audit.evidence;
  return (
    <Group justify="space-between" gap="sm">
      <Group gap={6} role="radiogroup" aria-label={text.filterState}>
        {choices.map(({ value, label }) => (
          <Chip
            key={value}
            type="radio"
            name="state"
            size="sm"
            variant="outline"
            checked={value === chosen}
            onChange={() => onChoose(value)}
          >
            {label}
          </Chip>
        ))}
      </Group>
      <Text size="sm" c="dimmed" role="status">
        {note}
      </Text>
    </Group>
  );
}
