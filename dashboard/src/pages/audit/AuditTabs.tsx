import { Skeleton, Tabs, VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef } from 'react';
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
  return (
    <Tabs
      value={tab}
      onChange={(chosen) => onGo(readAuditSearch({ tab: chosen }))}
      keepMounted={false}
      activateTabWithKeyboard={false}
    >
      <Tabs.List mb="lg" ref={useInSight(tab)} className={classes['tabs']} aria-label={text.title}>
        <Tabs.Tab value="log">{text.tabs.log}</Tabs.Tab>
        {evidenceTabs.map((name) => (
          <Tabs.Tab key={name} value={name}>
            {text.tabs[name]}
            {name === 'reveals' && waiting > 0 && <WaitingCount waiting={waiting} />}
          </Tabs.Tab>
        ))}
      </Tabs.List>
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

/** Where the window is too narrow for all tabs, the chosen one is among those that are seen. */
function useInSight(tab: string) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (tab === 'log') return;
    const chosen = list.current?.querySelector('[aria-selected="true"]');
    chosen?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [tab]);
  return list;
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
