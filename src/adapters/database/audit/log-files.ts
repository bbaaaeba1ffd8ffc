import { checkpointFile, policyFile } from '../../../domain/audit/bundle.ts';
import { utf8 } from '../../../domain/audit/bytes.ts';
import { isTileOf, parseTilePath } from '../../../domain/audit/parse-tile-path.ts';
import { formatPolicy, policyOf } from '../../../domain/audit/policy.ts';
import { encodeEntryBundle, type Tile, tileWidth } from '../../../domain/audit/tile.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { LogFile, LogFileName } from '../../../ports/unit-of-work.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import { readLeaves } from './bundle-files.ts';
import { type LogRef, toCount } from './log-head.ts';
import { type HeadSource, readSignedHead } from './signed-head.ts';
import { readTile } from './stored-tiles.ts';
import { type WitnessedHeadSource, witnessedHead } from './witnessed-head.ts';

/**
 * One file of a log of the tenant, undefined where there is no such log or file. Tiles are those of the tree as it
 * is in the table: whether it is the signed one is for the reader to verify.
 */
export async function readLogFile(
  use: HeadSource & WitnessedHeadSource,
  tenantId: TenantId,
  { log: name, file }: LogFileName,
): Promise<LogFile | undefined> {
  const tile = parseTilePath(file);
  if (tile === undefined) return readStatement(use, tenantId, { log: name, file });
  return inTransaction(use.pool, { tenantId }, async (execute) => {
    const log = await findLog(execute, tenantId, name);
    if (log === undefined || !isTileOf(log.size, tile)) return undefined;
    const bytes = await tileBytes(execute, log, tile);
    return bytes && { bytes, isImmutable: tile.width === tileWidth };
  });
}

/** What the log says of itself, which changes as it grows. */
async function readStatement(
  use: HeadSource & WitnessedHeadSource,
  tenantId: TenantId,
  { log: name, file }: LogFileName,
): Promise<LogFile | undefined> {
  if (file !== checkpointFile && file !== policyFile) return undefined;
  const log = await inTransaction(use.pool, { tenantId }, (execute) =>
    findLog(execute, tenantId, name),
  );
  if (log === undefined) return undefined;
  const head = await readSignedHead(use, tenantId, log.generation);
  const text =
    file === checkpointFile
      ? (await witnessedHead(use, head)).checkpoint
      : formatPolicy(policyOf(...head.keys.pinned));
  return { bytes: utf8(text), isImmutable: false };
}

interface FoundLog extends LogRef {
  readonly size: number;
}

interface LogRow {
  readonly generation: number;
  readonly size: string | number;
}

/** By the last part of its origin, which no two logs share. */
async function findLog(
  execute: Execute,
  tenantId: TenantId,
  name: string,
): Promise<FoundLog | undefined> {
  const [row] = await execute<LogRow>(
    `SELECT l.generation, coalesce(h.size, (SELECT max(idx) + 1 FROM audit_entry e
       WHERE e.tenant_id = $1 AND e.generation = l.generation), 0) AS size
     FROM audit_log l LEFT JOIN audit_head h USING (tenant_id, generation)
     WHERE l.tenant_id = $1 AND split_part(l.origin, '/', -1) = $2`,
    [tenantId, name],
  );
  return row && { tenantId, generation: row.generation, size: toCount(row.size) };
}

async function tileBytes(
  execute: Execute,
  log: LogRef,
  tile: Tile,
): Promise<Uint8Array | undefined> {
  if (tile.level !== 'entries') {
    return readTile(execute, log, { ...tile, level: tile.level });
  }
  const leaves = await readLeaves(execute, log, tile);
  // Entries that were pruned are a gap, and never a bundle with fewer entries in it.
  return leaves.length === tile.width ? encodeEntryBundle(leaves) : undefined;
}
