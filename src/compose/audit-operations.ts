import {
  freezeLog,
  type LogOperations,
  type OperatedLog,
  type ReopenedLog,
  reopenLog,
  rotateLogKey,
} from '../adapters/database/audit/log-operations.ts';
import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import { openStorage, type Storage } from './storage.ts';
import { chooseTenant, listTenants, type TenantChoice } from './tenant-choice.ts';
import { version } from './version.ts';

/** Where a tenant's logs stand. */
export interface LogState {
  readonly tenant: TenantChoice;
  readonly generation: number;
  readonly origin: string;
  readonly state: 'active' | 'frozen' | 'closed';
  /** Entries; of a log that is closed undefined. */
  readonly size: number | undefined;
  readonly frozenAt: Date | undefined;
  readonly frozenReason: string | undefined;
}

export type OneLog<T> =
  | { readonly kind: 'done'; readonly tenant: TenantChoice; readonly result: T }
  | { readonly kind: 'which_tenant'; readonly tenants: readonly TenantChoice[] };

interface Asked {
  readonly tenant: string | undefined;
  readonly reason: string;
}

/** @returns undefined as the result where the log is not frozen */
export function reopenAuditLog(
  config: Config,
  { tenant, reason }: Asked,
): Promise<OneLog<ReopenedLog | undefined>> {
  return onOneLog(config, tenant, (use, { id }) => reopenLog(use, { tenantId: id, reason }));
}

export function freezeAuditLog(
  config: Config,
  { tenant, reason }: Asked,
): Promise<OneLog<boolean>> {
  return onOneLog(config, tenant, (use, { id }) => freezeLog(use, { tenantId: id, reason }));
}

export function rotateAuditKey(
  config: Config,
  tenant: string | undefined,
): Promise<OneLog<OperatedLog>> {
  return onOneLog(config, tenant, (use, { id }) => rotateLogKey(use, id));
}

interface StateRow {
  readonly tenant_id: TenantChoice['id'];
  readonly name: string;
  readonly generation: number;
  readonly origin: string;
  readonly state: LogState['state'];
  readonly size: number | null;
  readonly frozen_at: Date | null;
  readonly frozen_reason: string | null;
}

/** Every log of the deployment, those of one tenant together, oldest first. */
export async function auditLogStates(config: Config): Promise<readonly LogState[]> {
  const storage = await openStorage(config, pinoLog('warn', {}), 'join');
  try {
    const { rows } = await storage.database.reader.query<StateRow>(
      `SELECT l.tenant_id, t.name, l.generation, l.origin, l.state, h.size, l.frozen_at, l.frozen_reason
       FROM audit_log l JOIN tenant t USING (tenant_id) LEFT JOIN audit_head h USING (tenant_id, generation)
       ORDER BY t.created_at, l.tenant_id, l.generation`,
    );
    return rows.map((row) => ({
      tenant: { id: row.tenant_id, name: row.name },
      generation: row.generation,
      origin: row.origin,
      state: row.state,
      size: row.size ?? undefined,
      frozenAt: row.frozen_at ?? undefined,
      frozenReason: row.frozen_reason ?? undefined,
    }));
  } finally {
    await storage.close();
  }
}

async function onOneLog<T>(
  config: Config,
  wanted: string | undefined,
  task: (use: LogOperations, tenant: TenantChoice) => Promise<T>,
): Promise<OneLog<T>> {
  const storage = await openStorage(config, pinoLog('warn', {}), 'join');
  try {
    const tenants = await listTenants(storage);
    const tenant = chooseTenant(tenants, wanted);
    if (tenant === undefined) return { kind: 'which_tenant', tenants };
    return { kind: 'done', tenant, result: await task(operationsOf(storage, config), tenant) };
  } finally {
    await storage.close();
  }
}

function operationsOf(storage: Storage, config: Config): LogOperations {
  return {
    pool: storage.database.app,
    auditLog: storage.auditLog,
    signer: storage.signer,
    keys: storage.signingKeys,
    clock: systemClock,
    random: storage.random,
    auditDomain: config.MONAGO_AUDIT_DOMAIN,
    version,
  };
}
