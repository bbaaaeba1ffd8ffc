import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX } from 'lucide-react';
import { queries } from '../../../api/queries.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { CodeBlock } from '../../../components/CodeBlock.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { type ExportState, useExport } from './use-export.ts';

/** The whole log as a file, and how to verify it without Monago. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText().audit.export;
  const head = useQuery(queries.auditHead()).data;
  const { state, start, stop } = useExport();
  return (
    <Dialog title={text.title} onClose={onClose}>
      <Stack gap="md">
        <Text size="sm">{text.text}</Text>
        {state.kind !== 'idle' && <ExportProgress state={state} total={head?.size ?? 0} />}
        <Group gap="sm">
          {state.kind === 'running' ? (
            <Button variant="default" onClick={stop}>
              {text.stop}
            </Button>
          ) : (
            <Button variant={state.kind === 'done' ? 'default' : 'filled'} onClick={start}>
              {state.kind === 'done' ? text.again : text.start}
            </Button>
          )}
        </Group>
        <div>
          <Text size="sm" mb={6}>
            {text.verify}
          </Text>
          <CodeBlock
            code={`npx monago audit verify ${state.kind === 'done' ? state.name : '<file>'} --policy <policy>`}
            what={text.command}
          />
        </div>
        {head !== undefined && (
          <div>
            <Text size="sm" mb={6}>
              {text.key}
            </Text>
            <CodeBlock code={head.vkey} what={text.keyWhat} />
          </div>
        )}
      </Stack>
    </Dialog>
  );
}

function ExportProgress({
  state,
  total,
}: {
  readonly state: Exclude<ExportState, { readonly kind: 'idle' }>;
  readonly total: number;
}) {
  const text = useText().audit.export;
  const { number } = useFormats();
  if (state.kind === 'failed') {
    return (
      <Alert role="alert" color="red" icon={<CircleX size={18} />} title={text.failed}>
        {text.failedText}
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
      <Progress
        value={total === 0 ? 0 : Math.min(100, (100 * state.entries) / total)}
        aria-label={text.title}
      />
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
