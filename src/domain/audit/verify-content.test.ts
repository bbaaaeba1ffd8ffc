import { describe, expect, test } from 'vitest';
import {
  contentAt,
  contentBundle,
  cosignedBy,
  type EvidenceBundle,
  textIn,
  verifyEvidence,
  withText,
} from '../../../tests/vectors/evidence-bundles.ts';
import { bodyAt, sampleBody } from '../../../tests/vectors/sample-facts.ts';
import {
  bundleOf,
  framed,
  logOf,
  sampleLog,
  sampleNow,
} from '../../../tests/vectors/sample-log.ts';
import { textOf, utf8 } from './bytes.ts';
import {
  contentFile,
  encodeContentLine,
  encodeErasedLine,
  erasedElsewhereFile,
} from './content-file.ts';
import { formatTime } from './time.ts';

describe('content', () => {
  const file = contentFile(0);

  test('that is what the entries commit to, or was erased, is verified', async () => {
    const verification = await verifyEvidence(await contentBundle());
    expect(verification.findings).toEqual([]);
    expect(verification).toMatchObject({ verdict: 'verified', content: { opened: 1, erased: 1 } });
  });

  test('that is not part of a bundle is not missed', async () => {
    const bundle = await contentBundle();
    bundle.files.delete(file);
    const verification = await verifyEvidence(bundle);
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
    expect(await verifyEvidence(withText(bundle, file, changed))).toMatchObject({
      verdict: 'tampered',
      findingCounts: { V14: 1 },
    });
  });

  test('that is missing without an erasure is tampering, at its entry', async () => {
    const bundle = await contentBundle();
    const lines = textIn(bundle, file)
      .split('\n')
      .filter((line) => !line.includes('"req"'));
    expect(await verifyEvidence(withText(bundle, file, lines.join('\n')))).toMatchObject({
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
    const missing = withText(bundle, file, lines.join('\n'));
    const said = withText(missing, erasedElsewhereFile, line);
    expect(await verifyEvidence(said)).toMatchObject({
      verdict: 'incomplete',
      firstBadIndex: contentAt.opened,
      findingCounts: { V14: 1 },
    });
    const changed = withText(missing, erasedElsewhereFile, line.replace('{', '{ '));
    expect((await verifyEvidence(changed)).verdict).toBe('tampered');
  });

  test('of an entry that commits to none is tampering', async () => {
    const bundle = await contentBundle();
    const line = encodeContentLine({ index: 0, salt: new Uint8Array(32), parts: [] });
    expect(await verifyEvidence(withText(bundle, file, line + textIn(bundle, file)))).toMatchObject(
      {
        verdict: 'tampered',
        firstBadIndex: 0,
      },
    );
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
    const verification = await verifyEvidence(await stamped());
    expect(verification).toMatchObject({
      verdict: 'verified',
      anchors: [{ file: 'anchors/8.tsr', size: 8, kind: 'tsr', status: 'unchecked' }],
    });
  });

  test('are checked against exactly the checkpoint, with or without later cosignatures', async () => {
    const bundle = await stamped();
    const plain = sampleLog(8).checkpointAt(8);
    bundle.files.set('checkpoints/8', utf8(cosignedBy(plain, [1])));
    const verification = await verifyEvidence(bundle, {
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
    const verification = await verifyEvidence(await stamped(), { verifyTimestamp });
    expect(verification).toMatchObject({ verdict, findingCounts: { V16: 1 } });
  });

  test('of a checkpoint that is not in the bundle prove nothing', async () => {
    const bundle = await stamped();
    bundle.files.delete('checkpoints/8');
    expect(await verifyEvidence(bundle)).toMatchObject({
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
    const verification = await verifyEvidence(await logAt([0, 1, 11, 40]));
    expect(verification).toMatchObject({ verdict: 'verified', gaps: [{ index: 3 }] });
    expect(verification.gaps).toHaveLength(1);
  });

  test('that lasts longer than the auditor allows is incomplete evidence', async () => {
    const bundle = await logAt([0, 1, 11, 40]);
    expect(await verifyEvidence(bundle, { gapMax: 20 * 60_000_000 })).toMatchObject({
      verdict: 'incomplete',
      firstBadIndex: 3,
      findingCounts: { V17: 1 },
    });
    expect(await verifyEvidence(bundle, { gapMax: 30 * 60_000_000 })).toMatchObject({
      verdict: 'verified',
    });
  });
});

test('the log that this one follows is told', async () => {
  const continues = { origin: 'audit.monago.example/log/before', size: 7, root: 'x' };
  const actor = { type: 'system', id: 'monago' } as const;
  const opened = bodyAt(0, { type: 'log.opened', actor, version: '1', continues });
  const log = logOf(framed([{ body: opened }]));
  const verification = await verifyEvidence({ files: await bundleOf(log), policy: log.policy });
  expect(verification.continues).toEqual(continues);
});
