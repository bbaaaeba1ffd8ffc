import { queryOptions } from '@tanstack/react-query';
import type { RevealView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { type Body, call } from '../../../api/client.ts';

const refreshMs = 5_000;
const waitingRefreshMs = 10_000;

export interface RevealQuery {
  readonly limit: number;
  readonly state?: RevealView['state'];
  readonly before?: string;
}

/** What is kept beside the log. Content itself is no query: nothing may keep it. */
export const evidenceQueries = {
  contentState: (entryId: string) =>
    queryOptions({
      queryKey: ['evidence', 'content', entryId],
      queryFn: () => call('content.state', { params: { id: entryId } }),
      // Somebody else decides meanwhile.
      refetchInterval: refreshMs,
    }),
  reveals: (query: RevealQuery) =>
    queryOptions({
      queryKey: ['evidence', 'reveals', query],
      queryFn: () => call('reveal.list', { query }),
      refetchInterval: query.before === undefined ? refreshMs : false,
    }),
  waitingReveals: () =>
    queryOptions({
      queryKey: ['evidence', 'reveals', 'waiting'],
      queryFn: () => call('reveal.list', { query: { state: 'requested', limit: 1 } }),
      select: ({ waiting }) => waiting,
      refetchInterval: waitingRefreshMs,
    }),
  retention: () =>
    queryOptions({ queryKey: ['evidence', 'retention'], queryFn: () => call('retention.read') }),
  holds: () => queryOptions({ queryKey: ['evidence', 'holds'], queryFn: () => call('hold.list') }),
  erasures: () =>
    queryOptions({
      queryKey: ['evidence', 'erasures'],
      queryFn: () => call('erasure.list'),
      refetchInterval: ({ state }) =>
        state.data?.erasures.some(({ state: each }) => each !== 'done') === true ? 2_000 : false,
    }),
  erasure: (id: string) =>
    queryOptions({
      queryKey: ['evidence', 'erasures', id],
      queryFn: () => call('erasure.read', { params: { id } }),
      refetchInterval: ({ state }) => (state.data?.state === 'done' ? false : 1_000),
    }),
  /** What an erasure would take; asked anew each time, because it is about to be decided. */
  erasurePreview: (scope: Body<'erasure.preview'>) =>
    queryOptions({
      queryKey: ['evidence', 'preview', scope],
      queryFn: () => call('erasure.preview', { body: scope }),
      gcTime: 0,
    }),
};
