import type { Pool } from 'pg';
import type { LogConfiguredPart } from '../../../domain/audit/evidence-fact.ts';
import type { TenantId } from '../../../domain/ids.ts';
import { type CommitDependencies, commitChange, record } from '../commit.ts';

/** A part of the operator's settings that decides about every log. */
export interface ConfiguredPart {
  readonly part: LogConfiguredPart;
  /** `sha256:` and the hash of the file in hex; undefined when the setting is not set. */
  readonly hash: string | undefined;
}

interface StaleRow {
  readonly tenant_id: TenantId;
  readonly hash: string | null;
}

export interface Recorded {
  /** False when there are more logs to tell, or some that could not be told. */
  readonly isComplete: boolean;
  readonly failures: readonly { readonly tenantId: TenantId; readonly error: unknown }[];
}

/** Logs that are told at a time. */
const staleMax = 1_000;

/**
 * Tells the logs what has been decided about them since they were told last, so that nobody can drop a witness without a
 * trace.
 * @param only `new`: just the logs that were never told anything
 */
export async function recordConfiguration(
  use: CommitDependencies,
  configured: ConfiguredPart,
  only: 'all' | 'new',
): Promise<Recorded> {
  const stale = await staleLogs(use.database.reader, configured, only);
  const failures: { readonly tenantId: TenantId; readonly error: unknown }[] = [];
  for (const row of stale) {
    try {
      await recordOne(use, configured, row);
    } catch (error) {
      failures.push({ tenantId: row.tenant_id, error });
    }
  }
  return { isComplete: failures.length === 0 && stale.length < staleMax, failures };
}

async function recordOne(
  use: CommitDependencies,
  { part, hash }: ConfiguredPart,
  { tenant_id: tenantId, hash: old }: StaleRow,
): Promise<void> {
  await commitChange(use, tenantId, async ({ execute, ...draft }) => {
    if (hash === undefined) {
      const remove = 'DELETE FROM audit_configuration WHERE tenant_id = $1 AND part = $2';
      await execute(remove, [tenantId, part]);
    } else {
      await execute(
        `INSERT INTO audit_configuration (tenant_id, part, hash) VALUES ($1, $2, $3)
         ON CONFLICT (tenant_id, part) DO UPDATE SET hash = excluded.hash`,
        [tenantId, part, hash],
      );
    }
    const changes = [{ field: 'hash', old, new: hash ?? null }] as const;
    const actor = { type: 'system', id: 'monago' } as const;
    const fact = { type: 'log.configured', actor, part, changes } as const;
    record({ execute, ...draft }, use.random, { tenantId, fact });
  });
}

async function staleLogs(
  reader: Pool,
  { part, hash }: ConfiguredPart,
  only: 'all' | 'new',
): Promise<StaleRow[]> {
  const { rows } = await reader.query<StaleRow>(
    `SELECT l.tenant_id, c.hash FROM audit_log l
       LEFT JOIN audit_configuration c ON c.tenant_id = l.tenant_id AND c.part = $1
     WHERE l.state = 'active' AND c.hash IS DISTINCT FROM $2 AND ($3 = 'all' OR c.hash IS NULL)
     ORDER BY l.tenant_id LIMIT $4`,
    [part, hash ?? null, only, staleMax],
  );
  return rows;
}
