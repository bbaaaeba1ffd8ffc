import { Radio, Stack } from '@mantine/core';

/** One of a few, each with room for what it means. */
export function Choice<Value extends string>({
  label,
  choices,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly choices: readonly {
    readonly value: Value;
    readonly label: string;
    readonly hint?: string;
  }[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}) {
  const choose = (text: string) => {
    const found = choices.find(({ value }) => value === text);
    if (found !== undefined) onChoose(found.value);
  };
  return (
    <Radio.Group label={label} value={chosen} onChange={choose}>
      <Stack gap={10} mt={8}>
        {choices.map(({ value, label: name, hint }) => (
          <Radio key={value} value={value} label={name} description={hint} />
        ))}
      </Stack>
    </Radio.Group>
  );
}
