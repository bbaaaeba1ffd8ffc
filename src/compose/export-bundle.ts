import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeTar } from '../adapters/evidence/tar.ts';
import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import type { Config } from '../config.ts';
import { isId, platformTenantId, type TenantId } from '../domain/ids.ts';
import { openStorage, type Storage } from './storage.ts';

export interface TenantChoice {
  readonly id: TenantId;
  readonly name: string;
}

export type ExportOutcome =
  | { readonly kind: 'written'; readonly size: number; readonly tenant: TenantChoice }
  | { readonly kind: 'which_tenant'; readonly tenants: readonly TenantChoice[] };

/** Writes the evidence bundle of one tenant's log to a file; works beside a running Monago. */
export async function exportBundle(
  config: Config,
  { file, tenant }: { readonly file: string; readonly tenant: string | undefined },
): Promise<ExportOutcome> {
  const storage = await openStorage(config, pinoLog('warn', {}), 'join');
  try {
    const tenants = await listTenants(storage);
    const chosen = choose(tenants, tenant);
    if (chosen === undefined) return { kind: 'which_tenant', tenants };
    const { size, files } = await storage.auditReader.bundle(chosen.id);
    await pipeline(Readable.from(writeTar(files)), createWriteStream(file));
    return { kind: 'written', size, tenant: chosen };
  } finally {
    await storage.close();
  }
}

async function listTenants({ database }: Storage): Promise<TenantChoice[]> {
  const { rows } = await database.reader.query<{ tenant_id: TenantId; name: string }>(
    'SELECT tenant_id, name FROM tenant ORDER BY created_at, tenant_id',
  );
  return rows.map((row) => ({ id: row.tenant_id, name: row.name }));
}

function choose(
  tenants: readonly TenantChoice[],
  wanted: string | undefined,
): TenantChoice | undefined {
  if (wanted !== undefined) return tenants.find(({ id }) => isId('ten', wanted) && id === wanted);
  const customers = tenants.filter(({ id }) => id !== platformTenantId);
  return customers.length === 1 ? customers[0] : undefined;
}
