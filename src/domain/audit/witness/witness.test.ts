import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { ed25519Signer, ed25519Verify } from '../../../adapters/evidence/ed25519.ts';
import { utf8 } from '../bytes.ts';
import { signCheckpoint } from '../checkpoint.ts';
import { leafHash, nodeHash } from '../merkle.ts';
import { proveConsistency, type Subtree } from '../proof.ts';
import { type NoteKey, noteKey, vkeyOf } from '../signed-note.ts';
import { formatAddCheckpoint, parseAddCheckpoint } from './add-checkpoint.ts';
import { judgeSubmission } from './judge-submission.ts';
import { readSubmission, type Submission } from './submission.ts';
import { readWatchedLogs, type WatchedLogs } from './watched-logs.ts';

const origin = 'audit.example.test/log/01';
const signer = ed25519Signer(origin, createHash('sha256').update('log').digest());
const stranger = ed25519Signer(origin, createHash('sha256').update('stranger').digest());
const logs: WatchedLogs = new Map([[origin, [noteKey(origin, signer.publicKey)]]]);

/** A tree whose entries are the numbers below its size; in another history they say something else. */
function hashIn(history: string, { height, index }: Subtree): Uint8Array {
  if (height === 0) return leafHash(utf8(`${history} ${index}`));
  const left = hashIn(history, { height: height - 1, index: 2 * index });
  return nodeHash(left, hashIn(history, { height: height - 1, index: 2 * index + 1 }));
}

function rootOf(history: string, begin: number, end: number): Uint8Array {
  const width = end - begin;
  if (width === 0) return createHash('sha256').digest();
  if (width === 1) return hashIn(history, { height: 0, index: begin });
  let split = 1;
  while (split * 2 < width) split *= 2;
  return nodeHash(rootOf(history, begin, begin + split), rootOf(history, begin + split, end));
}

function treeOf(history: string, size: number) {
  return { origin, size, root: rootOf(history, 0, size) };
}

type Sizes = readonly [old: number, size: number];

async function bodyOf(history: string, [oldSize, size]: Sizes, by = signer) {
  const reader = async (subtree: Subtree) => hashIn(history, subtree);
  const isProvable = oldSize > 0 && oldSize <= size;
  const proof = isProvable ? await proveConsistency(oldSize, size, reader) : [];
  const note = utf8(signCheckpoint(treeOf(history, size), by));
  return formatAddCheckpoint({ oldSize, proof, note });
}

async function submissionOf(history: string, ...sizes: Sizes): Promise<Submission> {
  const read = readSubmission(await bodyOf(history, sizes), logs, ed25519Verify);
  if (read.kind !== 'read') throw new Error(read.reason);
  return read.submission;
}

describe('a request to cosign', () => {
  let body: Uint8Array;
  beforeAll(async () => {
    body = await bodyOf('a', [5, 12]);
  });

  test('is written as it is read', () => {
    expect(formatAddCheckpoint(parseAddCheckpoint(body))).toEqual(body);
  });

  test.each([
    ['a line that is not the old size', (text: string) => text.replace('old 5', 'new 5')],
    ['leading zeros', (text: string) => text.replace('old 5', 'old 05')],
    ['two spaces', (text: string) => text.replace('old 5', 'old  5')],
    ['a carriage return', (text: string) => text.replace('old 5', 'old 5\r')],
    [
      'a size beyond exact integers',
      (text: string) => text.replace('old 5', 'old 9007199254740992'),
    ],
    ['a proof line that is no hash', (text: string) => text.replace('old 5\n', 'old 5\nAAAA\n')],
    ['a proof line that is no base64', (text: string) => text.replace('old 5\n', 'old 5\n!\n')],
    ['no empty line', (text: string) => text.replaceAll('\n\n', '\n')],
    ['nothing', () => ''],
    ['a checkpoint of four lines', (text: string) => text.replace(`${origin}\n`, `${origin}\n1\n`)],
  ])('with %s is refused 400', (_what, change) => {
    const changed = utf8(change(Buffer.from(body).toString('utf8')));
    expect(readSubmission(changed, logs, ed25519Verify)).toMatchObject({ status: 400 });
  });

  test('has 63 lines of proof at most', () => {
    const line = `${'A'.repeat(43)}=\n`;
    const lines = (count: number) => utf8(`old 1\n${line.repeat(count)}\nx`);
    expect(parseAddCheckpoint(lines(63)).proof).toHaveLength(63);
    expect(() => parseAddCheckpoint(lines(64))).toThrow('63');
  });

  test('of a log that is not watched is refused 404', () => {
    expect(readSubmission(body, new Map(), ed25519Verify)).toMatchObject({ status: 404 });
  });

  test('that another key signed is refused 403', async () => {
    const forged = await bodyOf('a', [0, 12], stranger);
    expect(readSubmission(forged, logs, ed25519Verify)).toMatchObject({ status: 403 });
  });

  test('with a changed root is refused 403', () => {
    const root = Buffer.from(treeOf('a', 12).root).toString('base64');
    const other = Buffer.from(treeOf('b', 12).root).toString('base64');
    const changed = utf8(Buffer.from(body).toString('utf8').replace(root, other));
    expect(readSubmission(changed, logs, ed25519Verify)).toMatchObject({ status: 403 });
  });

  test('whose old size is above the new one is refused 400', async () => {
    const backwards = await bodyOf('a', [13, 12]);
    expect(readSubmission(backwards, logs, ed25519Verify)).toMatchObject({ status: 400 });
  });

  test('is kept without the signatures of strangers', async () => {
    const text = Buffer.from(body).toString('utf8');
    const extra = signCheckpoint(treeOf('a', 12), stranger).split('\n').at(-2);
    const read = readSubmission(utf8(`${text}${extra}\n`), logs, ed25519Verify);
    const own = signCheckpoint(treeOf('a', 12), signer);
    expect(read).toMatchObject({ kind: 'read', submission: { note: own } });
  });
});

describe('a witness', () => {
  test('cosigns any tree that it sees first, when nothing is claimed to be proven', async () => {
    expect(judgeSubmission(await submissionOf('a', 0, 12), undefined).kind).toBe('continues');
    const first = await submissionOf('a', 0, 12);
    const proof = [new Uint8Array(32)];
    expect(judgeSubmission({ ...first, proof }, undefined)).toMatchObject({ status: 422 });
  });

  test('cosigns the same tree once more', async () => {
    const again = await submissionOf('a', 12, 12);
    expect(judgeSubmission(again, treeOf('a', 12)).kind).toBe('continues');
  });

  test.each([
    { what: 'of another history', history: 'b', sizes: [5, 12] },
    { what: 'that is shorter', history: 'a', sizes: [3, 4] },
  ] as const)('does not cosign a tree $what', async ({ history, sizes }) => {
    const judgement = judgeSubmission(
      await submissionOf(history, sizes[0], sizes[1]),
      treeOf('a', 5),
    );
    expect(judgement.kind).not.toBe('continues');
  });

  test('answers a wrong old size with the one it knows', async () => {
    const known = { kind: 'conflict', size: 5 };
    expect(judgeSubmission(await submissionOf('a', 4, 12), treeOf('a', 5))).toEqual(known);
    expect(judgeSubmission(await submissionOf('a', 0, 12), treeOf('a', 5))).toEqual(known);
  });

  test('answers 409 to another root of a size that it cosigned, and 422 to a wrong proof', async () => {
    const fork = await submissionOf('b', 5, 5);
    expect(judgeSubmission(fork, treeOf('a', 5))).toEqual({ kind: 'conflict', size: 5 });
    const wrong = await submissionOf('b', 5, 12);
    expect(judgeSubmission(wrong, treeOf('a', 5))).toMatchObject({ status: 422 });
  });

  test('cosigns every tree that continues, and none of another history', async () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 0, max: 70 }));
    await fc.assert(
      fc.asyncProperty(sizes, async ([old, more]) => {
        const known = treeOf('a', old);
        const own = judgeSubmission(await submissionOf('a', old, old + more), known);
        const other = judgeSubmission(await submissionOf('b', old, old + more), known);
        expect(own.kind).toBe('continues');
        expect(other.kind).not.toBe('continues');
      }),
      { numRuns: 60 },
    );
  });
});

describe('the policies of a witness', () => {
  const vkey = vkeyOf(origin, signer.publicKey);
  const newer = vkeyOf(origin, stranger.publicKey);
  const keysOf = (keys: readonly NoteKey[] | undefined) => keys?.map(({ keyId }) => keyId);

  test('are read together, one log for each origin', () => {
    const files = [`log ${vkey}\nquorum none\n`, `log ${vkey}\nlog ${newer}\nquorum none\n`];
    const watched = readWatchedLogs(files.map(utf8));
    expect([...watched.keys()]).toEqual([origin]);
    expect(keysOf(watched.get(origin))).toEqual([vkey, newer].map((key) => key.split('+')[1]));
  });

  test('are refused when they are something else', () => {
    expect(() => readWatchedLogs([utf8('hello\n')])).toThrow('line 1');
  });
});
