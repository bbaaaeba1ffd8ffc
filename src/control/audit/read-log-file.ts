import { parseTilePath } from '../../domain/audit/parse-tile-path.ts';
import { tileWidth } from '../../domain/audit/tile.ts';
import type { LogFile, LogFileName } from '../../ports/unit-of-work.ts';
import type { LogReader } from '../caller.ts';
import type { Control } from '../control.ts';

/**
 * A file of one of the tenant's logs, for a verifier that does not take our word for anything in it. Hashes and
 * checkpoints tell nothing of what happened; whoever takes a bundle of entries has read them, and that is recorded.
 * @throws MonagoError `not_found` for another tenant's log too
 */
export async function readLogFile(
  { by, ...name }: LogFileName & { readonly by: LogReader },
  use: Control,
): Promise<LogFile> {
  const found = await use.auditReader.file(by.tenantId, name);
  const tile = parseTilePath(name.file);
  if (tile?.level === 'entries') {
    const first = tile.index * tileWidth;
    await use.readLog.record({ by, what: 'entries', first, end: first + tile.width });
  }
  return found;
}
