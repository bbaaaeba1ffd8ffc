import type { AuditSearch, EvidenceTab } from '../audit-search.ts';
import { ErasuresTab } from './ErasuresTab.tsx';
import { HoldsTab } from './HoldsTab.tsx';
import { RetentionTab } from './RetentionTab.tsx';
import { RevealsTab } from './RevealsTab.tsx';

/** One of the tabs beside the log. */
export function EvidencePanel({
  tab,
  search,
  onGo,
}: {
  readonly tab: EvidenceTab;
  readonly search: AuditSearch;
  readonly onGo: (search: AuditSearch) => void;
}) {
  switch (tab) {
    case 'reveals':
      return <RevealsTab search={search} onGo={onGo} />;
    case 'retention':
      return <RetentionTab onOpen={(entry) => onGo({ ...search, entry })} />;
    case 'holds':
      return <HoldsTab search={search} onGo={onGo} />;
    case 'erasures':
      return <ErasuresTab />;
  }
}
