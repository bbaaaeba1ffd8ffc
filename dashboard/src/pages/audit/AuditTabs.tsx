import { Skeleton, Tabs, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, type RefObject, Suspense, useEffect, useRef } from 'react';
import { useText } from '../../app/i18n/Language.tsx';
import {
  type AuditSearch,
  type EvidenceTab,
  evidenceTabs,
  readAuditSearch,
} from './audit-search.ts';
import { EntryDrawer } from './EntryDrawer.tsx';
import classes from './evidence/Evidence.module.css';
import { evidenceQueries } from './evidence/evidence-queries.ts';
import { LogTab } from './LogTab.tsx';

// Most people who come here read the log.
const EvidencePanel = lazy(async () => {
  const { EvidencePanel: panel } = await import('./evidence/EvidencePanel.tsx');
  return { default: panel };
});

/** The log, and what is kept outside of it. */
export function AuditTabs({
  search,
  onGo,
}: {
  readonly search: AuditSearch;
  readonly onGo: (search: AuditSearch) => void;
}) {
  const text = useText().audit;
  const { tab = 'log', entry, ...place } = search;
  const { data: waiting = 0 } = useQuery(evidenceQueries.waitingReveals());
  const list = useRef<HTMLDivElement>(null);
  return (
    <Tabs
      value={tab}
      onChange={(chosen) => onGo(readAuditSearch({ tab: chosen }))}
      keepMounted={false}
      activateTabWithKeyboard={false}
    >
      <Tabs.List mb="lg" ref={list} className={classes['tabs']} aria-label={text.title}>
        <Tabs.Tab value="log">{text.tabs.log}</Tabs.Tab>
        {evidenceTabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {text.tabs[name]}
            {name === 'reveals' && waiting > 0 && <WaitingCount waiting={waiting} />}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {/* The count moves the tabs behind it. */}
      <ChosenInSight key={`${tab} ${waiting > 0}`} list={list} />
      <Tabs.Panel value="log">
        <LogTab search={search} onGo={onGo} />
      </Tabs.Panel>
      {evidenceTabs.map((name) => (
        <Tabs.Panel key={name} value={name}>
          <Panel tab={name} search={search} onGo={onGo} />
        </Tabs.Panel>
      ))}
      {tab !== 'log' && entry !== undefined && (
        <EntryDrawer
          id={entry}
          generation={undefined}
          listed={[]}
          onOpen={(id) => onGo({ ...search, entry: id })}
          onClose={() => onGo({ ...place, tab })}
        />
      )}
    </Tabs>
  );
}

function Panel(props: {
  readonly tab: EvidenceTab;
  readonly search: AuditSearch;
  readonly onGo: (search: AuditSearch) => void;
}) {
  return (
    <Suspense fallback={<Skeleton height={320} radius="lg" />}>
      <EvidencePanel {...props} />
    </Suspense>
  );
}

/** Where the window is too narrow for all tabs, the chosen one comes into sight when this appears. */
function ChosenInSight({ list }: { readonly list: RefObject<HTMLDivElement | null> }) {
  useEffect(() => {
    const tabs = list.current;
    const chosen = tabs?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (tabs === null || chosen === null || chosen === undefined) return;
    tabs.scrollLeft = chosen.offsetLeft - (tabs.clientWidth - chosen.offsetWidth) / 2;
  }, [list]);
  return null;
}

/** How many requests wait for a second person. */
function WaitingCount({ waiting }: { readonly waiting: number }) {
  const text = useText().audit.reveals;
  return (
    <span className={classes['count']}>
      <span aria-hidden>{waiting}</span>
      <VisuallyHidden>{text.waiting(waiting)}</VisuallyHidden>
    </span>
  );
}
