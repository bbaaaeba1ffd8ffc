import { Button, Group, Stack, Text } from '@mantine/core';
import { Eye } from 'lucide-react';
import type { RevealView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { may } from '../../../../../src/domain/access/role.ts';
import { call } from '../../../api/client.ts';
import { useSubmission } from '../../../api/use-submission.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { useSession } from '../../../app/session.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { ExactTime, RelativeTime } from '../../../components/Time.tsx';
import classes from '../evidence/Evidence.module.css';
import { RevealBadge } from '../evidence/RevealBadge.tsx';
import { useNames } from '../evidence/use-names.ts';
import { DecideReveal } from './DecideReveal.tsx';
import { type ShownContent, shownContentOf } from './RevealedContent.tsx';

/** A request that still leads somewhere: it waits for a second person, or for the look that it allows. */
export function OpenReveal({
  reveal,
  onChanged,
  onShown,
}: {
  readonly reveal: RevealView;
  readonly onChanged: () => Promise<void>;
  readonly onShown: (content: ShownContent) => void;
}) {
  const text = useText().audit.content;
  const names = useNames();
  const { user } = useSession();
  const isMine = reveal.requested_by === user.id;
  const name = names.person(reveal.requested_by);
  const isWaiting = reveal.state === 'requested';
  return (
    <div className={classes['box']}>
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Text size="sm" fw={600}>
            {isMine ? text.ownRequest : text.requestOf(name)}
          </Text>
          <RevealBadge state={reveal.state} />
        </Group>
        <blockquote className={classes['reason']}>{reveal.reason}</blockquote>
        <Text size="xs" c="dimmed">
          {text.asked} <RelativeTime value={reveal.requested_at} />
          {reveal.decided_by !== null && (
            <> · {text.approvedBy(names.inSentence(reveal.decided_by))}</>
          )}
          {reveal.usable_until !== null && (
            <>
              {' · '}
              {text.usableUntil} <ExactTime value={reveal.usable_until} />
            </>
          )}
        </Text>
        {isWaiting && isMine && <Text size="sm">{text.ownWaits}</Text>}
        {isWaiting && !isMine && may(user.role, 'content.approve') && (
          <DecideReveal revealId={reveal.id} onChanged={onChanged} />
        )}
        {!isWaiting && !isMine && <Text size="sm">{text.othersTurn(name)}</Text>}
        {!isWaiting && isMine && (
          <ShowOnce reveal={reveal} onChanged={onChanged} onShown={onShown} />
        )}
      </Stack>
    </div>
  );
}

function ShowOnce({
  reveal,
  onChanged,
  onShown,
}: {
  readonly reveal: RevealView;
  readonly onChanged: () => Promise<void>;
  readonly onShown: (content: ShownContent) => void;
}) {
  const text = useText().audit.content;
  const showing = useSubmission();
  const show = () =>
    showing.run(async () => {
      try {
        onShown(shownContentOf(await call('reveal.content', { params: { id: reveal.id } })));
      } catch (thrown) {
        await onChanged();
        throw thrown;
      }
    });
  return (
    <>
      <Text size="sm">{text.showText}</Text>
      {showing.error !== undefined && <ErrorNotice error={showing.error} />}
      <Group>
        <Button
          size="xs"
          leftSection={<Eye size={14} />}
          loading={showing.isPending}
          onClick={show}
        >
          {text.show}
        </Button>
      </Group>
    </>
  );
}
