import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveDataDir } from '../adapters/database/embedded/data-dir.ts';
import { formatPolicy, policyOf } from '../domain/audit/policy.ts';
import { parseVkey } from '../domain/audit/signed-note.ts';

/** Where this installation keeps the policies of the logs it trusts: those it wrote itself. */
export function trustedPolicyDirectory(dataDir: string): string {
  return join(resolveDataDir(dataDir), 'audit', 'trusted');
}

/**
 * Pins the key of a log for `monago audit verify` on this machine, so that a bundle which brings a key of its own is
 * found out. Written whole or not at all.
 */
export function pinPolicy(dataDir: string, vkey: string): void {
  const log = parseVkey(vkey);
  const directory = trustedPolicyDirectory(dataDir);
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const file = join(directory, `${log.name.slice(log.name.lastIndexOf('/') + 1)}.policy`);
  writeFileSync(`${file}.new`, formatPolicy(policyOf(log)), { mode: 0o644 });
  renameSync(`${file}.new`, file);
}
