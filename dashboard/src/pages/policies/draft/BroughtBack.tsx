import { Alert, Button, Group, Text } from '@mantine/core';
import { History } from 'lucide-react';
import { useState } from 'react';
import { useText } from '../../../app/i18n/Language.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import type { Editing } from './use-draft.ts';

/** Says that what is in the editor was written before the page was loaded. */
export function BroughtBack({
  editing,
  lost,
}: {
  readonly editing: Editing;
  /** What beginning anew costs; undefined where the page has a button of its own for that. */
  readonly lost?: string;
}) {
  const text = useText().policies.draft;
  const [isAsking, setAsking] = useState(false);
  if (!editing.isBroughtBack) return null;
  return (
    <>
      <Alert role="status" color="brand" icon={<History size={18} />} mb="md">
        <Group justify="space-between" gap="sm">
          <Text size="sm" flex="1 1 240px">
            {text.broughtBack}
          </Text>
          {lost !== undefined && (
            <Button size="xs" variant="default" onClick={() => setAsking(true)}>
              {text.beginAnew}
            </Button>
          )}
        </Group>
      </Alert>
      {isAsking && lost !== undefined && (
        <ConfirmDialog
          title={text.discardTitle}
          consequence={lost}
          confirm={text.beginAnew}
          isPending={false}
          error={undefined}
          onConfirm={editing.discard}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
