import { Alert, Button, Group, Loader, Progress, Text } from '@mantine/core';
import { CircleCheck, CircleX } from 'lucide-react';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import type { ExportState } from './use-export.ts';

/** One button: it begins, stops, and begins again. */
export function ExportStart({
  state,
  label,
  onStart,
  onStop,
}: {
  readonly state: ExportState;
  readonly label: string;
  readonly onStart: () => void;
  readonly onStop: () => void;
}) {
  const text = useText().audit.export;
  if (state.kind === 'running') {
    return (
      <Group>
        <Button variant="default" onClick={onStop}>
          {text.stop}
        </Button>
      </Group>
    );
  }
  return (
    <Group>
      <Button variant={state.kind === 'done' ? 'default' : 'filled'} onClick={onStart}>
        {state.kind === 'done' ? text.again : label}
      </Button>
    </Group>
  );
}

/** How far it has come, and how it ended. */
export function ExportProgress({
  state,
  total,
  failedText,
}: {
  readonly state: ExportState;
  /** Entries that are to come; undefined where nobody knows. */
  readonly total: number | undefined;
  readonly failedText: string;
}) {
  const text = useText().audit.export;
  const { number } = useFormats();
  if (state.kind === 'idle') return null;
  if (state.kind === 'failed') {
    return (
      <Alert role="alert" color="red" icon={<CircleX size={18} />} title={text.failed}>
        {failedText}
      </Alert>
    );
  }
  const amount = text.amount(number(state.entries), megabytes(state.bytes, number));
  if (state.kind === 'done') {
    return (
      <Alert role="status" color="green" icon={<CircleCheck size={18} />} title={text.done}>
        {amount}
      </Alert>
    );
  }
  return (
    <div>
      {total === undefined ? (
        <Loader size="xs" aria-label={text.title} />
      ) : (
        <Progress
          value={total === 0 ? 0 : Math.min(100, (100 * state.entries) / total)}
          aria-label={text.title}
        />
      )}
      <Text size="sm" mt={6}>
        {amount}
      </Text>
    </div>
  );
}

function megabytes(bytes: number, number: (value: number) => string): string {
  const mega = bytes / 1_000_000;
  return `${number(mega < 10 ? Math.round(mega * 100) / 100 : Math.round(mega))} MB`;
}
