import type { HashReader } from '../../../domain/audit/proof.ts';
import { type Tile, tileHashReader, tilePath, tileWidth } from '../../../domain/audit/tile.ts';
import type { Execute } from '../sql.ts';
import type { ReadHashes } from './growth.ts';
import type { LogRef } from './log-head.ts';

type HashTile = Tile & { readonly level: number };

const leafHashes = `SELECT string_agg(leaf_hash, ''::bytea ORDER BY idx) AS hashes
  FROM audit_entry WHERE tenant_id = $1 AND generation = $2 AND idx >= $3 AND idx < $4`;
const tileRoots = `SELECT string_agg(root, ''::bytea ORDER BY n) AS hashes
  FROM audit_tile WHERE tenant_id = $1 AND generation = $2 AND n >= $3 AND n < $4 AND level = $5`;
const fullTile = `SELECT hashes FROM audit_tile
  WHERE tenant_id = $1 AND generation = $2 AND level = $3 AND n = $4`;

interface HashesRow {
  readonly hashes: Buffer | null;
}

/** Hashes of a level as stored: leaf hashes, or roots of the full tiles of the level below. */
export function storedHashes(execute: Execute, { tenantId, generation }: LogRef): ReadHashes {
  return async (level, first, end) => {
    const [row] =
      level === 0
        ? await execute<HashesRow>(leafHashes, [tenantId, generation, first, end])
        : await execute<HashesRow>(tileRoots, [tenantId, generation, first, end, level - 1]);
    return row?.hashes ?? new Uint8Array(0);
  };
}

/** A tile of the log: full ones are stored, partial ones are put together. */
export async function readTile(
  execute: Execute,
  log: LogRef,
  { level, index, width }: HashTile,
): Promise<Uint8Array> {
  if (width < tileWidth) {
    const first = index * tileWidth;
    return storedHashes(execute, log)(level, first, first + width);
  }
  const [row] = await execute<HashesRow>(fullTile, [log.tenantId, log.generation, level, index]);
  return row?.hashes ?? new Uint8Array(0);
}

/** Any complete subtree of the stored tree, for making proofs. One connection answers one question at a time. */
export function storedHashReader(execute: Execute, log: LogRef, size: number): HashReader {
  const tiles = new Map<string, Promise<Uint8Array>>();
  let last: Promise<unknown> = Promise.resolve();
  return tileHashReader(size, (tile) => {
    const path = tilePath(tile);
    const known = tiles.get(path);
    if (known !== undefined) return known;
    const read = last.then(() => readTile(execute, log, tile));
    last = read.catch(() => undefined);
    tiles.set(path, read);
    return read;
  });
}
