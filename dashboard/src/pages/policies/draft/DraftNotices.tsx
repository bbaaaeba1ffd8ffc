import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { UsersRound } from 'lucide-react';
import type { PolicyVersionView } from '../../../../../src/contract/policy-schemas.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { RelativeTime } from '../../../components/Time.tsx';
import { useAuthorName } from '../use-author-name.ts';
import { BroughtBack } from './BroughtBack.tsx';
import type { Editing } from './use-draft.ts';

interface DraftNoticesProps {
  readonly editing: Editing;
  readonly latest: PolicyVersionView;
  readonly onSee: (version: number) => void;
}

/** What has to be known before a draft is gone on with: that it is an earlier one, or that somebody was faster. */
export function DraftNotices({ editing, latest, onSee }: DraftNoticesProps) {
  const isOutdated = editing.isDirty && editing.after < latest.number;
  return (
    <>
      <BroughtBack editing={editing} />
      <div role="status">
        {isOutdated && <Conflict editing={editing} latest={latest} onSee={onSee} />}
      </div>
    </>
  );
}

function Conflict({ editing, latest, onSee }: DraftNoticesProps) {
  const text = useText().policies.draft;
  const nameOf = useAuthorName();
  const { number, created_by: by, created_at: at, note } = latest;
  return (
    <Alert
      color="orange"
      icon={<UsersRound size={18} />}
      mb="md"
      title={text.newerTitle(nameOf(by), number)}
    >
      <Stack gap="sm">
        <Text size="sm">
          {note !== '' && `${note} · `}
          <RelativeTime value={at} />
        </Text>
        <Text size="sm">{text.newerText(number)}</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => onSee(number)}>
            {text.see(number)}
          </Button>
          <Button size="xs" variant="default" onClick={editing.acceptNewer}>
            {text.keepMine}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
