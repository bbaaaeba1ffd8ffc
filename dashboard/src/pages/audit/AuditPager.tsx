import { Button, Group } from '@mantine/core';
import { ChevronLeft, ChevronRight, ChevronsLeft } from 'lucide-react';
import type { Reply } from '../../api/client.ts';
import { useText } from '../../app/i18n/Language.tsx';
import type { AuditSearch } from './audit-search.ts';
import { isNewest } from './use-audit-page.ts';

/** Older and newer pages by index: a link to a page shows the same entries for ever, however much is written. */
export function AuditPager({
  search,
  page,
  onGo,
}: {
  readonly search: AuditSearch;
  readonly page: Reply<'audit.list'> | undefined;
  readonly onGo: (search: AuditSearch) => void;
}) {
  const text = useText();
  const { before: _before, after: _after, ...kept } = search;
  const older = page?.next_before ?? null;
  const newer = page?.next_after ?? null;
  if (isNewest(search) && older === null) return null;
  return (
    <Group component="nav" justify="flex-end" gap="xs" aria-label={text.audit.pages}>
      <Button
        variant="default"
        leftSection={<ChevronsLeft size={16} />}
        disabled={isNewest(search)}
        onClick={() => onGo(kept)}
      >
        {text.audit.newest}
      </Button>
      <Button
        variant="default"
        leftSection={<ChevronLeft size={16} />}
        disabled={newer === null}
        onClick={() => newer !== null && onGo({ ...kept, after: newer })}
      >
        {text.action.newer}
      </Button>
      <Button
        variant="default"
        rightSection={<ChevronRight size={16} />}
        disabled={older === null}
        onClick={() => older !== null && onGo({ ...kept, before: older })}
      >
        {page?.complete === false && search.after === undefined
          ? text.audit.lookFurther
          : text.action.older}
      </Button>
    </Group>
  );
}
