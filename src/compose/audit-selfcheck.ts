import { selfCheck } from '../adapters/database/audit/self-check.ts';
import { ed25519Verify } from '../adapters/evidence/ed25519.ts';
import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import type { SelfCheck } from '../ports/audit-status.ts';
import { openStorage } from './storage.ts';
import { listTenants, type TenantChoice } from './tenant-choice.ts';

export interface CheckedTenant {
  readonly tenant: TenantChoice;
  readonly result: SelfCheck;
}

/**
 * Checks the whole logs of all tenants, or of the one that is wanted, one after the other, beside a running Monago.
 * @param onChecked called with each result as soon as it is there
 * @returns undefined when there is no such tenant
 */
export async function selfCheckLogs(
  config: Config,
  wanted: string | undefined,
  onChecked: (checked: CheckedTenant) => void,
): Promise<readonly CheckedTenant[] | undefined> {
  const log = pinoLog('warn', {});
  const storage = await openStorage(config, log, 'join');
  try {
    const tenants = await listTenants(storage);
    const chosen = tenants.filter(({ id }) => wanted === undefined || id === wanted);
    if (chosen.length === 0) return undefined;
    const { database, auditLog, signer, random } = storage;
    const use = { pool: database.app, auditLog, signer, random, log };
    const checks = { ...use, verifySignature: ed25519Verify, clock: systemClock };
    const done: CheckedTenant[] = [];
    for (const tenant of chosen) {
      const result = await selfCheck(checks, { tenantId: tenant.id, restMs: 0 });
      const checked = { tenant, result };
      onChecked(checked);
      done.push(checked);
    }
    return done;
  } finally {
    await storage.close();
  }
}
