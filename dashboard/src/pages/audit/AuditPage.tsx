import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { AuditEntryView } from '../../../../src/contract/schemas.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
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
  const entries = useQuery({
    ...queries.auditEntries({ ...page, limit: pageSize }),
    // Older pages never change.
    refetchInterval: page.before === undefined ? refreshMs : false,
  });
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
        <Pager
          key={`${page.class}/${page.type}`}
          page={page}
          nextBefore={entries.data?.next_before ?? null}
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

/** Older pages by keyset; the way back is the trail of pages that led here, or the newest one. */
function Pager({
  page,
  nextBefore,
  onGo,
}: {
  readonly page: AuditSearch;
  readonly nextBefore: number | null;
  readonly onGo: (next: AuditSearch) => void;
}) {
  const text = useText().audit;
  const [trail, setTrail] = useState<readonly AuditSearch[]>([]);
  const { before, ...newest } = page;
  const goOlder = () => {
    if (nextBefore === null) return;
    setTrail([...trail, page]);
    onGo({ ...page, before: nextBefore });
  };
  const goNewer = () => {
    setTrail(trail.slice(0, -1));
    onGo(trail.at(-1) ?? newest);
  };
  if (before === undefined && nextBefore === null) return null;
  return (
    <Group component="nav" justify="flex-end" gap="xs" aria-label={text.pages}>
      <Button
        variant="default"
        leftSection={<ChevronLeft size={16} />}
        disabled={before === undefined}
        onClick={goNewer}
      >
        {text.newer}
      </Button>
      <Button
        variant="default"
        rightSection={<ChevronRight size={16} />}
        disabled={nextBefore === null}
        onClick={goOlder}
      >
        {text.older}
      </Button>
    </Group>
  );
}
