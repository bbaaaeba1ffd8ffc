import { Text } from '@mantine/core';
import { useText } from '../../../app/i18n/Language.tsx';

/** What was decided at the time, beside what would be decided now. */
export function RecordedNote({
  recorded,
}: {
  readonly recorded: { readonly verdict: string; readonly matched: readonly string[] };
}) {
  const text = useText().policies;
  const verdicts: Readonly<Record<string, string>> = text.verdicts;
  return (
    <Text size="sm" mt={8} role="status">
      {text.simulate.recorded(
        verdicts[recorded.verdict] ?? recorded.verdict,
        recorded.matched.join(', '),
      )}
    </Text>
  );
}
