import { readSignedHead } from '../adapters/database/audit/signed-head.ts';
import { openStoredBundle } from '../adapters/database/audit/stored-bundle.ts';
import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import type { Config } from '../config.ts';
import type { BundleReader } from '../domain/audit/bundle.ts';
import type { WrongColumns } from '../domain/audit/check-columns.ts';
import { openStorage } from './storage.ts';
import { chooseTenant, listTenants, type TenantChoice } from './tenant-choice.ts';

export interface StoredLog {
  readonly kind: 'opened';
  readonly bundle: BundleReader;
  /** To be looked at when everything has been read. */
  readonly wrongColumns: WrongColumns;
  close(): Promise<void>;
}

export type StoredLogOutcome =
  | StoredLog
  | { readonly kind: 'which_tenant'; readonly tenants: readonly TenantChoice[] };

/** A tenant's log as it is in the database, to be verified like a bundle; works beside a running Monago. */
export async function openStoredLog(
  config: Config,
  {
    tenant,
    generation,
  }: { readonly tenant: string | undefined; readonly generation: number | undefined },
): Promise<StoredLogOutcome> {
  const storage = await openStorage(config, pinoLog('warn', {}), 'join');
  try {
    const tenants = await listTenants(storage);
    const chosen = chooseTenant(tenants, tenant);
    if (chosen === undefined) {
      await storage.close();
      return { kind: 'which_tenant', tenants };
    }
    const { signer, database } = storage;
    const use = { pool: database.app, signer };
    const { log, size, checkpoint, keys } = await readSignedHead(use, chosen.id, generation);
    const source = { pool: database.app, log, size, checkpoint, keys: keys.pinned };
    const bundle = await openStoredBundle(source, async () => undefined);
    return {
      kind: 'opened',
      bundle,
      wrongColumns: bundle.wrongColumns,
      close: () => storage.close(),
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}
