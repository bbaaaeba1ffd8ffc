import type { Pool } from 'pg';
import type { TenantId } from '../../../domain/ids.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import { type LogRef, toCount } from './log-head.ts';

/** A log that somebody outside has to be told of. */
export interface DueLog extends LogRef {
  readonly origin: string;
  /** Of a log that another one follows: it grows no more, and only these keys' witnesses are asked. */
  readonly closed?: { readonly witnesses: readonly string[] };
}

/** Names of the keys of witnesses, and of anchors, that are in the settings. */
export interface PublishedNames {
  readonly witnesses: readonly string[];
  readonly anchors: readonly string[];
}

interface DueRow {
  readonly tenant_id: TenantId;
  readonly generation: number;
  readonly origin: string;
}

/** More logs than that wait for the next round. */
const dueMax = 2_000;

// The log that was attended to longest ago comes first, so that a slow witness starves none.
const selectDue = `
SELECT h.tenant_id, h.generation, l.origin
FROM audit_head h JOIN audit_log l USING (tenant_id, generation)
WHERE l.state = 'active' AND h.size > 0 AND (
  EXISTS (SELECT FROM unnest($1::text[]) AS w WHERE NOT EXISTS (
    SELECT FROM audit_witness s
    WHERE s.tenant_id = h.tenant_id AND s.generation = h.generation AND s.name = w AND s.size >= h.size))
  OR EXISTS (SELECT FROM unnest($2::text[]) AS a WHERE NOT EXISTS (
    SELECT FROM audit_anchor_state s
    WHERE s.tenant_id = h.tenant_id AND s.generation = h.generation AND s.name = a
      AND (s.size >= h.size OR s.next_at > $3))))
ORDER BY (SELECT min(s.attempted_at) FROM audit_witness s
  WHERE s.tenant_id = h.tenant_id AND s.generation = h.generation) NULLS FIRST
LIMIT ${dueMax}`;

/** Logs that grew since one of the witnesses saw them, or that an anchor is due for. */
export async function dueLogs(
  readerPool: Pool,
  names: PublishedNames,
  now: number,
): Promise<DueLog[]> {
  const { rows } = await readerPool.query<DueRow>(selectDue, [
    names.witnesses,
    names.anchors,
    new Date(now),
  ]);
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    generation: row.generation,
    origin: row.origin,
  }));
}

const selectRemoved = `
SELECT tenant_id FROM audit_witness WHERE name <> ALL ($1) UNION
SELECT tenant_id FROM audit_anchor_state WHERE name <> ALL ($2)`;

/** Forgets how far those were who are not in the settings any more; what they gave stays. */
export async function forgetRemoved(
  { app, reader }: { readonly app: Pool; readonly reader: Pool },
  { witnesses, anchors }: PublishedNames,
): Promise<void> {
  const { rows } = await reader.query<{ readonly tenant_id: TenantId }>(selectRemoved, [
    witnesses,
    anchors,
  ]);
  for (const { tenant_id: tenantId } of rows) {
    await inTransaction(app, { tenantId }, async (execute) => {
      const of = 'WHERE tenant_id = $1 AND name <> ALL ($2)';
      await execute(`DELETE FROM audit_witness ${of}`, [tenantId, witnesses]);
      await execute(`DELETE FROM audit_anchor_state ${of}`, [tenantId, anchors]);
    });
  }
}

/** The newest checkpoint that is stored; undefined for a log whose first one is not yet. */
export async function newestStored(
  execute: Execute,
  { tenantId, generation }: LogRef,
): Promise<{ readonly size: number; readonly note: string } | undefined> {
  const [row] = await execute<{ readonly size: string | number; readonly note: string }>(
    `SELECT size, note FROM audit_checkpoint WHERE tenant_id = $1 AND generation = $2
     ORDER BY size DESC LIMIT 1`,
    [tenantId, generation],
  );
  return row === undefined ? undefined : { size: toCount(row.size), note: row.note };
}

/** How far a witness or an anchor is with a log. */
export interface Progress {
  readonly size: number;
  readonly problem: string | undefined;
}

export async function witnessProgress(
  execute: Execute,
  { tenantId, generation }: LogRef,
): Promise<ReadonlyMap<string, Progress>> {
  const rows = await execute<{ name: string; size: string | number; problem: string | null }>(
    'SELECT name, size, problem FROM audit_witness WHERE tenant_id = $1 AND generation = $2',
    [tenantId, generation],
  );
  return new Map(
    rows.map((row) => [row.name, { size: toCount(row.size), problem: row.problem ?? undefined }]),
  );
}

export interface WitnessAttempt {
  readonly keyName: string;
  readonly at: Date;
  /** What it has cosigned now; 0 after a failure. */
  readonly size: number;
  readonly status: number | undefined;
  readonly problem: string | undefined;
}

export async function storeWitnessAttempt(
  execute: Execute,
  { tenantId, generation }: LogRef,
  { keyName, at, size, status, problem }: WitnessAttempt,
): Promise<void> {
  await execute(
    `INSERT INTO audit_witness AS w
       (tenant_id, generation, name, size, cosigned_at, attempted_at, failing_since, status, problem)
     VALUES ($1, $2, $3, $4, CASE WHEN $7::text IS NULL THEN $5::timestamptz END, $5,
       CASE WHEN $7::text IS NOT NULL THEN $5::timestamptz END, $6, $7)
     ON CONFLICT (tenant_id, generation, name) DO UPDATE SET
       size = greatest(w.size, excluded.size),
       cosigned_at = coalesce(excluded.cosigned_at, w.cosigned_at),
       attempted_at = excluded.attempted_at,
       failing_since = CASE WHEN excluded.problem IS NULL THEN NULL
         ELSE coalesce(w.failing_since, excluded.failing_since) END,
       status = excluded.status,
       problem = excluded.problem`,
    [tenantId, generation, keyName, size, at, status ?? null, problem ?? null],
  );
}
