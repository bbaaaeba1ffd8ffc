import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  type ContentSource,
  contentFiles,
} from '../adapters/database/audit/content/content-files.ts';
import { erasedElsewhere } from '../adapters/database/audit/content/erased-elsewhere.ts';
import { inTransaction } from '../adapters/database/transaction.ts';
import { writeTar } from '../adapters/evidence/tar.ts';
import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import type { Config } from '../config.ts';
import { parseBody } from '../domain/audit/entry.ts';
import { parseLeaf } from '../domain/audit/leaf.ts';
import type { TenantId } from '../domain/ids.ts';
import type { BundleFile } from '../ports/unit-of-work.ts';
import { recordExport, recordExportIfPossible } from './record-export.ts';
import { openStorage, type Storage } from './storage.ts';
import { chooseTenant, listTenants, type TenantChoice } from './tenant-choice.ts';

export type ExportOutcome =
  | {
      readonly kind: 'written';
      readonly size: number;
      readonly tenant: TenantChoice;
      /** Whether the log says that it was taken. */
      readonly isRecorded: boolean;
      /** Entries whose content was erased, as the log says; undefined where none was asked for. */
      readonly erased: number | undefined;
    }
  | { readonly kind: 'which_tenant'; readonly tenants: readonly TenantChoice[] };

export interface ExportRequest {
  readonly file: string;
  readonly tenant: string | undefined;
  /** Which of the tenant's logs; left out, the one that is written. */
  readonly generation: number | undefined;
  /** Also what is kept beside the log, opened. */
  readonly withContent: boolean;
}

/** Writes the evidence bundle of one tenant's log to a file; works beside a running Monago. */
export async function exportBundle(
  config: Config,
  { file, tenant, generation, withContent }: ExportRequest,
): Promise<ExportOutcome> {
  const storage = await openStorage(config, pinoLog('warn', {}), 'join');
  try {
    const tenants = await listTenants(storage);
    const chosen = chooseTenant(tenants, tenant);
    if (chosen === undefined) return { kind: 'which_tenant', tenants };
    const isRecorded = await recordTaken(storage, { tenantId: chosen.id, generation, withContent });
    const { size, files } = await storage.auditReader.bundle(chosen.id, generation);
    const all = withContent
      ? withContentFiles(files, contentSource(storage, { tenantId: chosen.id, generation, size }))
      : files;
    await pipeline(Readable.from(writeTar(all)), createWriteStream(file, { mode: 0o600 }));
    const erased = withContent ? await countErased(storage, chosen.id) : undefined;
    return { kind: 'written', size, tenant: chosen, isRecorded, erased };
  } finally {
    await storage.close();
  }
}

interface Taken {
  readonly tenantId: TenantId;
  readonly generation: number | undefined;
  readonly withContent: boolean;
}

/** Content leaves only with an entry that says so; the evidence itself has to be had of a frozen log too. */
async function recordTaken(
  storage: Storage,
  { tenantId, generation, withContent }: Taken,
): Promise<boolean> {
  const { size } =
    generation === undefined
      ? await storage.auditReader.head(tenantId)
      : await storage.auditReader.bundle(tenantId, generation);
  if (!withContent) return recordExportIfPossible(storage, { tenantId, size });
  await recordExport(storage, { tenantId, size, format: 'content' });
  return true;
}

function contentSource(
  { database, contentKeys }: Storage,
  log: Pick<ContentSource, 'tenantId' | 'generation' | 'size'>,
): ContentSource {
  return { pool: database.app, keys: contentKeys, ...log };
}

async function* withContentFiles(
  files: AsyncIterable<BundleFile>,
  source: ContentSource,
): AsyncGenerator<BundleFile> {
  yield* files;
  yield* contentFiles(source);
  yield* erasedElsewhere(source);
}

async function countErased({ database }: Storage, tenantId: TenantId): Promise<number> {
  const rows = await inTransaction(database.app, { tenantId }, (execute) =>
    execute<{ readonly leaf: Buffer }>(
      `SELECT leaf FROM audit_entry WHERE tenant_id = $1 AND type = 'privacy.erased' AND leaf IS NOT NULL`,
      [tenantId],
    ),
  );
  return rows.reduce((sum, { leaf }) => {
    const body = parseBody(parseLeaf(leaf).body);
    return body.type === 'privacy.erased' ? sum + body.count : sum;
  }, 0);
}
