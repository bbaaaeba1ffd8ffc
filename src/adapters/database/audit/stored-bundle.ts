import type { BundleReader } from '../../../domain/audit/bundle.ts';
import type { WrongColumn } from '../../../domain/audit/check-columns.ts';
import { parseBody } from '../../../domain/audit/entry.ts';
import { entryColumns } from '../../../domain/audit/entry-columns.ts';
import { AuditFormatError } from '../../../domain/audit/format-error.ts';
import { parseLeaf } from '../../../domain/audit/leaf.ts';
import {
  encodeEntryBundle,
  entryBundlesOf,
  hashTilesOf,
  type Tile,
  tilePath,
  tileWidth,
} from '../../../domain/audit/tile.ts';
import { parseTime } from '../../../domain/audit/time.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import { type BundleSource, bundleFiles } from './bundle-files.ts';
import { type LogRef, toCount } from './log-head.ts';
import { readTile } from './stored-tiles.ts';

/** A stored log as the verifier reads it, and what was found beside the files on the way. */
export interface StoredBundle extends BundleReader {
  /** Leaves before this index are gone; their hashes are there. */
  readonly prunedTo: number;
  /** V18: entries whose columns say something else than their leaves. */
  readonly wrongColumns: {
    count: number;
    first: number | undefined;
    differs?: WrongColumn | undefined;
  };
}

/**
 * The files of the log's evidence bundle without writing them anywhere: the tiles are read when they are asked for.
 * @param pace awaited ahead of each tile
 */
export async function openStoredBundle(
  source: BundleSource,
  pace: () => Promise<void>,
): Promise<StoredBundle> {
  const files = await smallFiles(source);
  const prunedTo = await ask(source, (execute) => readPruned(execute, source.log));
  const hashTiles = new Map([...hashTilesOf(source.size)].map((tile) => [tilePath(tile), tile]));
  const entryTiles = new Map(
    [...entryBundlesOf(source.size)]
      .filter(({ index }) => (index + 1) * tileWidth > prunedTo)
      .map((tile) => [tilePath(tile), tile]),
  );
  const wrongColumns: StoredBundle['wrongColumns'] = { count: 0, first: undefined };
  const read = async (name: string): Promise<Uint8Array | undefined> => {
    const hashTile = hashTiles.get(name);
    const entryTile = entryTiles.get(name);
    if (hashTile === undefined && entryTile === undefined) return files.get(name);
    await pace();
    if (hashTile !== undefined) {
      return ask(source, (execute) => readTile(execute, source.log, hashTile));
    }
    if (entryTile === undefined) return undefined;
    const rows = await ask(source, (execute) => readRows(execute, source.log, entryTile));
    for (const row of rows) compareColumns(row, wrongColumns);
    return encodeEntryBundle(rows.map((row) => row.leaf));
  };
  const names = [...files.keys(), ...hashTiles.keys(), ...entryTiles.keys()];
  return { names, read, prunedTo, wrongColumns };
}

/** Everything but the tiles, which come last. */
async function smallFiles(source: BundleSource): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for await (const { name, bytes } of bundleFiles(source)) {
    if (name.startsWith('tile/')) break;
    files.set(name, bytes);
  }
  return files;
}

function ask<T>(
  { pool, log: { tenantId } }: BundleSource,
  question: (execute: Execute) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, { tenantId }, question);
}

async function readPruned(execute: Execute, { tenantId, generation }: LogRef): Promise<number> {
  const [row] = await execute<{ readonly below: string | number }>(
    `SELECT coalesce(max(idx) + 1, 0) AS below FROM audit_entry
     WHERE tenant_id = $1 AND generation = $2 AND leaf IS NULL`,
    [tenantId, generation],
  );
  return toCount(row?.below ?? 0);
}

interface EntryRow {
  readonly idx: string | number;
  readonly entry_id: string;
  readonly class: string;
  readonly type: string;
  readonly time_us: string | number;
  readonly request_id: string | null;
  readonly actor_id: string;
  readonly workspace_id: string | null;
  readonly decision: string | null;
  readonly subject: string | null;
  readonly leaf: Buffer;
}

const nothing = '(nothing)';

function readRows(
  execute: Execute,
  { tenantId, generation }: LogRef,
  { index, width }: Tile,
): Promise<EntryRow[]> {
  const first = index * tileWidth;
  return execute<EntryRow>(
    `SELECT idx, entry_id, class, type, time_us, request_id, actor_id, workspace_id, decision, subject, leaf
     FROM audit_entry
     WHERE tenant_id = $1 AND generation = $2 AND idx >= $3 AND idx < $4 AND leaf IS NOT NULL ORDER BY idx`,
    [tenantId, generation, first, first + width],
  );
}

function compareColumns(row: EntryRow, wrong: StoredBundle['wrongColumns']): void {
  const differs = wrongColumn(row);
  if (differs === undefined) return;
  wrong.count += 1;
  wrong.first ??= toCount(row.idx);
  wrong.differs ??= differs;
}

/** A column that is not what the entry says. A leaf that cannot be read is the verifier's matter. */
function wrongColumn(row: EntryRow): WrongColumn | undefined {
  try {
    const leaf = parseLeaf(row.leaf);
    const body = parseBody(leaf.body);
    const columns = entryColumns(body);
    const compared: readonly (readonly [
      column: keyof EntryRow,
      said: string | undefined,
      found: string | null,
    ])[] = [
      ['entry_id', body.id, row.entry_id],
      ['class', leaf.class, row.class],
      ['type', body.type, row.type],
      ['time_us', String(parseTime(leaf.time)), String(row.time_us)],
      ['actor_id', columns.actorId, row.actor_id],
      ['request_id', columns.requestId, row.request_id],
      ['workspace_id', columns.workspaceId, row.workspace_id],
      ['decision', columns.decision, row.decision],
      ['subject', columns.subject, row.subject],
    ];
    const differs = compared.find(([, said, found]) => (said ?? null) !== found);
    if (differs === undefined) return undefined;
    const [column, said = nothing, found] = differs;
    return { column, expected: said, actual: found ?? nothing };
  } catch (error) {
    if (error instanceof AuditFormatError) return undefined;
    throw error;
  }
}
