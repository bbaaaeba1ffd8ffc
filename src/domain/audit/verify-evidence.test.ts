import { describe, expect, test } from 'vitest';
import {
  alsoSignedBy,
  contentAt,
  contentBundle,
  cosignedBy,
  type EvidenceBundle,
  keyOf,
  prunedBundle,
  prunedLog,
  rotatedBundle,
  rotatedLog,
  signedBy,
  successors,
  withoutEntries,
  witnessedAt,
  witnessedBundle,
} from '../../../tests/vectors/evidence-bundles.ts';
import { bodyAt, sampleBody } from '../../../tests/vectors/sample-facts.ts';
import {
  bundleOf,
  framed,
  logOf,
  readerOf,
  sampleLog,
  sampleNow,
  sampleSigner,
} from '../../../tests/vectors/sample-log.ts';
import { ed25519Verify } from '../../adapters/evidence/ed25519.ts';
import { textOf, utf8 } from './bytes.ts';
import {
  contentFile,
  encodeContentLine,
  encodeErasedLine,
  erasedElsewhereFile,
} from './content-file.ts';
import { formatPolicy, type LogPolicy, policyOf } from './policy.ts';
import { formatTime } from './time.ts';
import { type VerifyRequest, verifyBundle } from './verify.ts';

function verify(
  { files, policy }: EvidenceBundle,
  more: Partial<VerifyRequest> & { readonly isPinned?: boolean } = {},
) {
  const trust = { policy, isPinned: true, verifySignature: ed25519Verify };
  return verifyBundle(readerOf(files), { trust, now: sampleNow, ...more });
}

const replaced = (bundle: EvidenceBundle, name: string, text: string): EvidenceBundle => ({
  ...bundle,
  files: new Map(bundle.files).set(name, utf8(text)),
});
const textIn = ({ files }: EvidenceBundle, name: string) =>
  textOf(files.get(name) ?? new Uint8Array());

describe('a log whose key was replaced', () => {
  const [next, other] = successors;

  test.each<[string, (policy: LogPolicy) => LogPolicy]>([
    ['the old key', (policy) => policy],
    ['the new key', () => policyOf(keyOf(next))],
    ['both', ({ logs: [first] }) => policyOf(first, keyOf(next))],
  ])('is verified by one who pinned %s', async (_, pin) => {
    const bundle = await rotatedBundle();
    const verification = await verify({ ...bundle, policy: pin(bundle.policy) });
    expect(verification).toMatchObject({ verdict: 'verified', checkpoints: 2 });
    expect(verification.findings).toEqual([]);
  });

  test('tells which keys the log itself named', async () => {
    const { followedKeys } = await verify(await rotatedBundle());
    expect(followedKeys).toHaveLength(1);
    expect(followedKeys[0]).toContain(keyOf(next).keyId);
  });

  test('is not verified when no checkpoint of the old key holds the entry that names the new one', async () => {
    const bundle = await rotatedBundle();
    bundle.files.delete('checkpoints/6');
    const verification = await verify(bundle);
    expect(verification.verdict).toBe('tampered');
    expect(verification.findingCounts).toEqual({ V1: 1, V3: 1 });
  });

  test('is not verified when somebody else signed the head', async () => {
    const bundle = await rotatedBundle();
    const forged = signedBy(textIn(bundle, 'checkpoint'), other);
    expect(await verify(replaced(bundle, 'checkpoint', forged))).toMatchObject({
      verdict: 'tampered',
      findingCounts: { V3: 1 },
    });
  });

  test('is incomplete when the head is signed by the replaced key alone', async () => {
    const bundle = await rotatedBundle();
    const retired = rotatedLog().checkpointAt(10);
    expect(await verify(replaced(bundle, 'checkpoint', retired))).toMatchObject({
      verdict: 'incomplete',
      findingCounts: { V3: 1 },
    });
    const both = alsoSignedBy(retired, next);
    expect((await verify(replaced(bundle, 'checkpoint', both))).verdict).toBe('verified');
  });

  test('condemns a checkpoint with an invalid signature of the new key', async () => {
    const bundle = await rotatedBundle();
    const good = textIn(bundle, 'checkpoints/6');
    const foreign = signedBy(rotatedLog().checkpointAt(5), next).split('\n').slice(4).join('\n');
    const kept = good.split('\n').slice(0, 5).join('\n');
    const changed = replaced(bundle, 'checkpoints/6', `${kept}\n${foreign}`);
    // Without it nothing leads to the new key; with another one it is the signature that is wrong.
    expect((await verify(changed)).verdict).toBe('tampered');
    const pinned = { ...changed, policy: policyOf(keyOf(sampleSigner()), keyOf(next)) };
    expect(await verify(pinned)).toMatchObject({ verdict: 'tampered', findingCounts: { V3: 1 } });
  });

  test('the policy of the bundle may not bring a key that no entry names', async () => {
    const bundle = await rotatedBundle();
    const keys = [sampleSigner(), next, other].map(keyOf);
    const [first = keyOf(next), ...newer] = keys;
    const more = replaced(bundle, 'policy', formatPolicy(policyOf(first, ...newer)));
    expect(await verify(more)).toMatchObject({ verdict: 'tampered', findingCounts: { V1: 1 } });
  });
});

describe('witnesses', () => {
  test('enough of them: verified, and how far they vouch', async () => {
    const verification = await verify(await witnessedBundle());
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
    const verification = await verify(replaced(bundle, 'checkpoint', note));
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
    expect(await verify(bundle)).toMatchObject({
      verdict: 'incomplete',
      firstBadIndex: 8,
      witnessed: { size: 8 },
    });
  });

  test('that sign in the future do not count', async () => {
    const bundle = await witnessedBundle();
    const now = (witnessedAt - 299) * 1_000_000;
    expect((await verify(bundle, { now })).verdict).toBe('verified');
    const earlier = (witnessedAt - 301) * 1_000_000;
    expect((await verify(bundle, { now: earlier })).verdict).toBe('incomplete');
  });

  test('a cosignature of a known witness that is not valid is tampering, even where others are enough', async () => {
    const bundle = await witnessedBundle();
    const good = cosignedBy(sampleLog(20).checkpointAt(20), [1, 3]);
    const [, foreign = ''] = cosignedBy(sampleLog(19).checkpointAt(19), [2]).split(
      /(?=\u2014 witness)/,
    );
    expect(await verify(replaced(bundle, 'checkpoint', good + foreign))).toMatchObject({
      verdict: 'tampered',
      findingCounts: { V4: 1 },
    });
  });
});

describe('pruning', () => {
  test('that the log announced is verified, and said', async () => {
    const verification = await verify(await prunedBundle());
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
    expect(await verify({ ...bundle, files })).toMatchObject({
      verdict: 'tampered',
      firstBadIndex: 256,
      findingCounts: { V15: 1 },
    });
  });

  test('that the log did not announce is tampering', async () => {
    const log = sampleLog(600);
    const files = withoutEntries(await bundleOf(log), 256);
    expect(await verify({ files, policy: log.policy })).toMatchObject({
      verdict: 'tampered',
      firstBadIndex: 0,
      findingCounts: { V15: 1 },
    });
  });

  test('without the hashes of what was pruned is incomplete', async () => {
    const bundle = await prunedBundle();
    bundle.files.delete('tile/0/000');
    expect(await verify(bundle)).toMatchObject({ verdict: 'incomplete', findingCounts: { V0: 1 } });
  });

  test('cannot hide a changed hash, and the first entry that is left names the last one that is not', async () => {
    const bundle = await prunedBundle();
    const tile = bundle.files.get('tile/0/000') ?? new Uint8Array();
    bundle.files.set('tile/0/000', tile.with(255 * 32, (tile[255 * 32] ?? 0) ^ 1));
    const verification = await verify(bundle);
    expect(verification).toMatchObject({ verdict: 'tampered', firstBadIndex: 256 });
    expect(verification.findingCounts).toMatchObject({ V5: 1, V8: 1 });
  });

  test('that is announced for entries which are still there takes nothing from the checks', async () => {
    const log = prunedLog(256, 600);
    const whole = await bundleOf(log);
    expect(await verify({ files: whole, policy: log.policy })).toMatchObject({
      verdict: 'verified',
      pruned: 0,
      entries: 600,
    });
  });
});

describe('content', () => {
  const file = contentFile(0);

  test('that is what the entries commit to, or was erased, is verified', async () => {
    const verification = await verify(await contentBundle());
    expect(verification.findings).toEqual([]);
    expect(verification).toMatchObject({ verdict: 'verified', content: { opened: 1, erased: 1 } });
  });

  test('that is not part of a bundle is not missed', async () => {
    const bundle = await contentBundle();
    bundle.files.delete(file);
    const verification = await verify(bundle);
    expect(verification.verdict).toBe('verified');
    expect(verification.content).toBeUndefined();
  });

  test.each([
    ['another salt', (line: string) => line.replace(/"salt":"./, '"salt":"/')],
    ['other bytes', (line: string) => line.replace(/"bytes":"eyJ/, '"bytes":"eyK')],
    ['a part to which nothing is committed', (line: string) => line.replace('"req"', '"res"')],
    ['another spelling', (line: string) => line.replace('{', '{ ')],
  ])('with %s is tampering', async (_, change) => {
    const bundle = await contentBundle();
    const lines = textIn(bundle, file).split('\n');
    const changed = lines.map((line) => (line.includes('"req"') ? change(line) : line)).join('\n');
    expect(changed).not.toBe(textIn(bundle, file));
    expect(await verify(replaced(bundle, file, changed))).toMatchObject({
      verdict: 'tampered',
      findingCounts: { V14: 1 },
    });
  });

  test('that is missing without an erasure is tampering, at its entry', async () => {
    const bundle = await contentBundle();
    const lines = textIn(bundle, file)
      .split('\n')
      .filter((line) => !line.includes('"req"'));
    expect(await verify(replaced(bundle, file, lines.join('\n')))).toMatchObject({
      verdict: 'tampered',
      firstBadIndex: contentAt.opened,
      findingCounts: { V14: 1 },
    });
  });

  test('that an entry beyond the bundle erased is incomplete evidence, and no tampering', async () => {
    const bundle = await contentBundle();
    const lines = textIn(bundle, file)
      .split('\n')
      .filter((line) => !line.includes('"req"'));
    const ranges = [{ first: contentAt.opened, end: contentAt.opened + 1 }];
    const line = encodeErasedLine({ log: 'audit.monago.example/log/next', entry: 3, ranges });
    const missing = replaced(bundle, file, lines.join('\n'));
    const said = replaced(missing, erasedElsewhereFile, line);
    expect(await verify(said)).toMatchObject({
      verdict: 'incomplete',
      firstBadIndex: contentAt.opened,
      findingCounts: { V14: 1 },
    });
    const changed = replaced(missing, erasedElsewhereFile, line.replace('{', '{ '));
    expect((await verify(changed)).verdict).toBe('tampered');
  });

  test('of an entry that commits to none is tampering', async () => {
    const bundle = await contentBundle();
    const line = encodeContentLine({ index: 0, salt: new Uint8Array(32), parts: [] });
    expect(await verify(replaced(bundle, file, line + textIn(bundle, file)))).toMatchObject({
      verdict: 'tampered',
      firstBadIndex: 0,
    });
  });
});

describe('anchors', () => {
  const stamped = async () => {
    const log = sampleLog(20);
    const files = await bundleOf(log, [8]);
    files.set('anchors/8.tsr', utf8('a time stamp'));
    return { files, policy: log.policy };
  };

  test('that nobody can check here are listed', async () => {
    const verification = await verify(await stamped());
    expect(verification).toMatchObject({
      verdict: 'verified',
      anchors: [{ file: 'anchors/8.tsr', size: 8, kind: 'tsr', status: 'unchecked' }],
    });
  });

  test('are checked against exactly the checkpoint, with or without later cosignatures', async () => {
    const bundle = await stamped();
    const plain = sampleLog(8).checkpointAt(8);
    bundle.files.set('checkpoints/8', utf8(cosignedBy(plain, [1])));
    const verification = await verify(bundle, {
      verifyTimestamp: async (_, message) =>
        textOf(message) === plain
          ? { kind: 'valid', time: sampleNow, authority: 'CN=Test' }
          : { kind: 'mismatch', message: 'of something else' },
    });
    expect(verification).toMatchObject({
      verdict: 'verified',
      anchors: [{ status: 'valid', time: sampleNow, authority: 'CN=Test' }],
    });
  });

  test.each([
    ['mismatch', 'tampered'],
    ['malformed', 'tampered'],
    ['untrusted', 'incomplete'],
  ] as const)('a time stamp that is %s makes the bundle %s', async (kind, verdict) => {
    const verifyTimestamp = async () => ({ kind, message: 'said the verifier of time stamps' });
    const verification = await verify(await stamped(), { verifyTimestamp });
    expect(verification).toMatchObject({ verdict, findingCounts: { V16: 1 } });
  });

  test('of a checkpoint that is not in the bundle prove nothing', async () => {
    const bundle = await stamped();
    bundle.files.delete('checkpoints/8');
    expect(await verify(bundle)).toMatchObject({
      verdict: 'incomplete',
      findingCounts: { V16: 1 },
    });
  });
});

describe('silence', () => {
  const start = Date.UTC(2026, 0, 2, 3, 4, 5) * 1000;
  const system = { type: 'system', id: 'monago' } as const;

  /** A log with an entry after each of these minutes. */
  async function logAt(minutes: readonly number[]): Promise<EvidenceBundle> {
    const entries = minutes.map((minute, index) => ({
      body: index === 0 ? sampleBody(0) : bodyAt(index, { type: 'log.heartbeat', actor: system }),
      patch: { time: formatTime(start + minute * 60_000_000) },
    }));
    const log = logOf(framed(entries));
    return { files: await bundleOf(log), policy: log.policy };
  }

  test('between heartbeats is listed and no fault', async () => {
    const verification = await verify(await logAt([0, 1, 11, 40]));
    expect(verification).toMatchObject({ verdict: 'verified', gaps: [{ index: 3 }] });
    expect(verification.gaps).toHaveLength(1);
  });

  test('that lasts longer than the auditor allows is incomplete evidence', async () => {
    const bundle = await logAt([0, 1, 11, 40]);
    expect(await verify(bundle, { gapMax: 20 * 60_000_000 })).toMatchObject({
      verdict: 'incomplete',
      firstBadIndex: 3,
      findingCounts: { V17: 1 },
    });
    expect(await verify(bundle, { gapMax: 30 * 60_000_000 })).toMatchObject({
      verdict: 'verified',
    });
  });
});

test('the log that this one follows is told', async () => {
  const continues = { origin: 'audit.monago.example/log/before', size: 7, root: 'x' };
  const actor = { type: 'system', id: 'monago' } as const;
  const opened = bodyAt(0, { type: 'log.opened', actor, version: '1', continues });
  const log = logOf(framed([{ body: opened }]));
  const verification = await verify({ files: await bundleOf(log), policy: log.policy });
  expect(verification.continues).toEqual(continues);
});
