import { AuditFormatError } from '../format-error.ts';
import { parsePolicyFile } from '../policy-file.ts';
import { type NoteKey, vkeyOf } from '../signed-note.ts';

/** The keys of each log that a witness watches, by origin. */
export type WatchedLogs = ReadonlyMap<string, readonly NoteKey[]>;

/** What a witness holds in memory of each is small; this bounds files that are something else. */
const logsMax = 100_000;

/**
 * The `log` lines of policy files (c2sp.org/tlog-policy). Several keys of one origin are one log; what the files say of
 * other witnesses is no business of this one.
 * @throws AuditFormatError what `parsePolicyFile` throws
 */
export function readWatchedLogs(files: readonly Uint8Array[]): WatchedLogs {
  const logs = new Map<string, NoteKey[]>();
  const seen = new Set<string>();
  for (const { key } of files.flatMap((file) => parsePolicyFile(file).logs)) {
    const vkey = vkeyOf(key.name, key.publicKey);
    if (seen.has(vkey)) continue;
    seen.add(vkey);
    logs.set(key.name, [...(logs.get(key.name) ?? []), key]);
  }
  if (logs.size > logsMax) throw new AuditFormatError('bad_policy', `more than ${logsMax} logs`);
  return logs;
}
