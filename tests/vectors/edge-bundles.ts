import { utf8 } from '../../src/domain/audit/bytes.ts';
import type { AuditBody } from '../../src/domain/audit/fact.ts';
import { encodeLeaf, type Leaf, parseLeaf } from '../../src/domain/audit/leaf.ts';
import type { LogPolicy } from '../../src/domain/audit/policy.ts';
import { encodeEntryBundle } from '../../src/domain/audit/tile.ts';
import { formatTime, parseTime } from '../../src/domain/audit/time.ts';
import { bodyAt, sampleBody } from './sample-facts.ts';
import {
  bundleOf,
  framed,
  logOf,
  sampleLog,
  sampleSigner,
  type UnframedEntry,
} from './sample-log.ts';

export type Files = Map<string, Uint8Array>;

/** How an auditor asks. Times in seconds. */
export interface Asked {
  /** Signed note that was kept. */
  readonly since?: string;
  readonly maxAge?: number;
  readonly maxGap?: number;
}

/** A bundle, and how it is verified where that is not as always. */
export interface BundleCase {
  readonly files: Files;
  readonly policy?: LogPolicy;
  readonly asked?: Asked;
}

type Made = Promise<BundleCase> | BundleCase;
export type BundleCases = Readonly<Record<string, () => Made>>;

const size = 8;
export const log = sampleLog(size);
export const baseFiles = await bundleOf(log, [2]);
const entriesFile = 'tile/entries/000.p/8';
const tileFile = 'tile/0/000.p/8';
const [intentAt, outcomeAt] = [4, 5];

function without(files: Files, ...names: readonly string[]): BundleCase {
  const left = new Map(files);
  for (const name of names) left.delete(name);
  return { files: left };
}

export function withFile(files: Files, name: string, content: Uint8Array | string): BundleCase {
  const bytes = typeof content === 'string' ? utf8(content) : content;
  return { files: new Map(files).set(name, bytes) };
}

export function flipped(files: Files, name: string, at: number): BundleCase {
  const bytes = files.get(name) ?? new Uint8Array();
  return withFile(files, name, bytes.with(at, (bytes.at(at) ?? 0) ^ 1));
}

function withEntries(leaves: readonly Uint8Array[]): BundleCase {
  return withFile(baseFiles, entriesFile, encodeEntryBundle(leaves));
}

/** An entry with another name of its node. */
function edited(leaf: Uint8Array): Uint8Array {
  const read = parseLeaf(leaf);
  return encodeLeaf({ ...read, body: read.body.replace('node-1', 'node-2') });
}

function editedAt(index: number): Uint8Array[] {
  return log.leaves.map((leaf, at) => (at === index ? edited(leaf) : leaf));
}

/** Bodies of the sample log, some of them otherwise, framed and signed as if nothing were wrong. */
async function signed(
  changes: Readonly<Record<number, Partial<UnframedEntry>>>,
  earlier: readonly number[] = [],
): Promise<BundleCase> {
  const entries = Array.from({ length: size }, (_, index) => ({
    body: sampleBody(index),
    ...changes[index],
  }));
  return { files: await bundleOf(logOf(framed(entries)), earlier) };
}

function patch(change: Partial<Leaf>): Partial<UnframedEntry> {
  return { patch: change };
}

function changedBody(index: number, change: object): Partial<UnframedEntry> {
  return { body: Object.assign({}, sampleBody(index), change) };
}

/** One that this verifier does not know. */
function unknown(index: number): Partial<UnframedEntry> {
  return patch({ body: JSON.stringify({ id: sampleBody(index).id, v: 2 }) });
}

function sampleTime(index: number): number {
  return parseTime(parseLeaf(log.leaves[index] ?? new Uint8Array()).time);
}

/** What is wrong with the files and the hashes, under the checkpoint that was signed. */
export const unsignedCases: BundleCases = {
  'V0 the checkpoint is missing': () => without(baseFiles, 'checkpoint'),
  'V0 the entries are missing': () => without(baseFiles, entriesFile),
  'V0 a tile is missing': () => without(baseFiles, tileFile),
  'V0 a file too many': () => withFile(baseFiles, 'README', ''),
  'V0 a file in the folder of the anchors that is none': () =>
    withFile(baseFiles, 'anchors/08.tsr', ''),
  'V0 entries under the name of another width': () => {
    const { files } = without(baseFiles, entriesFile);
    return withFile(files, 'tile/entries/000.p/7', encodeEntryBundle(log.leaves));
  },
  'V1 the policy is missing': () => without(baseFiles, 'policy'),
  'V1 a comment in the policy': () =>
    withFile(baseFiles, 'policy', `# x\n${text(baseFiles, 'policy')}`),
  'V1 the policy names a key that nothing leads to': () => {
    const other = sampleLog(0, sampleSigner(2)).policy.logs[0];
    return { files: baseFiles, policy: { ...log.policy, logs: [other] } };
  },
  'V2 the checkpoint is none': () => withFile(baseFiles, 'checkpoint', 'x\n'),
  'V2 an earlier checkpoint under another name': () => {
    const { files } = without(baseFiles, 'checkpoints/2');
    return withFile(files, 'checkpoints/02', log.checkpointAt(2));
  },
  'V2 the checkpoint of another log': () => {
    const another = sampleLog(size, sampleSigner(1, 'audit.monago.example/log/another'));
    return withFile(baseFiles, 'checkpoint', another.checkpointAt(size));
  },
  'V3 signed by a key that nobody named': () => {
    const forged = sampleLog(size, sampleSigner(2)).checkpointAt(size);
    return withFile(baseFiles, 'checkpoint', forged);
  },
  'V3 an invalid signature': () => flipped(baseFiles, 'checkpoint', -12),
  'V3 another root above the signature': () => {
    const note = log.checkpointAt(size).split('\n');
    const root = log.checkpointAt(2).split('\n')[2] ?? '';
    return withFile(baseFiles, 'checkpoint', note.with(2, root).join('\n'));
  },
  'V5 a byte of an entry': () => withEntries(editedAt(3)),
  'V5 two entries swapped': () => {
    const [a, b, c, ...rest] = log.leaves;
    return withEntries([a, c, b, ...rest].filter((leaf) => leaf !== undefined));
  },
  'V5 the last entry is missing in its file': () => withEntries(log.leaves.slice(0, -1)),
  'V5 an entry inserted': () => withEntries(log.leaves.toSpliced(2, 0, ...log.leaves.slice(1, 2))),
  'V5 an entry cut off': () => {
    const bytes = baseFiles.get(entriesFile) ?? new Uint8Array();
    return withFile(baseFiles, entriesFile, bytes.slice(0, -1));
  },
  'V5 a byte behind the entries': () => {
    const bytes = baseFiles.get(entriesFile) ?? new Uint8Array();
    return withFile(baseFiles, entriesFile, Uint8Array.of(...bytes, 0));
  },
  'V5 an entry changed and chained anew with its hashes': async () => {
    const { files } = await signed({ 3: changedBody(3, { node: 'node-2' }) });
    return { files: new Map(files).set('checkpoint', utf8(log.checkpointAt(size))) };
  },
  'V6 a hash of a tile': () => flipped(baseFiles, tileFile, 2 * 32),
  'V6 a tile that is too short': () =>
    withFile(baseFiles, tileFile, (baseFiles.get(tileFile) ?? new Uint8Array()).slice(0, -1)),
  'V6 an entry and the hash of another one': () => {
    const { files } = withEntries(editedAt(3));
    return flipped(files, tileFile, 6 * 32);
  },
  'V6 a hash of a tile, under a root that nobody signed': () => {
    const { files } = flipped(baseFiles, tileFile, 2 * 32);
    return withFile(files, 'checkpoint', sampleLog(size, sampleSigner(2)).checkpointAt(size));
  },
};

function text(files: Files, name: string): string {
  return new TextDecoder().decode(files.get(name));
}

/** What the entries say, signed by the log itself. */
export const signedCases: BundleCases = {
  'V7 an index that is not the position': () => signed({ 3: patch({ index: 7 }) }),
  'V7 an entry of another log': () => signed({ 3: patch({ origin: 'audit.example/log/other' }) }),
  'V7 bytes that are no leaf': async () => {
    const leaves = log.leaves.with(7, utf8('x\n'));
    return { files: await bundleOf(logOf(leaves)) };
  },
  'V8 another hash ahead': () => signed({ 3: patch({ prev: new Uint8Array(32) }) }),
  'V8 another genesis': () => signed({ 0: patch({ prev: new Uint8Array(32) }) }),
  'V9 a gap in a counter': () => signed({ 3: patch({ classIndex: 9 }) }),
  'V8 and V9 of one entry, and V10 of a later one': () =>
    signed({
      3: patch({ classIndex: 9, prev: new Uint8Array(32) }),
      6: patch({ time: formatTime(sampleTime(0)) }),
    }),
  'V10 a time that goes back': () => signed({ 3: patch({ time: formatTime(sampleTime(0)) }) }),
  'V11 a body that is not canonical': () => signed({ 3: patch({ body: '{"v": 1}' }) }),
  'V11 a body with a field too many': () =>
    signed({ 3: patch({ body: '{"foo":1,"type":"log.heartbeat","v":1}' }) }),
  'V11 the class of another type': () => signed({ 3: patch({ class: 'auth', classIndex: 1 }) }),
  'V11 a log that does not begin with its opening': () =>
    signed({ 0: { body: sampleBody(2) }, 2: { body: sampleBody(0) } }),
  'V11 a vkey that is none': () => signed({ 3: { body: keyChange(3) } }),
  'V11 a later version': () => signed({ 3: unknown(3) }),
  'V11 an unknown type': () =>
    signed({ 3: patch({ body: '{"id":"x","type":"log.dreamt","v":1}' }) }),
  'V11 a later version ahead of tampering': () =>
    signed({ 2: unknown(2), 6: patch({ prev: new Uint8Array(32) }) }),
  'V12 another entry than the one signed earlier': async () => {
    const { files } = await signed({ 1: changedBody(1, { node: 'node-2' }) });
    return withFile(new Map(files), 'checkpoints/2', log.checkpointAt(2));
  },
  'V12 another entry than the one in a kept checkpoint': async () => ({
    ...(await signed({ 1: changedBody(1, { node: 'node-2' }) })),
    asked: { since: log.checkpointAt(2) },
  }),
  'V12 a kept checkpoint of a larger tree': () => ({
    files: baseFiles,
    asked: { since: sampleLog(9).checkpointAt(9) },
  }),
  'V12 an earlier checkpoint of a larger tree': () =>
    withFile(baseFiles, 'checkpoints/9', sampleLog(9).checkpointAt(9)),
  'V12 a kept checkpoint that somebody else signed': () => ({
    files: baseFiles,
    asked: { since: sampleLog(2, sampleSigner(2)).checkpointAt(2) },
  }),
  'V13 an outcome that nothing began': () =>
    signed({ [intentAt]: { body: sampleBody(6) }, 6: { body: sampleBody(7) } }),
  'V13 a second outcome': () => signed({ 7: changedBody(outcomeAt, { id: sampleBody(7).id }) }),
  'V13 an outcome of another request': () =>
    signed({ [outcomeAt]: changedBody(outcomeAt, { request_id: sampleBody(6).request_id }) }),
  'V13 an outcome whose intent may be of a later version': () =>
    signed({ [intentAt]: unknown(intentAt) }),
  'V13 an outcome ahead of its intent': () =>
    signed({
      [intentAt]: { body: sampleBody(outcomeAt) },
      [outcomeAt]: { body: sampleBody(intentAt) },
    }),
  'V16 an anchor of no checkpoint': () => withFile(baseFiles, 'anchors/3.tsr', 'x'),
  'V17 an entry that is too old': () => ({ files: baseFiles, asked: { maxAge: 900 } }),
  'V17 the empty log': async () => ({
    files: await bundleOf(sampleLog(0)),
    asked: { maxAge: 900 },
  }),
  'V17 a gap': async () => ({
    ...(await signed({ 7: patch({ time: formatTime(sampleTime(6) + 61_000_000) }) })),
    asked: { maxGap: 60 },
  }),
};

function keyChange(index: number): AuditBody {
  const actor = { type: 'system', id: 'monago' } as const;
  return bodyAt(index, { type: 'log.key_rotated', actor, old_vkey: 'x', new_vkey: 'y' });
}

/** What looks odd and is in order. */
export const soundCases: BundleCases = {
  'as written': () => ({ files: baseFiles }),
  'the empty log': async () => ({ files: await bundleOf(sampleLog(0)) }),
  'the newest checkpoint once more': () =>
    withFile(baseFiles, 'checkpoints/8', log.checkpointAt(size)),
  'a signature of an unknown key beside it': () =>
    withFile(baseFiles, 'checkpoint', `${log.checkpointAt(size)}— unknown.example AAAAAAAA\n`),
  'a time stamp of the newest checkpoint, no authority given': () =>
    withFile(baseFiles, 'anchors/8.tsr', 'x'),
  'an anchor of another kind': () => withFile(baseFiles, 'anchors/2.git', 'x'),
  'a kept checkpoint': () => ({ files: baseFiles, asked: { since: log.checkpointAt(5) } }),
  'an intent without an outcome': () => signed({ [outcomeAt]: { body: sampleBody(9) } }),
};
