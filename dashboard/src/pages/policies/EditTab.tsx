import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import type { PolicyVersionView } from '../../../../src/contract/policy-schemas.ts';
import type { Dictionary } from '../../app/i18n/en.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import { DraftNotices } from './draft/DraftNotices.tsx';
import type { Editing } from './draft/use-draft.ts';
import { PolicyWorkbench } from './PolicyWorkbench.tsx';
import type { Workbench } from './use-workbench.ts';

interface EditTabProps {
  readonly editing: Editing;
  readonly latest: PolicyVersionView;
  readonly workbench: Workbench;
  readonly disabledReason: string | undefined;
  readonly onSee: (version: number) => void;
  readonly onSave: () => void;
}

/** The newest version, to be changed into the next one. */
export function EditTab({ editing, latest, workbench, disabledReason, ...on }: EditTabProps) {
  const text = useText().policies;
  const [isDiscarding, setDiscarding] = useState(false);
  const reason = disabledReason ?? obstacle({ editing, latest, workbench, text });
  const save = () => {
    if (reason === undefined) on.onSave();
  };
  return (
    <>
      <DraftNotices editing={editing} latest={latest} onSee={on.onSee} />
      <Group justify="space-between" mb="md" gap="sm">
        <Text size="sm" c="dimmed" flex={1} miw={220}>
          {disabledReason === undefined ? text.editIntro : text.readOnly(disabledReason)}
        </Text>
        <Group gap="xs">
          {editing.isDirty && (
            <Button variant="default" onClick={() => setDiscarding(true)}>
              {text.discard}
            </Button>
          )}
          <GuardedButton disabledReason={reason} onClick={save}>
            {text.saveVersion}
          </GuardedButton>
        </Group>
      </Group>
      <PolicyWorkbench
        workbench={workbench}
        value={editing.document}
        onChange={editing.change}
        onSave={save}
        isReadOnly={disabledReason !== undefined}
        isNamed
      />
      {isDiscarding && (
        <ConfirmDialog
          title={text.draft.discardTitle}
          consequence={text.draft.discardText(latest.number)}
          confirm={text.discard}
          isPending={false}
          error={undefined}
          onConfirm={() => {
            editing.discard();
            setDiscarding(false);
          }}
          onClose={() => setDiscarding(false)}
        />
      )}
    </>
  );
}

interface Situation extends Pick<EditTabProps, 'editing' | 'latest' | 'workbench'> {
  readonly text: Dictionary['policies'];
}

/** Why there is nothing to save, or not yet. */
function obstacle({ editing, latest, workbench, text }: Situation): string | undefined {
  if (!editing.isDirty) return text.nothingChanged;
  if (editing.after < latest.number) return text.draft.lookFirst(latest.number);
  return workbench.hasError ? text.draft.correctFirst : undefined;
}
