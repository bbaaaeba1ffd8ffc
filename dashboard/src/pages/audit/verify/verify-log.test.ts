import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../../../../src/domain/audit/base64.ts';
import { textOf, utf8 } from '../../../../../src/domain/audit/bytes.ts';
import { leafHash } from '../../../../../src/domain/audit/merkle.ts';
import { decodeEntryBundle } from '../../../../../src/domain/audit/tile.ts';
import { outcomeOf, ranChecks } from './outcome.ts';
import { askWebCrypto } from './signatures.ts';
import { verifyEntry } from './verify-entry.ts';
import { verifyLog } from './verify-log.ts';

type Files = Readonly<Record<string, Uint8Array>>;

/** The bundle that every verifier of this format is tried with. */
const { files: encoded }: { readonly files: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync('tests/vectors/audit/bundle.json', 'utf8'),
);
const files: Files = Object.fromEntries(
  Object.entries(encoded).map(([name, text]) => [name, decodeBase64(text)]),
);
const entriesFile = Object.keys(files).find((name) => name.startsWith('tile/entries/')) ?? '';
const policy = textOf(files['policy'] ?? new Uint8Array());
const checkpoint = textOf(files['checkpoint'] ?? new Uint8Array());

const verify = (served: Files, given: { readonly policy?: string; readonly kept?: string } = {}) =>
  verifyLog({
    fetchFile: async (name) => served[name],
    ask: askWebCrypto,
    policy: given.policy,
    kept: given.kept,
    now: Date.now(),
    onProgress: () => undefined,
  });

function flipped(name: string, at: number): Files {
  const bytes = new Uint8Array(files[name] ?? []);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  return { ...files, [name]: bytes };
}

test('a whole log is verified, under the policy that it names and under one that is given', async () => {
  const first = await verify(files);
  expect(outcomeOf(first)).toBe('verified');
  expect(first).toMatchObject({ policy, checkpoint, verification: { entries: 5, size: 5 } });
  expect(outcomeOf(await verify(files, { policy, kept: checkpoint }))).toBe('verified');
  expect(new Set(ranChecks(first).map(({ state }) => state))).toEqual(new Set(['passed']));
});

test('one bit of an entry is found, and where', async () => {
  const result = await verify(flipped(entriesFile, -10), { policy });
  expect(outcomeOf(result)).toBe('tampered');
  expect(result.verification.firstBadIndex).toBe(4);
  expect(ranChecks(result).find(({ check }) => check === 'V5')?.state).toBe('failed');
});

test('a signature that does not hold is found, although it is asked about last', async () => {
  const lines = checkpoint.split('\n');
  const [dash, name, signature = ''] = (lines[4] ?? '').split(' ');
  const bytes = new Uint8Array(decodeBase64(signature));
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  const forged = [...lines.slice(0, 4), [dash, name, encodeBase64(bytes)].join(' '), ''].join('\n');
  const result = await verify({ ...files, checkpoint: utf8(forged) }, { policy });
  expect(outcomeOf(result)).toBe('tampered');
  expect(result.verification.findingCounts.V3).toBe(1);
});

test('a log that is missing its end is incomplete', async () => {
  const { [entriesFile]: _, ...rest } = files;
  expect(outcomeOf(await verify(rest, { policy }))).toBe('incomplete');
});

test('an entry is proven by its own bytes, and no other', async () => {
  const leaves = decodeEntryBundle(files[entriesFile] ?? new Uint8Array()).map(textOf);
  const use = { fetchFile: async (name: string) => files[name], ask: askWebCrypto, policy };
  for (const leaf of leaves) {
    const leaf_hash = encodeBase64(leafHash(utf8(leaf)));
    const proof = await verifyEntry({ leaf, leaf_hash }, use);
    expect(proof).toMatchObject({ isIncluded: true, areSignaturesChecked: true, size: 5 });
    const altered = leaf.replace('"v":1', '"v":2');
    const proven = await verifyEntry({ leaf: altered, leaf_hash }, use);
    expect(proven.isIncluded).toBe(false);
    const own = encodeBase64(leafHash(utf8(altered)));
    expect((await verifyEntry({ leaf: altered, leaf_hash: own }, use)).isIncluded).toBe(false);
  }
});
