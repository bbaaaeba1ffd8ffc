import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useText } from '../../../app/i18n/Language.tsx';
import { KeysetPager } from '../../../components/KeysetPager.tsx';
import { type AuditSearch, revealStates } from '../audit-search.ts';
import classes from './Evidence.module.css';
import { evidenceQueries } from './evidence-queries.ts';
import { RevealTable } from './RevealTable.tsx';
import { StateChips } from './StateChips.tsx';

const pageSize = 50;

/** Who asked to see content, what waits for a second person, and what became of the rest. */
export function RevealsTab({
  search,
  onGo,
}: {
  readonly search: AuditSearch;
  readonly onGo: (search: AuditSearch) => void;
}) {
  const { evidence, reveals: text } = useText().audit;
  const state = revealStates.find((each) => each === search.show) ?? 'requested';
  const { older } = search;
  const reveals = useQuery(
    evidenceQueries.reveals({
      limit: pageSize,
      ...(state === 'all' ? {} : { state }),
      ...(older === undefined ? {} : { before: older }),
    }),
  );
  const at = (chosen: typeof state): AuditSearch =>
    chosen === 'requested' ? { tab: 'reveals' } : { tab: 'reveals', show: chosen };
  const waiting = reveals.data?.waiting ?? 0;
  const next = reveals.data?.next_before ?? null;
  return (
    <Stack gap="md">
      <Text size="md" c="dimmed" className={classes['intro']}>
        {text.intro}
      </Text>
      <StateChips
        choices={revealStates.map((value) => ({
          value,
          label: value === 'all' ? evidence.all : text.states[value],
        }))}
        chosen={state}
        note={waiting > 0 ? text.waiting(waiting) : undefined}
        onChoose={(chosen) => onGo(at(chosen))}
      />
      <RevealTable
        reveals={reveals}
        state={state}
        onOpen={(entry) => onGo({ ...search, entry })}
        onShowWaiting={() => onGo(at('requested'))}
      />
      <KeysetPager
        key={state}
        label={text.pages}
        page={search}
        newest={at(state)}
        isNewest={older === undefined}
        older={next === null ? undefined : { ...at(state), older: next }}
        onGo={onGo}
      />
    </Stack>
  );
}
