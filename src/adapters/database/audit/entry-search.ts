import { classOfType } from '../../../domain/audit/class-of-type.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { AuditFilter, AuditQuery } from '../../../ports/audit-query.ts';
import type { Execute } from '../sql.ts';
import { toCount } from './log-head.ts';

/** Indexes of a log from `low` up to, not including, `high`. */
interface Stretch {
  readonly tenantId: TenantId;
  readonly generation: number;
  readonly low: number;
  readonly high: number;
}

interface Found {
  /** Newest first. */
  readonly indexes: readonly number[];
  readonly stoppedAt: number | undefined;
}

type Column = keyof typeof columns;

/** How each filter is spelled, and what its index is limited to; without one there is no index for it. */
const columns = {
  requestId: { name: 'request_id', limit: 'request_id IS NOT NULL' },
  subject: { name: 'subject', limit: 'subject IS NOT NULL' },
  actorId: { name: 'actor_id', limit: 'true' },
  workspaceId: { name: 'workspace_id', limit: 'workspace_id IS NOT NULL' },
  decision: { name: 'decision', limit: `decision <> 'allowed'` },
  type: { name: 'type', limit: 'true' },
  class: { name: 'class', limit: `class <> 'ai'` },
} as const satisfies Record<keyof AuditFilter, { readonly name: string; readonly limit: string }>;

/** The most telling first: the search walks along the index of the first that is given. */
const byStrength: readonly Column[] = [
  'requestId',
  'subject',
  'decision',
  'actorId',
  'workspaceId',
  'type',
  'class',
];

/** Entries that one search may look at, and in how many it begins: most pages are full long before. */
const looksMax = 3_000;
const firstLooks = 500;

interface EdgeRow {
  readonly generation: number;
  readonly first: string | number;
  readonly end: string | number | null;
}

// What was pruned is not there to be found.
const findEdges = `SELECT generation, greatest(pruned_below,
      CASE WHEN $3::bigint IS NULL THEN 0 ELSE audit_index_at($1, generation, $3) END) AS first,
    CASE WHEN $4::bigint IS NULL THEN NULL ELSE audit_index_at($1, generation, $4) END AS end
  FROM audit_log WHERE tenant_id = $1
    AND generation = coalesce($2::smallint, (SELECT generation FROM audit_head WHERE tenant_id = $1))`;

/** Where a query may look: its times and its indexes together. Undefined for a tenant without a log. */
export async function stretchOf(
  execute: Execute,
  tenantId: TenantId,
  query: Pick<AuditQuery, 'generation' | 'before' | 'after' | 'fromUs' | 'toUs'>,
): Promise<Stretch | undefined> {
  const { before = Number.MAX_SAFE_INTEGER, after = -1 } = query;
  const values = [tenantId, query.generation ?? null, query.fromUs ?? null, query.toUs ?? null];
  const [edge] = await execute<EdgeRow>(findEdges, values);
  if (edge === undefined) return undefined;
  const low = Math.max(after + 1, toCount(edge.first));
  const high = Math.min(before, toCount(edge.end ?? Number.MAX_SAFE_INTEGER));
  return { tenantId, generation: edge.generation, low, high };
}

/**
 * Walks along one index from the edge of the stretch inwards. Where further filters are given, entries that do not
 * match them are walked past, `looksMax` at most: how long it takes does not depend on the size of the log.
 */
export async function searchEntries(
  execute: Execute,
  query: AuditQuery,
  stretch: Stretch,
): Promise<Found> {
  const given = byStrength.filter((column) => query[column] !== undefined);
  const along = given.find((column) => isIndexed(column, query));
  const rest = given.filter((column) => column !== along && !isImplied(column, query));
  const walk = { execute, query, along, rest };
  if (rest.length === 0) {
    const { indexes } = await look(walk, stretch, query.limit);
    return { indexes: newestFirst(indexes), stoppedAt: undefined };
  }
  return walkPast(walk, stretch);
}

interface Walk {
  readonly execute: Execute;
  readonly query: AuditQuery;
  readonly along: Column | undefined;
  readonly rest: readonly Column[];
}

async function walkPast(walk: Walk, stretch: Stretch): Promise<Found> {
  const { limit, after } = walk.query;
  const found: number[] = [];
  let left = stretch;
  for (let looked = 0, looks = firstLooks; looked < looksMax; looks = looksMax - looked) {
    const { indexes, last, count } = await look(walk, left, looks);
    found.push(...indexes);
    if (found.length >= limit || last === undefined || count < looks) {
      return { indexes: newestFirst(found.slice(0, limit)), stoppedAt: undefined };
    }
    looked += count;
    left = after === undefined ? { ...left, high: last } : { ...left, low: last + 1 };
  }
  const stoppedAt = after === undefined ? left.high : left.low - 1;
  return { indexes: newestFirst(found), stoppedAt };
}

interface LookRow {
  readonly matching: readonly (string | number)[] | null;
  readonly last: string | number | null;
  readonly looked: string | number;
}

interface Look {
  /** In the order of the walk. */
  readonly indexes: readonly number[];
  /** Where the walk has got to; undefined when there was nothing. */
  readonly last: number | undefined;
  readonly count: number;
}

async function look(
  { execute, query, along, rest }: Walk,
  stretch: Stretch,
  looks: number,
): Promise<Look> {
  const { tenantId, generation, low, high } = stretch;
  const values: unknown[] = [tenantId, generation, low, high, looks];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const isUp = query.after !== undefined;
  const order = isUp ? 'ASC' : 'DESC';
  const walked =
    along === undefined ? byPosition(order) : byColumn(along, bind(query[along]), order);
  const matches = rest.map(
    (column) => `${columns[column].name} IS NOT DISTINCT FROM ${bind(query[column])}`,
  );
  const [row] = await execute<LookRow>(
    `SELECT array_agg(idx ORDER BY idx ${order}) FILTER (WHERE matches) AS matching,
       ${isUp ? 'max' : 'min'}(idx) AS last, count(*) AS looked
     FROM (SELECT idx, ${matches.length === 0 ? 'true' : matches.join(' AND ')} AS matches
       FROM audit_entry WHERE tenant_id = $1 AND generation = $2 AND ${walked} LIMIT $5) AS walked`,
    values,
  );
  return {
    indexes: (row?.matching ?? []).map(toCount),
    last: row === undefined || row.last === null ? undefined : toCount(row.last),
    count: toCount(row?.looked ?? 0),
  };
}

/** Along the log itself. */
function byPosition(order: string): string {
  return `idx >= $3 AND idx < $4 ORDER BY idx ${order}`;
}

/**
 * Along the index of a column. Compared as a row, because of `column = …` with `ORDER BY idx` the planner may conclude
 * to walk along the log and to expect a match soon, where there is none for millions of entries.
 */
function byColumn(column: Column, value: string, order: string): string {
  const { name, limit } = columns[column];
  return `${limit} AND (${name}, idx) >= (${value}, $3) AND (${name}, idx) < (${value}, $4)
    ORDER BY ${name} ${order}, idx ${order}`;
}

/** Most entries are of AI requests, and most of those were allowed: for what nearly all have there is no index. */
function isIndexed(column: Column, query: AuditFilter): boolean {
  if (column === 'class') return query.class !== 'ai';
  return column !== 'decision' || query.decision !== 'allowed';
}

/** The class of a type needs no looking at. */
function isImplied(column: Column, query: AuditFilter): boolean {
  return column === 'class' && query.type !== undefined && classOfType[query.type] === query.class;
}

function newestFirst(indexes: readonly number[]): number[] {
  return indexes.toSorted((left, right) => right - left);
}
