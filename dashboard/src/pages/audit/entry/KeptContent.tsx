import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { RevealView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { may } from '../../../../../src/domain/access/role.ts';
import { asApiError } from '../../../api/api-error.ts';
import type { Reply } from '../../../api/client.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { useSession } from '../../../app/session.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { StatusBadge, type StatusLook } from '../../../components/StatusBadge.tsx';
import classes from '../Audit.module.css';
import { evidenceQueries } from '../evidence/evidence-queries.ts';
import { AskToSee } from './AskToSee.tsx';
import { EarlierReveals } from './EarlierReveals.tsx';
import { OpenReveal } from './OpenReveal.tsx';
import { RevealedContent, type ShownContent } from './RevealedContent.tsx';

type ContentState = Reply<'content.state'>;

const looks: Readonly<Record<ContentState['state'], StatusLook>> = {
  none: 'open',
  kept: 'good',
  erased: 'ended',
};

/** What is kept behind an entry, and the way for two people to see it. */
export function KeptContent({
  entryId,
  onOpen,
}: {
  readonly entryId: string;
  readonly onOpen: (entryId: string) => void;
}) {
  const { user } = useSession();
  const queryClient = useQueryClient();
  const { data, error } = useQuery(evidenceQueries.contentState(entryId));
  const [shown, setShown] = useState<ShownContent>();
  if (data === undefined) {
    return error === null ? (
      <Text size="sm" c="dimmed" role="status">
        …
      </Text>
    ) : (
      <ErrorNotice error={asApiError(error)} />
    );
  }
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['evidence'] });
  const open = data.reveals.filter(isOpen);
  // Whoever asks already does not ask again, and somebody else's request is decided first.
  const isPending = open.some(
    ({ state, requested_by: by }) => state === 'requested' || by === user.id,
  );
  const canAsk = may(user.role, 'content.reveal') && data.state === 'kept' && !isPending;
  return (
    <Stack gap="sm">
      <State state={data} onOpen={onOpen} />
      {shown !== undefined && (
        <RevealedContent key={shown.revealId} shown={shown} onHidden={() => setShown(undefined)} />
      )}
      {open.map((reveal) => (
        <OpenReveal
          key={reveal.id}
          reveal={reveal}
          onChanged={refresh}
          onShown={(content) => {
            setShown(content);
            void refresh();
          }}
        />
      ))}
      {canAsk && shown === undefined && <AskToSee entryId={entryId} onAsked={refresh} />}
      <EarlierReveals reveals={data.reveals.filter((reveal) => !isOpen(reveal))} />
    </Stack>
  );
}

function isOpen({ state }: RevealView): boolean {
  return state === 'requested' || state === 'approved';
}

function State({
  state: { state, erased_by: erasedBy, held_by: heldBy },
  onOpen,
}: {
  readonly state: ContentState;
  readonly onOpen: (entryId: string) => void;
}) {
  const text = useText().audit.content;
  const isHeld = heldBy.length > 0 && state === 'kept';
  return (
    <div>
      <Group gap={8} mb={6}>
        <StatusBadge look={looks[state]} label={text.states[state]} />
        {isHeld && <StatusBadge look="paused" label={text.held} why={text.heldText} />}
      </Group>
      <Text size="sm" c="dimmed">
        {text.stateText[state]}
      </Text>
      <Group gap="md" mt={4}>
        {erasedBy !== null && (
          <Anchor component="button" type="button" size="sm" onClick={() => onOpen(erasedBy)}>
            {text.erasedBy}
          </Anchor>
        )}
        {isHeld && (
          <Link to="/audit" search={{ tab: 'holds' }} className={classes['link']}>
            {text.toHolds}
          </Link>
        )}
      </Group>
    </div>
  );
}
