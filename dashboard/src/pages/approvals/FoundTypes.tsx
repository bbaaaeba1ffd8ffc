import { Badge, Group, Text } from '@mantine/core';
import type { ApprovalView } from '../../../../src/contract/approval-endpoints.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';

/** Types and how often; never what was found. */
export function FoundTypes({
  findings,
  shownMax,
}: {
  readonly findings: ApprovalView['findings'];
  readonly shownMax: number;
}) {
  const text = useText().approvals;
  const formats = useFormats();
  if (findings.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {text.nothingFound}
      </Text>
    );
  }
  // A last one would take no more room than saying that there is one more.
  const shown = findings.length === shownMax + 1 ? findings : findings.slice(0, shownMax);
  const rest = findings.length - shown.length;
  return (
    <Group gap={4} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
      {shown.map(({ type, count }) => (
        <li key={type}>
          <Badge color={type === 'SECRET' ? 'red' : 'gray'} miw="max-content">
            {type} × {formats.number(count)}
          </Badge>
        </li>
      ))}
      {rest > 0 && (
        <li>
          <Text size="xs" c="dimmed">
            {text.moreFindings(rest)}
          </Text>
        </li>
      )}
    </Group>
  );
}
