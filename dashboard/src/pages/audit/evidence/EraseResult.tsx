import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CirclePause } from 'lucide-react';
import type { Reply } from '../../../api/client.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { evidenceQueries } from './evidence-queries.ts';
import { LogLink } from './LogLink.tsx';
import { useNames } from './use-names.ts';

/** How far it has come, until it is done; then the entries that prove it. */
export function EraseResult({
  begun,
  onClose,
}: {
  readonly begun: Reply<'erasure.create'>;
  readonly onClose: () => void;
}) {
  const words = useText();
  const text = words.audit.erasures;
  const names = useNames();
  const { data: erasure } = useQuery({
    ...evidenceQueries.erasure(begun.id),
    initialData: begun,
  });
  return (
    <Stack gap="md">
      <div role="status">
        <Outcome erasure={erasure} />
      </div>
      {erasure.state === 'running' && (
        <Progress
          value={erasure.due === 0 ? 0 : Math.min(100, (100 * erasure.erased) / erasure.due)}
          aria-label={text.progressOf(names.subject(erasure.subject))}
        />
      )}
      <Group justify="space-between" gap="sm">
        <LogLink subject={erasure.id} what={erasure.reason} label={text.proof} />
        <Button variant="default" onClick={onClose}>
          {words.action.close}
        </Button>
      </Group>
    </Stack>
  );
}

function Outcome({ erasure }: { readonly erasure: Reply<'erasure.create'> }) {
  const text = useText().audit.erasures;
  const { number } = useFormats();
  const { state, erased, due } = erasure;
  switch (state) {
    case 'running':
      return (
        <>
          <Text fw={600}>{text.running}</Text>
          <Text size="sm">{text.progress(number(erased), number(due))}</Text>
          <Text size="sm" c="dimmed">
            {text.runningText}
          </Text>
        </>
      );
    case 'held':
      return (
        <Alert color="orange" icon={<CirclePause size={18} />} title={text.heldNow}>
          {text.heldText}
        </Alert>
      );
    case 'done':
      return (
        <Alert color="green" icon={<CircleCheck size={18} />} title={text.done}>
          {erased === 0 ? text.doneNone : text.doneText(number(erased))}
        </Alert>
      );
  }
}
