import { refuseOperatorsOnPremise } from '../../adapters/database/operator-check.ts';
import type { PostgresUnitOfWork } from '../../adapters/database/postgres-unit-of-work.ts';
import { pinoLog } from '../../adapters/telemetry/pino-log.ts';
import type { Config } from '../../config.ts';
import { commandUnitOfWork } from '../command-unit-of-work.ts';
import { openStorage, type Storage } from '../storage.ts';
import { chooseTenant, customersAmong, listTenants, type TenantChoice } from '../tenant-choice.ts';

/** It was not said whose policies are meant, or there is no such tenant. */
export class UnclearTenant extends Error {
  readonly tenants: readonly TenantChoice[];

  constructor(tenants: readonly TenantChoice[]) {
    super('which tenant is meant');
    this.tenants = tenants;
  }
}

export interface TenantAtHand {
  readonly tenant: TenantChoice;
  readonly unitOfWork: PostgresUnitOfWork;
  readonly random: Storage['random'];
}

/**
 * Runs a command on one tenant of the installation's database, beside a running Monago.
 * @param wanted may be left out where there is only one
 * @throws StartupRefusal | UnclearTenant
 */
export async function withTenant<T>(
  config: Config,
  wanted: string | undefined,
  task: (at: TenantAtHand) => Promise<T>,
): Promise<T> {
  const storage = await openStorage(config, pinoLog('warn', {}), 'join');
  try {
    await refuseOperatorsOnPremise(storage.database, config.MONAGO_MODE);
    const tenants = customersAmong(await listTenants(storage));
    const tenant = chooseTenant(tenants, wanted);
    if (tenant === undefined) throw new UnclearTenant(tenants);
    const unitOfWork = commandUnitOfWork(storage);
    return await task({ tenant, unitOfWork, random: storage.random });
  } finally {
    await storage.close();
  }
}
