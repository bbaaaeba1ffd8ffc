import type { CredentialFault } from '../../domain/credential/usage.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CredentialUsage, CredentialUse } from '../../ports/credential-usage.ts';
import type { Log } from '../../ports/log.ts';
import type { Database } from './open-database.ts';
import { RepeatedTask } from './repeated-task.ts';
import type { Execute } from './sql.ts';
import { inTransaction } from './transaction.ts';
import { type InFlight, UsageTally, type UsedCredential } from './usage-tally.ts';

export interface CredentialUsageDependencies {
  readonly database: Pick<Database, 'app'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Unique for each start of the process. */
  readonly node: string;
}

interface TenantReport {
  readonly used: UsedCredential[];
  readonly inFlight: InFlight[];
}

const writeIntervalMs = 1_000;
/** Well within the lifetime of a report, so that a busy database does not make a living node look dead. */
const confirmIntervalMs = 15_000;

/** Counts in memory and writes once a second, so that no request waits for its own bookkeeping. */
export class PostgresCredentialUsage implements CredentialUsage {
  readonly #use: CredentialUsageDependencies;
  readonly #tally = new UsageTally();
  readonly #writing = new RepeatedTask(() => this.write(), writeIntervalMs);
  #confirmedAt = Number.NEGATIVE_INFINITY;

  constructor(use: CredentialUsageDependencies) {
    this.#use = use;
  }

  start(): this {
    this.#writing.start();
    return this;
  }

  began(use: CredentialUse): void {
    this.#tally.began(use, this.#use.clock.now());
  }

  ended(use: CredentialUse, fault: CredentialFault | undefined): void {
    this.#tally.ended(use, this.#use.clock.now(), fault);
  }

  /** Writes what there is to say. Never rejects: what could not be written is said again. */
  async write(): Promise<void> {
    const now = this.#use.clock.monotonic();
    const isConfirming = now - this.#confirmedAt >= confirmIntervalMs;
    if (isConfirming) this.#confirmedAt = now;
    const inFlight = this.#tally.unreported(isConfirming ? 'all' : 'changed');
    for (const [tenantId, report] of byTenant(this.#tally.takeUsed(), inFlight)) {
      try {
        await this.#writeTenant(tenantId, report);
        for (const counter of report.inFlight) this.#tally.reported(counter);
      } catch (thrown) {
        this.#tally.putBack(report.used);
        const error = thrown instanceof Error ? thrown.message : 'unknown';
        this.#use.log.warn('credential_usage.not_written', { error });
      }
    }
  }

  async close(): Promise<void> {
    await this.#writing.stop();
    await this.write();
  }

  async #writeTenant(tenantId: TenantId, { used, inFlight }: TenantReport): Promise<void> {
    const { database, node } = this.#use;
    await inTransaction(database.app, { tenantId }, async (execute) => {
      // Always in the same order, so that nodes that write the same rows wait for each other instead of deadlocking.
      for (const use of used.toSorted((a, b) => (a.credentialId < b.credentialId ? -1 : 1))) {
        await writeUse(execute, use);
      }
      for (const counter of inFlight) await writeCount(execute, counter, node);
      if (inFlight.length > 0) await sweep(execute, tenantId);
    });
  }
}

function byTenant(
  used: readonly UsedCredential[],
  inFlight: readonly InFlight[],
): ReadonlyMap<TenantId, TenantReport> {
  const reports = new Map<TenantId, TenantReport>();
  const reportOf = (tenantId: TenantId): TenantReport => {
    const report = reports.get(tenantId) ?? { used: [], inFlight: [] };
    reports.set(tenantId, report);
    return report;
  };
  for (const use of used) reportOf(use.tenantId).used.push(use);
  for (const counter of inFlight) reportOf(counter.tenantId).inFlight.push(counter);
  return reports;
}

async function writeUse(execute: Execute, use: UsedCredential): Promise<void> {
  const { tenantId, credentialId, isOwn, usedAt, fault } = use;
  await execute(
    `INSERT INTO credential_usage AS known (tenant_id, credential_id, is_own, last_used_at,
        fault_at, fault_code, fault_status, fault_version)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (tenant_id, credential_id) DO UPDATE SET
        last_used_at = greatest(known.last_used_at, excluded.last_used_at)`,
    [tenantId, credentialId, isOwn, new Date(usedAt), ...faultValues(fault)],
  );
  if (fault === undefined) return;
  await execute(
    `UPDATE credential_usage SET fault_at = $3, fault_code = $4, fault_status = $5, fault_version = $6
      WHERE tenant_id = $1 AND credential_id = $2 AND (fault_at IS NULL OR fault_at < $3)`,
    [tenantId, credentialId, ...faultValues(fault)],
  );
}

function faultValues(fault: UsedCredential['fault']): readonly unknown[] {
  if (fault === undefined) return [null, null, null, null];
  return [new Date(fault.at), fault.code, fault.status ?? null, fault.version];
}

async function writeCount(execute: Execute, counter: InFlight, node: string): Promise<void> {
  const key = [counter.tenantId, counter.credentialId, counter.version, node];
  if (counter.count === 0) {
    await execute(
      `DELETE FROM credential_in_use
        WHERE tenant_id = $1 AND credential_id = $2 AND version = $3 AND node = $4`,
      key,
    );
    return;
  }
  await execute(
    `INSERT INTO credential_in_use (tenant_id, credential_id, version, node, in_flight, reported_at)
      VALUES ($1, $2, $3, $4, $5, now())
      ON CONFLICT (tenant_id, credential_id, version, node)
        DO UPDATE SET in_flight = excluded.in_flight, reported_at = excluded.reported_at`,
    [...key, counter.count],
  );
}

/** Removes what nodes that died have left; it has long ceased to count. */
async function sweep(execute: Execute, tenantId: TenantId): Promise<void> {
  await execute(
    `DELETE FROM credential_in_use WHERE tenant_id = $1 AND reported_at < now() - interval '1 hour'`,
    [tenantId],
  );
}
