import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { writeTar } from '../adapters/evidence/tar.ts';
import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import type { Config } from '../config.ts';
import { openStorage } from './storage.ts';
import { chooseTenant, listTenants, type TenantChoice } from './tenant-choice.ts';

export type ExportOutcome =
  | { readonly kind: 'written'; readonly size: number; readonly tenant: TenantChoice }
  | { readonly kind: 'which_tenant'; readonly tenants: readonly TenantChoice[] };

export interface ExportRequest {
  readonly file: string;
  readonly tenant: string | undefined;
  /** Which of the tenant's logs; left out, the one that is written. */
  readonly generation: number | undefined;
}

/** Writes the evidence bundle of one tenant's log to a file; works beside a running Monago. */
export async function exportBundle(
  config: Config,
  { file, tenant, generation }: ExportRequest,
): Promise<ExportOutcome> {
  const storage = await openStorage(config, pinoLog('warn', {}), 'join');
  try {
    const tenants = await listTenants(storage);
    const chosen = chooseTenant(tenants, tenant);
    if (chosen === undefined) return { kind: 'which_tenant', tenants };
    const { size, files } = await storage.auditReader.bundle(chosen.id, generation);
    await pipeline(Readable.from(writeTar(files)), createWriteStream(file));
    return { kind: 'written', size, tenant: chosen };
  } finally {
    await storage.close();
  }
}
