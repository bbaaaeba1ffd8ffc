import type { ErasedBatch, ErasureScope } from '../../../../ports/audit-content.ts';
import type { Execute } from '../../sql.ts';
import { type LogHead, toCount } from '../log-head.ts';
import { rangesOf } from './erasure-ranges.ts';

/** A place in the logs of a tenant, one generation behind the other. */
export interface LogPlace {
  readonly generation: number;
  readonly index: number;
}

/** Content that is looked for. */
export interface DueQuery {
  readonly scope: ErasureScope;
  readonly from: LogPlace;
  /** Not included. */
  readonly end: LogPlace;
  /** Actors whose content stays. */
  readonly spared: readonly string[];
}

export interface Destroyed extends ErasedBatch {
  /** Behind the last one. */
  readonly next: LogPlace;
}

// Each log from the first to the last index of the time. No entry is older than the one ahead of it. Materialised, because
// the log waits: merged with what follows, the indexes would be searched for again for every row.
const due = `WITH bounds AS MATERIALIZED (
    SELECT l.generation,
      CASE WHEN $3::bigint IS NULL THEN 0 ELSE audit_index_at(l.tenant_id, l.generation, $3) END AS low,
      CASE WHEN $4::bigint IS NULL THEN 9223372036854775807 ELSE audit_index_at(l.tenant_id, l.generation, $4) END AS high
    FROM audit_log l WHERE l.tenant_id = $1
  ), due AS (
    SELECT c.generation, c.idx FROM bounds b JOIN audit_content c
        ON c.tenant_id = $1 AND c.generation = b.generation AND c.idx >= b.low AND c.idx < b.high
      WHERE (c.generation, c.idx) >= ($5::smallint, $6::bigint) AND (c.generation, c.idx) < ($7::smallint, $8::bigint)
        AND ($2::text IS NULL OR c.key_id IN (
          SELECT k.key_id FROM audit_content_key k WHERE k.tenant_id = $1 AND k.subject = $2))
        AND (cardinality($9::text[]) = 0 OR c.key_id NOT IN (
          SELECT k.key_id FROM audit_content_key k WHERE k.tenant_id = $1 AND k.subject = ANY ($9)))`;

function parametersOf(tenantId: string, { scope, from, end, spared }: DueQuery): unknown[] {
  return [
    tenantId,
    scope.subject ?? null,
    microseconds(scope.from),
    microseconds(scope.to),
    from.generation,
    from.index,
    end.generation,
    end.index,
    spared,
  ];
}

export function microseconds(ms: number | undefined): number | null {
  return ms === undefined ? null : Math.round(ms * 1_000);
}

/** How many entries have such content. */
export async function countDue(
  execute: Execute,
  tenantId: string,
  query: DueQuery,
): Promise<number> {
  const [row] = await execute<{ readonly count: string | number }>(
    `${due}) SELECT count(*) AS count FROM due`,
    parametersOf(tenantId, query),
  );
  return toCount(row?.count ?? 0);
}

interface DueRow {
  readonly generation: number;
  readonly idx: string | number;
  readonly is_apart: boolean;
}

const rangesMax = 256;

/** Deletes the content of the next entries of one log. MUST hold the lock of the log's head. */
export async function destroyDue(
  execute: Execute,
  head: LogHead,
  { query, entriesMax }: { readonly query: DueQuery; readonly entriesMax: number },
): Promise<Destroyed | undefined> {
  const { tenantId } = head;
  const rows = await execute<DueRow>(
    `${due} ORDER BY c.generation, c.idx LIMIT $10)
      SELECT n.generation, n.idx, EXISTS (
          SELECT FROM audit_content o
            WHERE o.tenant_id = $1 AND o.generation = n.generation AND o.idx > n.prev AND o.idx < n.idx) AS is_apart
        FROM (SELECT due.*, lag(idx) OVER (PARTITION BY generation ORDER BY idx) AS prev FROM due) AS n
        ORDER BY n.generation, n.idx`,
    [...parametersOf(tenantId, query), entriesMax],
  );
  const generation = rows[0]?.generation;
  if (generation === undefined) return undefined;
  const own = rows.filter((row) => row.generation === generation);
  const { ranges, indexes } = rangesOf(
    own.map((row) => ({ index: toCount(row.idx), isApart: row.is_apart })),
    rangesMax,
  );
  await execute(
    'DELETE FROM audit_content WHERE tenant_id = $1 AND generation = $2 AND idx = ANY ($3::bigint[])',
    [tenantId, generation, indexes],
  );
  const log =
    generation === head.generation ? undefined : await originOf(execute, tenantId, generation);
  const next = { generation, index: (indexes.at(-1) ?? 0) + 1 };
  return { ranges, count: indexes.length, log, next };
}

async function originOf(
  execute: Execute,
  tenantId: string,
  generation: number,
): Promise<string | undefined> {
  const [row] = await execute<{ readonly origin: string }>(
    'SELECT origin FROM audit_log WHERE tenant_id = $1 AND generation = $2',
    [tenantId, generation],
  );
  return row?.origin;
}
