import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveDataDir } from '../adapters/database/embedded/data-dir.ts';
import { formatPolicy, type LogPolicy, parsePolicy, policyOf } from '../domain/audit/policy.ts';
import { type NoteKey, vkeyOf } from '../domain/audit/signed-note.ts';

/** Where this installation keeps the policies of the logs it trusts: those it wrote itself. */
export function trustedPolicyDirectory(dataDir: string): string {
  return join(resolveDataDir(dataDir), 'audit', 'trusted');
}

/**
 * Pins the keys of a log, oldest first, for `monago audit verify` on this machine, so that a bundle which brings a key
 * of its own is found out. What the operator has added to the file stays. Written whole or not at all.
 */
export function pinPolicy(dataDir: string, keys: LogPolicy['logs']): void {
  const directory = trustedPolicyDirectory(dataDir);
  const [{ name }] = keys;
  const file = join(directory, `${name.slice(name.lastIndexOf('/') + 1)}.policy`);
  const pinned = read(file);
  if (pinned !== undefined && vkeysOf(pinned.logs) === vkeysOf(keys)) return;
  const policy = pinned === undefined ? policyOf(...keys) : { ...pinned, logs: keys };
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  writeFileSync(`${file}.new`, formatPolicy(policy), { mode: 0o644 });
  renameSync(`${file}.new`, file);
}

function vkeysOf(keys: readonly NoteKey[]): string {
  return keys.map(({ name, publicKey }) => vkeyOf(name, publicKey)).join('\n');
}

/** Undefined where there is none, or none that can be read. */
function read(file: string): LogPolicy | undefined {
  try {
    return parsePolicy(readFileSync(file));
  } catch {
    return undefined;
  }
}
