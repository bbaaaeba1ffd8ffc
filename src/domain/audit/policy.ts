import { witnessVkeyOf } from './cosignature.ts';
import { AuditFormatError } from './format-error.ts';
import { parsePolicyFile, type Witness } from './policy-file.ts';
import { type Quorum, quorumLines } from './quorum.ts';
import { type NoteKey, vkeyOf } from './signed-note.ts';

/** Whom a verifier of one log trusts (c2sp.org/tlog-policy). */
export interface LogPolicy {
  /** Keys of the log, oldest first; all of them bear its origin as their name. */
  readonly logs: readonly [NoteKey, ...NoteKey[]];
  readonly witnesses: readonly Witness[];
  readonly quorum: Quorum;
}

/** The policy that trusts a log whose keys these are, and asks for no witness. */
export function policyOf(key: NoteKey, ...newer: readonly NoteKey[]): LogPolicy {
  return { logs: [key, ...newer], witnesses: [], quorum: { kind: 'none' } };
}

/** Name of the log that the policy is about. */
export function originOf({ logs: [first] }: LogPolicy): string {
  return first.name;
}

/** The policy file. Two policies that say the same in the same order are written in the same bytes. */
export function formatPolicy({ logs, witnesses, quorum }: LogPolicy): string {
  const lines = [
    ...logs.map((key) => `log ${vkeyOf(key.name, key.publicKey)}`),
    ...witnesses.map(witnessLine),
    ...quorumLines(quorum),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/**
 * Reads the policy of one log.
 * @throws AuditFormatError what `parsePolicyFile` throws; `bad_policy` also without a log and with two
 */
export function parsePolicy(bytes: Uint8Array): LogPolicy {
  const { logs, witnesses, quorum } = parsePolicyFile(bytes);
  const [first, ...newer] = logs.map(({ key }) => key);
  if (first === undefined) throw new AuditFormatError('bad_policy', 'the policy names no log');
  const other = newer.find(({ name }) => name !== first.name);
  if (other !== undefined) {
    const message = `the policy is of two logs, ${first.name} and ${other.name}`;
    throw new AuditFormatError('bad_policy', message);
  }
  return { logs: [first, ...newer], witnesses, quorum };
}

function witnessLine({ name, key, url }: Witness): string {
  const line = `witness ${name} ${witnessVkeyOf(key.name, key.publicKey)}`;
  return url === undefined ? line : `${line} ${url}`;
}
