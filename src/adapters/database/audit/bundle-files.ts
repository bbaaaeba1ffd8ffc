import type { Pool } from 'pg';
import { checkpointFile, earlierCheckpointFile, policyFile } from '../../../domain/audit/bundle.ts';
import { utf8 } from '../../../domain/audit/bytes.ts';
import { formatPolicy, policyOf } from '../../../domain/audit/policy.ts';
import type { NoteKey } from '../../../domain/audit/signed-note.ts';
import {
  encodeEntryBundle,
  entryBundlesOf,
  hashTilesOf,
  type Tile,
  tilePath,
  tileWidth,
} from '../../../domain/audit/tile.ts';
import type { BundleFile } from '../../../ports/unit-of-work.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import { cosignedNotes } from './cosignatures.ts';
import { type LogRef, toCount } from './log-head.ts';
import { anchorFiles } from './stored-anchors.ts';
import { readTile } from './stored-tiles.ts';

export interface BundleSource {
  /** Connections as monago_app. */
  readonly pool: Pool;
  readonly log: LogRef;
  readonly size: number;
  /** The signed checkpoint of `size`. */
  readonly checkpoint: string;
  /** Every key that the log had, oldest first. */
  readonly keys: readonly [NoteKey, ...NoteKey[]];
}

const checkpointPage = 500;

/** The files of an evidence bundle (docs/formats/audit.md), one in memory at a time. */
export async function* bundleFiles(source: BundleSource): AsyncGenerator<BundleFile> {
  yield { name: checkpointFile, bytes: utf8(source.checkpoint) };
  yield { name: policyFile, bytes: utf8(formatPolicy(policyOf(...source.keys))) };
  yield* storedCheckpoints(source);
  yield* storedAnchors(source);
  for (const tile of hashTilesOf(source.size)) {
    const bytes = await ask(source, (execute) => readTile(execute, source.log, tile));
    yield { name: tilePath(tile), bytes };
  }
  const prunedBelow = await ask(source, (execute) => readPrunedBelow(execute, source.log));
  for (const bundle of entryBundlesOf(source.size)) {
    // Of entries that the log has announced to be gone, only the hashes are left.
    if (bundle.index * tileWidth < prunedBelow) continue;
    const leaves = await ask(source, (execute) => readLeaves(execute, source.log, bundle));
    yield { name: tilePath(bundle), bytes: encodeEntryBundle(leaves) };
  }
}

function ask<T>(
  { pool, log: { tenantId } }: BundleSource,
  question: (execute: Execute) => Promise<T>,
): Promise<T> {
  return inTransaction(pool, { tenantId }, question);
}

/** Entries below this index are gone or going; always whole bundles. */
export async function readPrunedBelow(
  execute: Execute,
  { tenantId, generation }: LogRef,
): Promise<number> {
  const [row] = await execute<{ readonly pruned_below: string | number }>(
    'SELECT pruned_below FROM audit_log WHERE tenant_id = $1 AND generation = $2',
    [tenantId, generation],
  );
  return toCount(row?.pruned_below ?? 0);
}

/** The leaves of an entry bundle, as many of them as there are. */
export async function readLeaves(
  execute: Execute,
  { tenantId, generation }: LogRef,
  { index, width }: Tile,
): Promise<Buffer[]> {
  const first = index * tileWidth;
  const rows = await execute<{ readonly leaf: Buffer }>(
    `SELECT leaf FROM audit_entry
     WHERE tenant_id = $1 AND generation = $2 AND idx >= $3 AND idx < $4 AND leaf IS NOT NULL ORDER BY idx`,
    [tenantId, generation, first, first + width],
  );
  return rows.map((row) => row.leaf);
}

interface CheckpointRow {
  readonly size: string | number;
  readonly note: string;
}

async function* storedCheckpoints(source: BundleSource): AsyncGenerator<BundleFile> {
  const { log, size } = source;
  let above = -1;
  for (;;) {
    const notes = await ask(source, async (execute) => {
      const rows = await execute<CheckpointRow>(
        `SELECT size, note FROM audit_checkpoint WHERE tenant_id = $1 AND generation = $2 AND size > $3
           AND size <= $4 ORDER BY size LIMIT $5`,
        [log.tenantId, log.generation, above, size, checkpointPage],
      );
      const stored = rows.map((row) => ({ size: toCount(row.size), note: row.note }));
      const cosigned = await cosignedNotes(execute, log, stored);
      return stored.map((one, at) => ({ size: one.size, note: cosigned[at] ?? one.note }));
    });
    for (const { size: ofSize, note } of notes) {
      above = ofSize;
      yield { name: earlierCheckpointFile(ofSize), bytes: utf8(note) };
    }
    if (notes.length < checkpointPage) return;
  }
}

async function* storedAnchors(source: BundleSource): AsyncGenerator<BundleFile> {
  const { log, size } = source;
  for (let above = 0; ; ) {
    const page = { above, size, limit: checkpointPage };
    const files = await ask(source, (execute) => anchorFiles(execute, log, page));
    for (const { name, bytes } of files) yield { name, bytes };
    if (files.length < checkpointPage) return;
    above = files.at(-1)?.size ?? size;
  }
}
