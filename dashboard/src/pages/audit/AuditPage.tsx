import { Group, Stack } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useText } from '../../app/i18n/Language.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditHeadCard } from './AuditHeadCard.tsx';
import { AuditPager } from './AuditPager.tsx';
import { AuditTable } from './AuditTable.tsx';
import { type AuditSearch, filtersOf } from './audit-search.ts';
import { EntryDrawer } from './EntryDrawer.tsx';
import { ExportButton } from './export/ExportButton.tsx';
import { FollowBar } from './FollowBar.tsx';
import { GenerationNote } from './GenerationNote.tsx';
import { useAuditPage } from './use-audit-page.ts';
import { VerifyButton } from './verify/VerifyButton.tsx';

export function AuditPage() {
  const text = useText().audit;
  const search = useSearch({ from: '/shell/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const { entry, ...place } = search;
  const filters = filtersOf(search);
  const { live, generation } = search;
  const page = useAuditPage(place);
  const go = (next: AuditSearch) => void navigate({ search: next });
  const keep = {
    ...(live === undefined ? {} : { live }),
    ...(generation === undefined ? {} : { generation }),
  };
  const open = (id: string) => go({ ...place, entry: id });
  const listed = page.data?.entries ?? [];
  return (
    <>
      <PageHeader
        title={text.title}
        intro={text.intro}
        action={
          <Group gap="xs">
            <VerifyButton onShow={(index) => go({ before: index + 1 })} />
            <ExportButton />
          </Group>
        }
      />
      <Stack gap="md">
        <AuditHeadCard />
        <GenerationNote shown={search.generation} />
        <AuditFilters
          filters={filters}
          onChange={(next) => go({ ...next, ...keep })}
          onFind={(found) =>
            go(
              found.entry === undefined
                ? { ...filters, ...keep, ...found }
                : { ...place, ...found },
            )
          }
        />
        <FollowBar search={place} page={page} onGo={go} />
        <AuditTable
          entries={page}
          isFiltered={Object.keys(filters).length > 0}
          onOpen={open}
          onClearFilters={() => go(keep)}
        />
        <AuditPager search={place} page={page.data} onGo={go} />
      </Stack>
      {entry !== undefined && (
        <EntryDrawer
          id={entry}
          generation={generation}
          listed={listed}
          onOpen={open}
          onClose={() => go(place)}
        />
      )}
    </>
  );
}
