import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { AuditEntryView } from '../../../../src/contract/schemas.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { KeysetPager } from '../../components/KeysetPager.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditHeadCard } from './AuditHeadCard.tsx';
import { AuditTable } from './AuditTable.tsx';
import type { AuditSearch } from './audit-search.ts';
import { EntryDrawer } from './EntryDrawer.tsx';
import { ExportButton } from './ExportButton.tsx';

const pageSize = 50;
const refreshMs = 10_000;

export function AuditPage() {
  const text = useText().audit;
  const search = useSearch({ from: '/shell/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const { entry, ...page } = search;
  const { before, ...newest } = page;
  const entries = useQuery({
    ...queries.auditEntries({ ...page, limit: pageSize }),
    // Older pages never change.
    refetchInterval: before === undefined ? refreshMs : false,
  });
  const nextBefore = entries.data?.next_before ?? null;
  const go = (next: AuditSearch) => void navigate({ search: next });
  const open = ({ id }: AuditEntryView) => go({ ...search, entry: id });
  return (
    <>
      <PageHeader title={text.title} intro={text.intro} action={<ExportButton />} />
      <Stack gap="md">
        <AuditHeadCard />
        <AuditFilters search={page} onChange={go} />
        <AuditTable
          entries={entries}
          isFiltered={page.class !== undefined || page.type !== undefined}
          onOpen={open}
          onClearFilters={() => go({})}
        />
        <KeysetPager
          key={`${page.class}/${page.type}`}
          label={text.pages}
          page={page}
          newest={newest}
          isNewest={before === undefined}
          older={nextBefore === null ? undefined : { ...page, before: nextBefore }}
          onGo={go}
        />
      </Stack>
      {entry !== undefined && (
        <EntryDrawer
          id={entry}
          listed={entries.data?.entries.find((one) => one.id === entry)}
          onClose={() => go(page)}
        />
      )}
    </>
  );
}
