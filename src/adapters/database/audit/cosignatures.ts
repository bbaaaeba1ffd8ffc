import type { Execute } from '../sql.ts';
import type { LogRef } from './log-head.ts';

/** The cosignature of one witness on one checkpoint. */
export interface StoredCosignature {
  readonly size: number;
  /** Name and id of the key of the witness. */
  readonly keyName: string;
  readonly line: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Inside the transaction of the tenant. The checkpoint of that size MUST be stored. */
export async function storeCosignature(
  execute: Execute,
  { tenantId, generation }: LogRef,
  { size, keyName, line, at }: StoredCosignature,
): Promise<void> {
  await execute(
    `INSERT INTO audit_cosignature (tenant_id, generation, size, name, line, at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    [tenantId, generation, size, keyName, line, new Date(at)],
  );
}

/** Checkpoints with the lines of the witnesses that cosigned them below the signatures of the log. */
export async function cosignedNotes(
  execute: Execute,
  { tenantId, generation }: LogRef,
  notes: readonly { readonly size: number; readonly note: string }[],
): Promise<string[]> {
  const sizes = notes.map(({ size }) => size);
  const rows = await execute<{ readonly size: number | string; readonly lines: string }>(
    `SELECT size, string_agg(line, '' ORDER BY name) AS lines FROM audit_cosignature
     WHERE tenant_id = $1 AND generation = $2 AND size = ANY ($3) GROUP BY size`,
    [tenantId, generation, sizes],
  );
  const linesOf = new Map(rows.map((row) => [Number(row.size), row.lines]));
  return notes.map(({ size, note }) => note + (linesOf.get(size) ?? ''));
}

/** The newest stored checkpoint that covers `index` and bears cosignatures; undefined when none does. */
export async function newestCosigned(
  execute: Execute,
  log: LogRef,
  index: number,
): Promise<{ readonly size: number; readonly note: string } | undefined> {
  const [row] = await execute<{ readonly size: number | string; readonly note: string }>(
    `SELECT c.size, c.note FROM audit_cosignature s
       JOIN audit_checkpoint c USING (tenant_id, generation, size)
     WHERE s.tenant_id = $1 AND s.generation = $2 AND s.size > $3
     ORDER BY s.size DESC LIMIT 1`,
    [log.tenantId, log.generation, index],
  );
  if (row === undefined) return undefined;
  const size = Number(row.size);
  const [note = row.note] = await cosignedNotes(execute, log, [{ size, note: row.note }]);
  return { size, note };
}
