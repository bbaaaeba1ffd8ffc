import type { AnchorKind } from '../../../domain/audit/evidence-fact.ts';
import type { Execute } from '../sql.ts';
import { type LogRef, toCount } from './log-head.ts';

/** How far an anchor is with a log. Times are milliseconds since the epoch. */
export interface AnchorProgress {
  readonly size: number;
  readonly nextAt: number;
  /** In a row. */
  readonly failures: number;
  readonly problem: string | undefined;
}

interface ProgressRow {
  readonly name: string;
  readonly size: string | number;
  readonly next_at: Date;
  readonly failures: number;
  readonly problem: string | null;
}

export async function anchorProgress(
  execute: Execute,
  { tenantId, generation }: LogRef,
): Promise<ReadonlyMap<string, AnchorProgress>> {
  const rows = await execute<ProgressRow>(
    `SELECT name, size, next_at, failures, problem FROM audit_anchor_state
     WHERE tenant_id = $1 AND generation = $2`,
    [tenantId, generation],
  );
  return new Map(
    rows.map(({ name, size, next_at: nextAt, failures, problem }) => [
      name,
      {
        size: toCount(size),
        nextAt: nextAt.getTime(),
        failures,
        problem: problem ?? undefined,
      },
    ]),
  );
}

export async function storeAnchorProgress(
  execute: Execute,
  { tenantId, generation }: LogRef,
  progress: AnchorProgress & { readonly name: string; readonly at: number },
): Promise<void> {
  const { name, size, nextAt, failures, problem, at } = progress;
  await execute(
    `INSERT INTO audit_anchor_state AS s
       (tenant_id, generation, name, size, anchored_at, next_at, failures, failing_since, problem)
     VALUES ($1, $2, $3, $4, CASE WHEN $7::text IS NULL THEN $8::timestamptz END, $5, $6,
       CASE WHEN $7::text IS NOT NULL THEN $8::timestamptz END, $7)
     ON CONFLICT (tenant_id, generation, name) DO UPDATE SET
       size = greatest(s.size, excluded.size),
       anchored_at = coalesce(excluded.anchored_at, s.anchored_at),
       next_at = excluded.next_at,
       failures = excluded.failures,
       failing_since = CASE WHEN excluded.problem IS NULL THEN NULL
         ELSE coalesce(s.failing_since, excluded.failing_since) END,
       problem = excluded.problem`,
    [tenantId, generation, name, size, new Date(nextAt), failures, problem ?? null, new Date(at)],
  );
}

export interface StoredAnchor {
  readonly size: number;
  readonly name: string;
  readonly kind: AnchorKind;
  readonly ref: string;
  readonly receipt: Uint8Array | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export async function storeAnchor(
  execute: Execute,
  { tenantId, generation }: LogRef,
  { size, name, kind, ref, receipt, at }: StoredAnchor,
): Promise<void> {
  await execute(
    `INSERT INTO audit_anchor (tenant_id, generation, size, name, kind, ref, receipt, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tenantId,
      generation,
      size,
      name,
      kind,
      ref,
      receipt === undefined ? null : Buffer.from(receipt),
      new Date(at),
    ],
  );
}
