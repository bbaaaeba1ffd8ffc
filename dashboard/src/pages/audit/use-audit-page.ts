import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Reply } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { type AuditSearch, filtersOf, queryOf } from './audit-search.ts';

const pageSize = 50;
const followMs = 2_000;

/** The entries at the place that the address names. Only the newest page can change, and only follows when told to. */
export function useAuditPage(place: AuditSearch): UseQueryResult<Reply<'audit.list'>> {
  const key = JSON.stringify(place);
  const query = useMemo(() => {
    const { before, after, generation, ...rest }: AuditSearch = JSON.parse(key);
    return {
      // Times that are counted back from now stay what they were while somebody looks at them.
      ...queryOf(filtersOf(rest), Date.now()),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      ...(generation === undefined ? {} : { generation }),
      limit: pageSize,
    };
  }, [key]);
  const isFollowing = place.live === 'on' && isNewest(place);
  return useQuery({
    ...queries.auditEntries(query),
    refetchInterval: isFollowing ? followMs : false,
    refetchOnWindowFocus: isFollowing,
  });
}

export function isNewest({ before, after }: AuditSearch): boolean {
  return before === undefined && after === undefined;
}
