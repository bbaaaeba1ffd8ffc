import { Box, Text } from '@mantine/core';
import { RelativeTime } from '../../../components/Time.tsx';
import { useNames } from './use-names.ts';

/** Who did it and when; where there is no column heading for it, the label says what. */
export function Who({
  label,
  id,
  at,
}: {
  readonly label: string;
  readonly id: string;
  readonly at: string;
}) {
  const names = useNames();
  return (
    <Box fz="sm">
      <Text span inherit c="dimmed" hiddenFrom="sm">
        {label}:{' '}
      </Text>
      {names.person(id)}
      <Text size="xs" c="dimmed">
        <RelativeTime value={at} />
      </Text>
    </Box>
  );
}
