import { Chip, Group, Text } from '@mantine/core';
import { useText } from '../../app/i18n/Language.tsx';
import { type ShownStatus, shownStatuses } from './approval-search.ts';

/** One status at a time, or all; what waits comes first. */
export function ApprovalFilters({
  chosen,
  pending,
  onChoose,
}: {
  readonly chosen: ShownStatus;
  readonly pending: number | undefined;
  readonly onChoose: (status: ShownStatus) => void;
}) {
  const text = useText().approvals;
  return (
    <Group justify="space-between" gap="sm">
      <Group gap={6} role="radiogroup" aria-label={text.filterStatus}>
        {shownStatuses.map((status) => (
          <Chip
            key={status}
            type="radio"
            name="status"
            size="sm"
            variant="outline"
            checked={status === chosen}
            onChange={() => onChoose(status)}
          >
            {status === 'all' ? text.all : text.status[status]}
          </Chip>
        ))}
      </Group>
      <Text size="sm" c="dimmed" mih={20} role="status">
        {pending !== undefined && pending > 0 && text.waitingFor(pending)}
      </Text>
    </Group>
  );
}
