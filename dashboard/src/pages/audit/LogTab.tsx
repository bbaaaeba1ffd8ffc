import { Stack } from '@mantine/core';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditHeadCard } from './AuditHeadCard.tsx';
import { AuditPager } from './AuditPager.tsx';
import { AuditTable } from './AuditTable.tsx';
import { type AuditSearch, filtersOf } from './audit-search.ts';
import { EntryDrawer } from './EntryDrawer.tsx';
import { FollowBar } from './FollowBar.tsx';
import { GenerationNote } from './GenerationNote.tsx';
import { useAuditPage } from './use-audit-page.ts';

/** The log itself: how it is, what is in it, and one entry in full. */
export function LogTab({
  search,
  onGo,
}: {
  readonly search: AuditSearch;
  readonly onGo: (search: AuditSearch) => void;
}) {
  const { entry, ...place } = search;
  const filters = filtersOf(search);
  const { live, generation } = search;
  const page = useAuditPage(place);
  const keep = {
    ...(live === undefined ? {} : { live }),
    ...(generation === undefined ? {} : { generation }),
  };
  const open = (id: string) => onGo({ ...place, entry: id });
  return (
    <>
      <Stack gap="md">
        <AuditHeadCard />
        <GenerationNote shown={search.generation} />
        <AuditFilters
          filters={filters}
          onChange={(next) => onGo({ ...next, ...keep })}
          onFind={(found) =>
            onGo(
              found.entry === undefined
                ? { ...filters, ...keep, ...found }
                : { ...place, ...found },
            )
          }
        />
        <FollowBar search={place} page={page} onGo={onGo} />
        <AuditTable
          entries={page}
          isFiltered={Object.keys(filters).length > 0}
          onOpen={open}
          onClearFilters={() => onGo(keep)}
        />
        <AuditPager search={place} page={page.data} onGo={onGo} />
      </Stack>
      {entry !== undefined && (
        <EntryDrawer
          id={entry}
          generation={generation}
          listed={page.data?.entries ?? []}
          onOpen={open}
          onClose={() => onGo(place)}
        />
      )}
    </>
  );
}
