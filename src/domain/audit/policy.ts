import { textOf } from './bytes.ts';
import { AuditFormatError } from './format-error.ts';
import { type NoteKey, parseVkey, vkeyOf } from './signed-note.ts';

/** Whom a verifier trusts (c2sp.org/tlog-policy): so far one log and no witnesses. */
export interface LogPolicy {
  readonly log: NoteKey;
}

/** The policy file of a log. Two policies that say the same are written in the same bytes. */
export function formatPolicy({ log }: LogPolicy): string {
  return `log ${vkeyOf(log.name, log.publicKey)}\nquorum none\n`;
}

/**
 * Reads a policy file. Witnesses and groups are refused rather than skipped, because to skip them would be to
 * trust a checkpoint that the policy does not.
 * @throws AuditFormatError `bad_policy`, `bad_vkey`, `bad_base64`, `bad_utf8`
 */
export function parsePolicy(bytes: Uint8Array): LogPolicy {
  const text = textOf(bytes);
  if (!text.endsWith('\n')) throw new AuditFormatError('bad_policy', 'the last line is not ended');
  const lines = text.split('\n').map(wordsOf).filter(isStatement);
  const logs = lines.filter(
    (words) => words[0] === 'log' && (words.length === 2 || words.length === 3),
  );
  const quorums = lines.filter((words) => words.join(' ') === 'quorum none');
  const [, vkey] = logs[0] ?? [];
  if (vkey === undefined || logs.length !== 1 || quorums.length !== 1 || lines.length !== 2) {
    throw new AuditFormatError(
      'bad_policy',
      'a policy names one log and "quorum none", nothing else',
    );
  }
  return { log: parseVkey(vkey) };
}

function wordsOf(line: string): string[] {
  return line.split(/[ \t]+/).filter((word) => word !== '');
}

function isStatement(words: readonly string[]): boolean {
  return words.length > 0 && words[0]?.startsWith('#') === false;
}
