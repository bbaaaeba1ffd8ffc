import type { AuditClass, PolicyDecision } from '../../../src/domain/audit/fact.ts';
import { call, type Reply } from './client.ts';

export interface AuditPage {
  readonly limit: number;
  readonly before?: number;
  readonly after?: number;
  readonly generation?: number;
  readonly class?: AuditClass;
  readonly type?: string;
  readonly actor?: string;
  readonly workspace?: string;
  readonly request_id?: string;
  readonly decision?: PolicyDecision;
  readonly subject?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Answers that one look at a page takes together: each looks at a bounded part of the log. */
const answersMax = 12;

/** A page of the log; where few entries match several filters at once, the search goes on for a while. */
export async function searchAudit(page: AuditPage): Promise<Reply<'audit.list'>> {
  let found = await call('audit.list', { query: page });
  for (let answers = 1; !found.complete && answers < answersMax; answers++) {
    const next = nextOf(page, found);
    if (next === undefined) break;
    found = joined(page, found, await call('audit.list', { query: next }));
  }
  return found;
}

function nextOf(page: AuditPage, found: Reply<'audit.list'>): AuditPage | undefined {
  const limit = page.limit - found.entries.length;
  const edge = page.after === undefined ? found.next_before : found.next_after;
  if (edge === null || limit <= 0) return undefined;
  return page.after === undefined
    ? { ...page, limit, before: edge }
    : { ...page, limit, after: edge };
}

function joined(
  { after }: AuditPage,
  found: Reply<'audit.list'>,
  more: Reply<'audit.list'>,
): Reply<'audit.list'> {
  if (after === undefined) {
    const entries = [...found.entries, ...more.entries];
    return { ...more, entries, next_after: found.next_after };
  }
  return { ...more, entries: [...more.entries, ...found.entries] };
}
