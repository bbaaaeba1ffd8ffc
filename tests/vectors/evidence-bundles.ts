import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { earlierCheckpointFile, policyFile } from '../../src/domain/audit/bundle.ts';
import { textOf, utf8 } from '../../src/domain/audit/bytes.ts';
import { commit } from '../../src/domain/audit/commitment.ts';
import { contentFile, encodeContentLine } from '../../src/domain/audit/content-file.ts';
import {
  parseWitnessVkey,
  signCosignature,
  witnessVkeyOf,
} from '../../src/domain/audit/cosignature.ts';
import type { ContentPart } from '../../src/domain/audit/entry-content.ts';
import type { AuditFact } from '../../src/domain/audit/fact.ts';
import { formatPolicy, type LogPolicy, policyOf } from '../../src/domain/audit/policy.ts';
import {
  formatSignature,
  type NoteSigner,
  noteKey,
  parseNote,
  vkeyOf,
} from '../../src/domain/audit/signed-note.ts';
import { tilePath, tileWidth } from '../../src/domain/audit/tile.ts';
import {
  type Verification,
  type VerifyRequest,
  verifyBundle,
} from '../../src/domain/audit/verify.ts';
import { bodyAt, bytesOf, sampleBody } from './sample-facts.ts';
import {
  bundleOf,
  framed,
  logOf,
  readerOf,
  type SampleLog,
  sampleNow,
  sampleSigner,
} from './sample-log.ts';

/** A bundle and the policy under which it is to be verified. */
export interface EvidenceBundle {
  readonly files: Map<string, Uint8Array>;
  readonly policy: LogPolicy;
}

/** A sample log with these facts in the place of its own. */
export function logWith(size: number, facts: ReadonlyMap<number, AuditFact>): SampleLog {
  const bodies = Array.from({ length: size }, (_, index) => {
    const fact = facts.get(index);
    return { body: fact === undefined ? sampleBody(index) : bodyAt(index, fact) };
  });
  return logOf(framed(bodies));
}

const system = { type: 'system', id: 'monago' } as const;

/** The key that follows that of the sample log, and one that follows it. */
export const successors = [sampleSigner(21), sampleSigner(22)] as const;

export function keyOf({ name, publicKey }: NoteSigner) {
  return noteKey(name, publicKey);
}

/** The note with a further signature of the log. */
export function alsoSignedBy(note: string, signer: NoteSigner): string {
  const { text } = parseNote(utf8(note));
  return note + formatSignature(keyOf(signer), signer.sign(utf8(text)));
}

/** The note with only these signatures. */
export function signedBy(note: string, ...signers: readonly NoteSigner[]): string {
  const { text } = parseNote(utf8(note));
  const lines = signers.map((signer) => formatSignature(keyOf(signer), signer.sign(utf8(text))));
  return `${text}\n${lines.join('')}`;
}

const rotatedAt = 3;
const headSize = 10;
const overlapSize = 6;

/** A log whose key was replaced by entry 3: an overlap signed by both keys, and a head signed by the new one alone. */
export async function rotatedBundle(): Promise<EvidenceBundle> {
  const [next] = successors;
  const log = rotatedLog();
  const files = await bundleOf(log, [2, overlapSize]);
  const keys = policyOf(keyOf(log.signer), keyOf(next));
  files.set(policyFile, utf8(formatPolicy(keys)));
  files.set('checkpoint', utf8(signedBy(log.checkpointAt(headSize), next)));
  files.set(
    earlierCheckpointFile(overlapSize),
    utf8(alsoSignedBy(log.checkpointAt(overlapSize), next)),
  );
  return { files, policy: log.policy };
}

export function rotatedLog(): SampleLog {
  const { signer } = logOf([]);
  const [next] = successors;
  return logWith(headSize, new Map([[rotatedAt, rotation(signer, next)]]));
}

export function rotation(from: NoteSigner, to: NoteSigner): AuditFact {
  const [old_vkey, new_vkey] = [from, to].map(({ name, publicKey }) => vkeyOf(name, publicKey));
  return {
    type: 'log.key_rotated',
    actor: system,
    old_vkey: old_vkey ?? '',
    new_vkey: new_vkey ?? '',
  };
}

export const witnesses = [1, 2, 3].map((number) =>
  sampleSigner(30 + number, `witness.example/w${number}`),
);
/** When the witnesses of the samples sign; seconds since the epoch. */
export const witnessedAt = Date.UTC(2026, 0, 2, 4) / 1000;

/** The policy of the log that two of three witnesses have to vouch for. */
export function witnessedPolicy(log: SampleLog): LogPolicy {
  const members = witnesses.map(({ name, publicKey }, at) => ({
    name: `w${at + 1}`,
    key: parseWitnessVkey(witnessVkeyOf(name, publicKey)),
  }));
  return {
    ...log.policy,
    witnesses: members,
    quorum: {
      kind: 'group',
      name: 'two-of-three',
      threshold: 2,
      members: members.map(({ name }) => ({ kind: 'witness', name })),
    },
  };
}

/** The note with cosignatures of the witnesses with these numbers, from 1. */
export function cosignedBy(note: string, numbers: readonly number[], time = witnessedAt): string {
  const { text } = parseNote(utf8(note));
  const lines = witnesses
    .filter((_, at) => numbers.includes(at + 1))
    .map((witness) => signCosignature(text, time, witness));
  return note + lines.join('');
}

export async function witnessedBundle(): Promise<EvidenceBundle> {
  const log = logWith(20, new Map());
  const files = await bundleOf(log, [8]);
  files.set('checkpoint', utf8(cosignedBy(log.checkpointAt(20), [1, 3])));
  return { files, policy: witnessedPolicy(log) };
}

/** A log that pruned its first 256 entries, and goes on for some. */
export async function prunedBundle(size = 600): Promise<EvidenceBundle> {
  const below = tileWidth;
  const log = prunedLog(below, size);
  const files = await bundleOf(log, [100, below + 1]);
  return { files: withoutEntries(files, below), policy: log.policy };
}

/** A log whose last entry but one says that it was pruned. */
export function prunedLog(
  below: number,
  prunedSize: number,
  facts: ReadonlyMap<number, AuditFact> = new Map(),
): SampleLog {
  const size = prunedSize - 2;
  const before = logWith(size, facts);
  const root = parseNote(utf8(before.checkpointAt(size))).text.split('\n')[2] ?? '';
  const fact = { type: 'retention.pruned', actor: system, below, size, root, days: 365 } as const;
  return logWith(prunedSize, new Map<number, AuditFact>([...facts, [size, fact]]));
}

export function withoutEntries(
  files: ReadonlyMap<string, Uint8Array>,
  below: number,
): Map<string, Uint8Array> {
  const left = new Map(files);
  for (let index = 0; (index + 1) * tileWidth <= below; index++) {
    left.delete(tilePath({ level: 'entries', index, width: tileWidth }));
  }
  return left;
}

const salt = bytesOf(9, 32);
const text = '{"model":"gpt-4o"}';
const committed = { commit: encodeBase64(commit(salt, utf8(text))), bytes: text.length };
/** Entries of the sample log that commit to the text above: an intent, its outcome, and a denied request. */
export const contentAt = { opened: 4, truncated: 5, erased: 6, notKept: 30, end: 40 } as const;

/** A log of which the content is shown as far as it is there. */
export async function contentBundle(): Promise<EvidenceBundle> {
  const log = contentLog();
  const files = await bundleOf(log);
  files.set(contentFile(0), utf8(contentLines(log).join('')));
  return { files, policy: log.policy };
}

function contentLog(): SampleLog {
  const { erased, end } = contentAt;
  const ranges = [{ first: erased, end: erased + 1 }];
  const fact = {
    type: 'privacy.erased',
    actor: system,
    ranges,
    count: 1,
    basis: 'request',
  } as const;
  return logWith(end, new Map([[end - 1, { ...fact }]]));
}

function contentLines(log: SampleLog): string[] {
  const { opened, truncated, erased } = contentAt;
  return log.leaves.flatMap((leaf, index) => {
    const body = new TextDecoder().decode(leaf);
    if (!body.includes(committed.commit) || index === erased) return [];
    const parts: ContentPart[] =
      index === opened
        ? [{ name: 'req', form: 'whole', bytes: utf8(text) }]
        : index === truncated
          ? [{ name: 'res', form: 'truncated', bytes: utf8(text.slice(0, 4)) }]
          : [];
    return [encodeContentLine({ index, salt, parts })];
  });
}

/** Verifies a bundle as one who pinned its policy. */
export function verifyEvidence(
  { files, policy }: EvidenceBundle,
  more: Partial<VerifyRequest> = {},
): Promise<Verification> {
  const trust = { policy, isPinned: true, verifySignature: ed25519Verify };
  return verifyBundle(readerOf(files), { trust, now: sampleNow, ...more });
}

/** The bundle with other words in a file. */
export function withText(bundle: EvidenceBundle, name: string, words: string): EvidenceBundle {
  return { ...bundle, files: new Map(bundle.files).set(name, utf8(words)) };
}

export function textIn({ files }: EvidenceBundle, name: string): string {
  return textOf(files.get(name) ?? new Uint8Array());
}
