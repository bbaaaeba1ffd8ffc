import { Chip, Group } from '@mantine/core';

interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

/** A row of chips of which any number can be on; none on means no filter. */
export function FilterChips<Value extends string>({
  label,
  choices,
  chosen,
  isReadOnly = false,
  onChange,
}: {
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: readonly Value[];
  /** Leaves only those that are on. */
  readonly isReadOnly?: boolean;
  readonly onChange: (chosen: readonly Value[]) => void;
}) {
  const toggle = (value: Value) =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  const shown = isReadOnly ? choices.filter(({ value }) => chosen.includes(value)) : choices;
  return (
    <Group gap={6} role="group" aria-label={label}>
      {shown.map(({ value, label: name }) => (
        <Chip
          key={value}
          size="sm"
          variant="outline"
          checked={chosen.includes(value)}
          readOnly={isReadOnly}
          onChange={() => !isReadOnly && toggle(value)}
        >
          {name}
        </Chip>
      ))}
    </Group>
  );
}
