import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditFormatError } from '../domain/audit/format-error.ts';
import { type LogPolicy, originOf, parsePolicy } from '../domain/audit/policy.ts';
import type { PolicyOrigin } from './audit-report.ts';

export interface TrustedPolicy {
  readonly policy: LogPolicy;
  readonly origin: PolicyOrigin;
}

export interface PolicySearch {
  /** A file that was given; then nothing is searched. */
  readonly policyFile?: string | undefined;
  /** Folder of `*.policy` files that this installation trusts; it need not exist. */
  readonly trustedPolicyDir: string;
  /** Names of the log, the most trustworthy first; undefined where it could not be read. */
  readonly logs: readonly (string | undefined)[];
}

/**
 * The policy that was given, else the one pinned for the log.
 * @throws RangeError where more than one is pinned
 */
export async function findPolicy(search: PolicySearch): Promise<TrustedPolicy | undefined> {
  const { policyFile: file, trustedPolicyDir, logs } = search;
  if (file !== undefined) {
    return { policy: parsePolicy(await readFile(file)), origin: { kind: 'given', file } };
  }
  const pinned = await pinnedPolicies(trustedPolicyDir);
  const matching = logs
    .map((name) => pinned.filter(({ policy }) => originOf(policy) === name))
    .find((found) => found.length > 0);
  return matching && onlyOne(matching);
}

/** What evidence says of itself is only a hint where to look, so that it cannot be read is no failure here. */
export function attempt<Value>(
  parse: (bytes: Uint8Array) => Value,
  bytes: Uint8Array | undefined,
): Value | undefined {
  try {
    return bytes === undefined ? undefined : parse(bytes);
  } catch (error) {
    if (error instanceof AuditFormatError) return undefined;
    throw error;
  }
}

function onlyOne(matching: readonly TrustedPolicy[]): TrustedPolicy | undefined {
  if (matching.length > 1) {
    throw new RangeError('more than one policy is pinned for this log; choose one with --policy');
  }
  return matching[0];
}

async function pinnedPolicies(folder: string): Promise<TrustedPolicy[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.policy')).map((name) => join(folder, name));
  return Promise.all(
    files.map(async (file) => ({
      policy: parsePolicy(await readFile(file)),
      origin: { kind: 'pinned' as const, file },
    })),
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
