import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { HoldView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { may } from '../../../../../src/domain/access/role.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { useSession } from '../../../app/session.ts';
import { type AuditSearch, holdStates } from '../audit-search.ts';
import classes from './Evidence.module.css';
import { evidenceQueries } from './evidence-queries.ts';
import { HoldTable } from './HoldTable.tsx';
import { PlaceHoldDialog } from './PlaceHoldDialog.tsx';
import { ReleaseHoldDialog } from './ReleaseHoldDialog.tsx';
import { StateChips } from './StateChips.tsx';

type Opened =
  | { readonly dialog: 'place' }
  | { readonly dialog: 'release'; readonly hold: HoldView };

/** What must not go, by whose order; what was released stays in the list. */
export function HoldsTab({
  search,
  onGo,
}: {
  readonly search: AuditSearch;
  readonly onGo: (search: AuditSearch) => void;
}) {
  const { evidence, holds: text } = useText().audit;
  const { number } = useFormats();
  const queryClient = useQueryClient();
  const canWrite = may(useSession().user.role, 'evidence.write');
  const holds = useQuery(evidenceQueries.holds());
  const [opened, setOpened] = useState<Opened>();
  const state = holdStates.find((each) => each === search.show) ?? 'active';
  const go = (chosen: typeof state) =>
    onGo(chosen === 'active' ? { tab: 'holds' } : { tab: 'holds', show: chosen });
  const close = () => setOpened(undefined);
  const changed = async () => {
    await queryClient.invalidateQueries({ queryKey: ['evidence'] });
    close();
  };
  const shown = holds.data?.holds.filter(
    ({ released_at }) => state === 'all' || (released_at === null) === (state === 'active'),
  );
  const place = canWrite && (
    <Button leftSection={<Plus size={17} />} onClick={() => setOpened({ dialog: 'place' })}>
      {text.place}
    </Button>
  );
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-start" gap="md">
        <Text size="md" c="dimmed" flex={1} miw={220} className={classes['intro']}>
          {text.intro}
        </Text>
        {place}
      </Group>
      <StateChips
        choices={holdStates.map((value) => ({
          value,
          label: value === 'all' ? evidence.all : text.states[value],
        }))}
        chosen={state}
        note={shown === undefined ? undefined : text.count(number(shown.length))}
        onChoose={go}
      />
      <HoldTable
        holds={holds}
        shown={shown}
        state={state}
        canRelease={canWrite}
        onRelease={(hold) => setOpened({ dialog: 'release', hold })}
        onShowActive={() => go('active')}
      />
      {opened?.dialog === 'place' && <PlaceHoldDialog onPlaced={changed} onClose={close} />}
      {opened?.dialog === 'release' && (
        <ReleaseHoldDialog hold={opened.hold} onReleased={changed} onClose={close} />
      )}
    </Stack>
  );
}
