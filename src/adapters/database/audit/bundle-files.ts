import { utf8 } from '../../../domain/audit/bytes.ts';
import { formatPolicy } from '../../../domain/audit/policy.ts';
import type { NoteKey } from '../../../domain/audit/signed-note.ts';
import {
  encodeEntryBundle,
  entryBundlesOf,
  hashTilesOf,
  tilePath,
  tileWidth,
} from '../../../domain/audit/tile.ts';
import type { BundleFile } from '../../../ports/unit-of-work.ts';
import type { Execute } from '../sql.ts';
import { type LogHead, toCount } from './log-head.ts';
import { readTile } from './stored-tiles.ts';

export interface BundleSource {
  /** In the transaction whose snapshot holds `head`. */
  readonly execute: Execute;
  readonly head: LogHead;
  /** The signed checkpoint of `head`. */
  readonly checkpoint: string;
  readonly key: NoteKey;
}

const checkpointPage = 500;

/** The files of an evidence bundle (docs/formats/audit.md), one in memory at a time. */
export async function* bundleFiles(source: BundleSource): AsyncGenerator<BundleFile> {
  yield { name: 'checkpoint', bytes: utf8(source.checkpoint) };
  yield { name: 'policy', bytes: utf8(formatPolicy({ log: source.key })) };
  yield* storedCheckpoints(source);
  for (const tile of hashTilesOf(source.head.size)) {
    const bytes = await readTile(source.execute, source.head.tenantId, tile);
    yield { name: tilePath(tile), bytes };
  }
  for (const bundle of entryBundlesOf(source.head.size)) {
    const first = bundle.index * tileWidth;
    const rows = await source.execute<{ readonly leaf: Buffer }>(
      'SELECT leaf FROM audit_entry WHERE tenant_id = $1 AND idx >= $2 AND idx < $3 ORDER BY idx',
      [source.head.tenantId, first, first + bundle.width],
    );
    yield { name: tilePath(bundle), bytes: encodeEntryBundle(rows.map((row) => row.leaf)) };
  }
}

async function* storedCheckpoints({ execute, head }: BundleSource): AsyncGenerator<BundleFile> {
  let above = -1;
  for (;;) {
    const rows = await execute<{ readonly size: string | number; readonly note: string }>(
      `SELECT size, note FROM audit_checkpoint WHERE tenant_id = $1 AND size > $2 AND size <= $3
       ORDER BY size LIMIT $4`,
      [head.tenantId, above, head.size, checkpointPage],
    );
    for (const row of rows) {
      above = toCount(row.size);
      yield { name: `checkpoints/${above}`, bytes: utf8(row.note) };
    }
    if (rows.length < checkpointPage) return;
  }
}
