import { isEqual, textOf } from './bytes.ts';
import { parseWitnessVkey, type WitnessKey } from './cosignature.ts';
import { AuditFormatError } from './format-error.ts';
import type { Quorum } from './quorum.ts';
import { type NoteKey, parseVkey } from './signed-note.ts';

export interface PolicyLog {
  readonly key: NoteKey;
  readonly url?: string;
}

export interface Witness {
  /** What the policy calls it; the name in its key is another one. */
  readonly name: string;
  readonly key: WitnessKey;
  /** Submission prefix of c2sp.org/tlog-witness. */
  readonly url?: string;
}

/** A policy file of c2sp.org/tlog-policy: logs of any names, or none where they are known otherwise. */
export interface PolicyFile {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly Witness[];
  readonly quorum: Quorum;
}

type Member = Exclude<Quorum, { readonly kind: 'none' }>;

/** Larger files are refused before they are read. */
const policyBytesMax = 65_536;
// Control characters but tab and line feed could make a policy look like another one on a terminal.
const forbidden = /[^\t\n\x20-\x7e\x80-\u{10ffff}]/u;

/**
 * Reads a policy file. What is not understood is refused, because to skip it would be to trust more than it says.
 * @throws AuditFormatError `bad_policy`, `bad_vkey`, `bad_base64`, `bad_utf8`
 */
export function parsePolicyFile(bytes: Uint8Array): PolicyFile {
  if (bytes.length > policyBytesMax) throw refused('the policy is too long');
  const text = textOf(bytes);
  if (!text.endsWith('\n')) throw refused('the last line is not ended');
  if (forbidden.test(text)) throw refused('a control character');
  const reader = new PolicyReader();
  for (const [at, line] of text.split('\n').entries()) {
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    const [keyword] = words;
    if (keyword === undefined || keyword.startsWith('#')) continue;
    reader.read(words, at + 1);
  }
  return reader.done();
}

class PolicyReader {
  readonly #logs: PolicyLog[] = [];
  readonly #witnesses: Witness[] = [];
  /** Witnesses and groups share their names. */
  readonly #defined = new Map<string, Member>();
  readonly #grouped = new Set<string>();
  #quorum: Quorum | undefined;

  read([keyword = '', ...words]: readonly string[], line: number): void {
    if (keyword === 'log') this.#log(words, line);
    else if (keyword === 'witness') this.#witness(words, line);
    else if (keyword === 'group') this.#group(words, line);
    else if (keyword === 'quorum') this.#quorumLine(words, line);
    else throw refused(`line ${line} begins with none of log, witness, group and quorum`);
  }

  done(): PolicyFile {
    if (this.#quorum === undefined) throw refused('there is no quorum line');
    return { logs: this.#logs, witnesses: this.#witnesses, quorum: this.#quorum };
  }

  #log([vkey, url, ...rest]: readonly string[], line: number): void {
    if (vkey === undefined || rest.length > 0) throw refused(`line ${line} is not: log VKEY [URL]`);
    const key = parseVkey(vkey);
    if (this.#logs.some((one) => isEqual(one.key.publicKey, key.publicKey))) {
      throw refused(`line ${line} names a key that another log line names`);
    }
    this.#logs.push(url === undefined ? { key } : { key, url });
  }

  #witness([name, vkey, url, ...rest]: readonly string[], line: number): void {
    if (name === undefined || vkey === undefined || rest.length > 0) {
      throw refused(`line ${line} is not: witness NAME VKEY [URL]`);
    }
    const key = parseWitnessVkey(vkey);
    if (this.#witnesses.some((one) => isEqual(one.key.publicKey, key.publicKey))) {
      throw refused(`line ${line} names a key that another witness line names`);
    }
    this.#define({ kind: 'witness', name }, line);
    this.#witnesses.push(url === undefined ? { name, key } : { name, key, url });
  }

  #group([name, many, ...names]: readonly string[], line: number): void {
    if (name === undefined || many === undefined || names.length === 0) {
      throw refused(`line ${line} is not: group NAME all|any|NUMBER MEMBER…`);
    }
    const threshold = thresholdOf(many, names.length);
    if (threshold === undefined) {
      throw refused(
        `line ${line}: "${many}" is not all, any or a number from 1 to ${names.length}`,
      );
    }
    const members = names.map((member) => this.#member(member, line));
    this.#define({ kind: 'group', name, threshold, members }, line);
  }

  #member(name: string, line: number): Member {
    const member = this.#defined.get(name);
    if (member === undefined) throw refused(`line ${line}: "${name}" is not defined above it`);
    if (this.#grouped.has(name)) throw refused(`line ${line}: "${name}" is in a group already`);
    this.#grouped.add(name);
    return member;
  }

  #quorumLine([name, ...rest]: readonly string[], line: number): void {
    if (this.#quorum !== undefined) throw refused(`line ${line} is a second quorum line`);
    if (name === undefined || rest.length > 0) throw refused(`line ${line} is not: quorum NAME`);
    this.#quorum = name === 'none' ? { kind: 'none' } : this.#defined.get(name);
    if (this.#quorum === undefined)
      throw refused(`line ${line}: "${name}" is not defined above it`);
  }

  #define(member: Member, line: number): void {
    if (member.name === 'none' || this.#defined.has(member.name)) {
      throw refused(`line ${line} defines "${member.name}", which is taken`);
    }
    this.#defined.set(member.name, member);
  }
}

function thresholdOf(many: string, count: number): number | undefined {
  if (many === 'any') return 1;
  if (many === 'all') return count;
  const threshold = /^[1-9]\d{0,5}$/.test(many) ? Number(many) : 0;
  return threshold >= 1 && threshold <= count ? threshold : undefined;
}

function refused(message: string): AuditFormatError {
  return new AuditFormatError('bad_policy', message);
}
