import { Group, Text } from '@mantine/core';
import type { Submission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';

/** The end of a section that is saved by itself: what went wrong, the button, and that it is done. */
export function SaveRow({
  disabledReason,
  isChanged,
  isSaved,
  saving,
  onSave,
}: {
  readonly disabledReason: string | undefined;
  readonly isChanged: boolean;
  readonly isSaved: boolean;
  readonly saving: Submission;
  readonly onSave: () => void;
}) {
  const text = useText().platform.settings;
  return (
    <>
      {saving.error !== undefined && <ErrorNotice error={saving.error} />}
      <Group gap="sm">
        <GuardedButton
          disabledReason={disabledReason}
          disabled={disabledReason === undefined && !isChanged}
          loading={saving.isPending}
          onClick={onSave}
        >
          {text.save}
        </GuardedButton>
        <Text size="sm" c="dimmed" role="status">
          {isSaved && !isChanged && text.saved}
        </Text>
      </Group>
    </>
  );
}
