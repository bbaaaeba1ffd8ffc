import { SimpleGrid, TextInput } from '@mantine/core';
import { useText } from '../../../app/i18n/Language.tsx';

/** As the fields hold them; empty for an open end. */
export interface TypedTimes {
  readonly from: string;
  readonly to: string;
}

/** From and to, in the time of Jakarta. */
export function TimeFields({
  times,
  error,
  isStacked = false,
  onChange,
}: {
  readonly times: TypedTimes;
  readonly error?: string | undefined;
  /** One below the other, where there is little room. */
  readonly isStacked?: boolean;
  readonly onChange: (times: TypedTimes) => void;
}) {
  const text = useText().audit.evidence;
  return (
    <SimpleGrid cols={isStacked ? 1 : { base: 1, xs: 2 }} spacing="sm">
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          type="datetime-local"
          label={text[end]}
          value={times[end]}
          max="9999-12-31T23:59"
          onChange={({ currentTarget }) => onChange({ ...times, [end]: currentTarget.value })}
          error={end === 'to' ? error : error !== undefined}
        />
      ))}
    </SimpleGrid>
  );
}
