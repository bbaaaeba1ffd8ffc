import { Button, Group, Switch, Text } from '@mantine/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { ArrowUp } from 'lucide-react';
import { useState } from 'react';
import type { Reply } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { type AuditSearch, filtersOf } from './audit-search.ts';
import { isNewest } from './use-audit-page.ts';

type Page = UseQueryResult<Reply<'audit.list'>>;

/** What is shown, whether it follows the log, and that the log has grown where it does not. */
export function FollowBar({
  search,
  page,
  onGo,
}: {
  readonly search: AuditSearch;
  readonly page: Page;
  readonly onGo: (search: AuditSearch) => void;
}) {
  const text = useText().audit;
  const { before: _before, after: _after, live: _live, ...newest } = search;
  const isFiltered = Object.keys(filtersOf(search)).length > 0;
  const isFollowing = search.live === 'on' && isNewest(search);
  return (
    <Group justify="space-between" gap="sm" mih={34}>
      <Text size="sm" c="dimmed" role="status">
        <ShownRange page={page.data} isFiltered={isFiltered} />
      </Text>
      <Group gap="sm">
        {isNewest(search) && !isFollowing && <NewEntries page={page} isFiltered={isFiltered} />}
        <Switch
          label={text.follow}
          checked={isFollowing}
          onChange={(event) =>
            onGo(event.currentTarget.checked ? { ...newest, live: 'on' } : newest)
          }
        />
      </Group>
    </Group>
  );
}

function ShownRange({
  page,
  isFiltered,
}: {
  readonly page: Reply<'audit.list'> | undefined;
  readonly isFiltered: boolean;
}) {
  const text = useText().audit;
  const { number } = useFormats();
  if (page === undefined) return null;
  const [newest] = page.entries;
  const oldest = page.entries.at(-1);
  const shown =
    newest === undefined || oldest === undefined
      ? text.shownNone
      : text.shown(number(newest.index), number(oldest.index));
  const edge = page.next_before;
  if (edge === null && !isFiltered && oldest !== undefined && oldest.index > 0) {
    return `${shown} · ${text.prunedBelow(number(oldest.index))}`;
  }
  if (page.complete || edge === null) return shown;
  return `${shown} · ${text.lookedBack(number(edge))}`;
}

/** A page never moves under the person who reads it: they say when. */
function NewEntries({ page, isFiltered }: { readonly page: Page; readonly isFiltered: boolean }) {
  const text = useText().audit;
  const { number } = useFormats();
  const size = useQuery(queries.auditHead()).data?.size;
  const [seen, setSeen] = useState<{ readonly at: number; readonly size: number }>();
  const at = page.dataUpdatedAt;
  if (size !== undefined && seen?.at !== at) setSeen({ at, size });
  const newest = page.data?.entries[0]?.index;
  const known = isFiltered || newest === undefined ? seen?.size : newest + 1;
  const grown = (size ?? 0) - (known ?? size ?? 0);
  if (grown <= 0) return null;
  return (
    <Button
      size="xs"
      variant="light"
      leftSection={<ArrowUp size={14} />}
      onClick={() => void page.refetch()}
    >
      {isFiltered ? text.grown(number(grown)) : text.newEntries(number(grown))}
    </Button>
  );
}
