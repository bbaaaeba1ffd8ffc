import { describe, expect, test } from 'vitest';
import {
  alsoSignedBy,
  cosignedBy,
  keyOf,
  prunedBundle,
  prunedLog,
  rotatedBundle,
  rotatedLog,
  signedBy,
  successors,
  textIn,
  verifyEvidence,
  withoutEntries,
  withText,
  witnessedAt,
  witnessedBundle,
} from '../../../tests/vectors/evidence-bundles.ts';
import { bundleOf, sampleLog, sampleSigner } from '../../../tests/vectors/sample-log.ts';
import { utf8 } from './bytes.ts';
import { formatPolicy, type LogPolicy, policyOf } from './policy.ts';

describe('a log whose key was replaced', () => {
  const [next, other] = successors;

  test.each<[string, (policy: LogPolicy) => LogPolicy]>([
    ['the old key', (policy) => policy],
    ['the new key', () => policyOf(keyOf(next))],
    ['both', ({ logs: [first] }) => policyOf(first, keyOf(next))],
  ])('is verified by one who pinned %s', async (_, pin) => {
    const bundle = await rotatedBundle();
    const verification = await verifyEvidence({ ...bundle, policy: pin(bundle.policy) });
    expect(verification).toMatchObject({ verdict: 'verified', checkpoints: 2 });
    expect(verification.findings).toEqual([]);
  });

  test('tells which keys the log itself named', async () => {
    const { followedKeys } = await verifyEvidence(await rotatedBundle());
    expect(followedKeys).toHaveLength(1);
    expect(followedKeys[0]).toContain(keyOf(next).keyId);
  });

  test('is incomplete when no checkpoint of the old key holds the entry that names the new one', async () => {
    const bundle = await rotatedBundle();
    bundle.files.delete('checkpoints/6');
    const verification = await verifyEvidence(bundle);
    expect(verification).toMatchObject({
      verdict: 'incomplete',
      findingCounts: { V1: 1, V3: 1 },
      followedKeys: [],
    });
    expect(verification.findings[1]?.expected).toMatch(
      /^a file checkpoints\/<size>, of more than 3 entries, signed by .+/,
    );
    expect(verification.findings[1]?.expected).toContain(keyOf(sampleSigner()).keyId);
  });

  test('is incomplete when entries are missing that could have named the key', async () => {
    const bundle = await rotatedBundle();
    bundle.files.delete('tile/entries/000.p/10');
    expect(await verifyEvidence(bundle)).toMatchObject({
      verdict: 'incomplete',
      findingCounts: { V0: 1, V1: 1, V3: 1 },
    });
  });

  test('is not verified when somebody else signed the head', async () => {
    const bundle = await rotatedBundle();
    const forged = signedBy(textIn(bundle, 'checkpoint'), other);
    expect(await verifyEvidence(withText(bundle, 'checkpoint', forged))).toMatchObject({
      verdict: 'tampered',
      findingCounts: { V3: 1 },
    });
  });

  test('is incomplete when the head is signed by the replaced key alone', async () => {
    const bundle = await rotatedBundle();
    const retired = rotatedLog().checkpointAt(10);
    expect(await verifyEvidence(withText(bundle, 'checkpoint', retired))).toMatchObject({
      verdict: 'incomplete',
      findingCounts: { V3: 1 },
    });
    const both = alsoSignedBy(retired, next);
    expect((await verifyEvidence(withText(bundle, 'checkpoint', both))).verdict).toBe('verified');
  });

  test('condemns a checkpoint with an invalid signature of the new key', async () => {
    const bundle = await rotatedBundle();
    const good = textIn(bundle, 'checkpoints/6');
    const foreign = signedBy(rotatedLog().checkpointAt(5), next).split('\n').slice(4).join('\n');
    const kept = good.split('\n').slice(0, 5).join('\n');
    const changed = withText(bundle, 'checkpoints/6', `${kept}\n${foreign}`);
    // Without it nothing leads to the new key; with another one it is the signature that is wrong.
    expect((await verifyEvidence(changed)).verdict).toBe('tampered');
    const pinned = { ...changed, policy: policyOf(keyOf(sampleSigner()), keyOf(next)) };
    expect(await verifyEvidence(pinned)).toMatchObject({
      verdict: 'tampered',
      findingCounts: { V3: 1 },
    });
  });

  test('the policy of the bundle may not bring a key that no entry names', async () => {
    const bundle = await rotatedBundle();
    const keys = [sampleSigner(), next, other].map(keyOf);
    const [first = keyOf(next), ...newer] = keys;
    const more = withText(bundle, 'policy', formatPolicy(policyOf(first, ...newer)));
    expect(await verifyEvidence(more)).toMatchObject({
      verdict: 'tampered',
      findingCounts: { V1: 1 },
    });
  });
});

describe('witnesses', () => {
  test('enough of them: verified, and how far they vouch', async () => {
    const verification = await verifyEvidence(await witnessedBundle());
    expect(verification).toMatchObject({
      verdict: 'verified',
      ignoredSignatures: [],
      witnessed: { size: 20, by: [{ name: 'w1', time: witnessedAt }, { name: 'w3' }] },
    });
  });

  test.each([
    ['one of the two', [2]],
    ['none', []],
  ])('%s: incomplete', async (_, numbers) => {
    const bundle = await witnessedBundle();
    const note = cosignedBy(sampleLog(20).checkpointAt(20), numbers);
    const verification = await verifyEvidence(withText(bundle, 'checkpoint', note));
    expect(verification).toMatchObject({
      verdict: 'incomplete',
      firstBadIndex: 0,
      findingCounts: { V4: 1 },
    });
  });

  test('of an earlier checkpoint vouch for the entries up to it', async () => {
    const bundle = await witnessedBundle();
    const log = sampleLog(20);
    bundle.files.set('checkpoint', utf8(log.checkpointAt(20)));
    bundle.files.set('checkpoints/8', utf8(cosignedBy(log.checkpointAt(8), [1, 2])));
    expect(await verifyEvidence(bundle)).toMatchObject({
      verdict: 'incomplete',
      firstBadIndex: 8,
      witnessed: { size: 8 },
    });
  });

  test('that sign in the future do not count', async () => {
    const bundle = await witnessedBundle();
    const now = (witnessedAt - 299) * 1_000_000;
    expect((await verifyEvidence(bundle, { now })).verdict).toBe('verified');
    const earlier = (witnessedAt - 301) * 1_000_000;
    expect((await verifyEvidence(bundle, { now: earlier })).verdict).toBe('incomplete');
  });

  test('a cosignature of a known witness that is not valid is tampering, even where others are enough', async () => {
    const bundle = await witnessedBundle();
    const good = cosignedBy(sampleLog(20).checkpointAt(20), [1, 3]);
    const [, foreign = ''] = cosignedBy(sampleLog(19).checkpointAt(19), [2]).split(
      /(?=\u2014 witness)/,
    );
    expect(await verifyEvidence(withText(bundle, 'checkpoint', good + foreign))).toMatchObject({
      verdict: 'tampered',
      findingCounts: { V4: 1 },
    });
  });
});

function flip(files: Map<string, Uint8Array>, name: string, at: number): void {
  const bytes = files.get(name) ?? new Uint8Array();
  files.set(name, bytes.with(at, (bytes[at] ?? 0) ^ 1));
}

describe('of an entry and a hash that disagree', () => {
  const entries = 'tile/entries/000.p/21';
  const tile = 'tile/0/000.p/21';
  const length = sampleLog(21)
    .leaves.slice(0, 9)
    .reduce((sum, leaf) => sum + 2 + leaf.length, 0);

  async function changed(...flips: readonly (readonly [name: string, at: number])[]) {
    const log = sampleLog(21);
    const files = await bundleOf(log);
    for (const [name, at] of flips) flip(files, name, at);
    return { files, policy: log.policy };
  }

  test('the entry is named where the hashes have the signed root', async () => {
    const { findings } = await verifyEvidence(await changed([entries, length + 200]));
    expect(findings[0]).toMatchObject({ check: 'V5', index: 9 });
  });

  test('the hash is named where the entries have it', async () => {
    const { findings } = await verifyEvidence(await changed([tile, 9 * 32]));
    expect(findings).toMatchObject([{ check: 'V6', index: 9, file: tile }]);
  });

  test('none is named where neither has', async () => {
    const { findings } = await verifyEvidence(await changed([entries, length + 200], [tile, 0]));
    const [first] = findings.filter(({ check }) => check === 'V6');
    expect(first).toMatchObject({ file: tile });
    expect(first).not.toHaveProperty('index');
  });

  test('none is named where nobody signed the root', async () => {
    const bundle = await changed([tile, 9 * 32]);
    const forged = sampleLog(21, sampleSigner(2)).checkpointAt(21);
    const { findings, firstBadIndex } = await verifyEvidence(
      withText(bundle, 'checkpoint', forged),
    );
    expect(findings).toMatchObject([{ check: 'V3' }, { check: 'V6', file: tile }]);
    expect(firstBadIndex).toBeUndefined();
  });
});

describe('pruning', () => {
  test('that the log announced is verified, and said', async () => {
    const verification = await verifyEvidence(await prunedBundle());
    expect(verification).toMatchObject({
      verdict: 'verified',
      pruned: 256,
      entries: 344,
      size: 600,
    });
    expect(verification.findings).toEqual([]);
  });

  test('of one bundle too many is tampering, at the first entry that should be there', async () => {
    const bundle = await prunedBundle();
    const files = withoutEntries(bundle.files, 512);
    expect(await verifyEvidence({ ...bundle, files })).toMatchObject({
      verdict: 'tampered',
      firstBadIndex: 256,
      findingCounts: { V15: 1 },
    });
  });

  test('of all there is says nothing, and neither does what is left', async () => {
    const log = sampleLog(512);
    const files = withoutEntries(await bundleOf(log), 512);
    expect(await verifyEvidence({ files, policy: log.policy })).toMatchObject({
      verdict: 'incomplete',
      findingCounts: { V0: 1 },
    });
  });

  test('that the log did not announce is tampering', async () => {
    const log = sampleLog(600);
    const files = withoutEntries(await bundleOf(log), 256);
    expect(await verifyEvidence({ files, policy: log.policy })).toMatchObject({
      verdict: 'tampered',
      firstBadIndex: 0,
      findingCounts: { V15: 1 },
    });
  });

  test('without the hashes of what was pruned is incomplete', async () => {
    const bundle = await prunedBundle();
    bundle.files.delete('tile/0/000');
    expect(await verifyEvidence(bundle)).toMatchObject({
      verdict: 'incomplete',
      findingCounts: { V0: 1 },
    });
  });

  test.each([
    { at: 255, index: 255, what: 'the last one, which the next entry names' },
    { at: 9, index: undefined, what: 'another one' },
  ])('cannot hide a changed hash: $what', async ({ at, index }) => {
    const bundle = await prunedBundle();
    flip(bundle.files, 'tile/0/000', at * 32);
    const { verdict, findings, firstBadIndex } = await verifyEvidence(bundle);
    expect({ verdict, firstBadIndex }).toEqual({ verdict: 'tampered', firstBadIndex: index });
    expect(findings.filter(({ check }) => check !== 'V12')).toMatchObject([
      { check: 'V6', file: 'tile/0/000' },
    ]);
  });

  test('blames the tile above where that is the one that was changed', async () => {
    const bundle = await prunedBundle();
    flip(bundle.files, 'tile/1/000.p/2', 0);
    expect((await verifyEvidence(bundle)).findings).toMatchObject([
      { check: 'V6', file: 'tile/1/000.p/2' },
    ]);
  });

  test('that is announced for entries which are still there takes nothing from the checks', async () => {
    const log = prunedLog(256, 600);
    const whole = await bundleOf(log);
    expect(await verifyEvidence({ files: whole, policy: log.policy })).toMatchObject({
      verdict: 'verified',
      pruned: 0,
      entries: 600,
    });
  });
});
