import { describe, expect, test } from 'vitest';
import { sampleBody } from '../../../tests/vectors/sample-facts.ts';
import {
  bundleOf,
  framed,
  logOf,
  sampleLog,
  sampleSigner,
  type UnframedEntry,
  verifyFiles,
} from '../../../tests/vectors/sample-log.ts';
import { utf8 } from './bytes.ts';
import { encodeErasedLine } from './content-file.ts';
import type { AuditBody } from './fact.ts';
import { formatTime } from './time.ts';

/** Verifies a log whose signed checkpoint covers exactly these entries, faults included. */
async function verifySigned(entries: readonly UnframedEntry[]) {
  const log = logOf(framed(entries));
  return verifyFiles(await bundleOf(log), log);
}

function bodies(...indexes: readonly number[]): UnframedEntry[] {
  return indexes.map((index) => ({ body: sampleBody(index) }));
}

const intentAt = 4;
const outcomeAt = 5;
const startMicros = Date.UTC(2026, 0, 2, 3, 4, 5) * 1000;

function withId(body: AuditBody, other: AuditBody): UnframedEntry {
  return { body: { ...body, id: other.id } };
}

describe('a fault is found although the log itself signed it', () => {
  const first = bodies(0, 1, 2);

  test.each<[string, UnframedEntry['patch'], string]>([
    ['an index that is not the position', { index: 7 }, 'V7'],
    [
      'an entry that was framed for another log',
      { origin: 'audit.monago.example/log/other' },
      'V7',
    ],
    ['a hash that is not the one of the entry ahead', { prev: new Uint8Array(32) }, 'V8'],
    ['a gap in the counter of a class', { classIndex: 9 }, 'V9'],
    ['a time before the entry ahead', { time: formatTime(startMicros - 1) }, 'V10'],
    ['a class that is not the one of the type', { class: 'ai', classIndex: 0 }, 'V11'],
    ['a body that is not canonical', { body: '{"v": 1}' }, 'V11'],
    ['a body with a field too many', { body: '{"type":"log.opened","v":1}' }, 'V11'],
  ])('%s', async (_, patch, check) => {
    const verification = await verifySigned([
      ...first,
      { body: sampleBody(3), ...(patch && { patch }) },
    ]);
    expect(verification).toMatchObject({
      verdict: 'tampered',
      firstBadIndex: 3,
      findingCounts: { [check]: 1 },
    });
  });

  test.each(['{"type":"log.opened","v":2}', '{"type":"policy.dreamt","v":1}'])(
    'but a body of a later version only cannot be judged: %s',
    async (body) => {
      const verification = await verifySigned([...first, { body: sampleBody(3), patch: { body } }]);
      expect(verification).toMatchObject({ verdict: 'incomplete', findingCounts: { V11: 1 } });
    },
  );
});

describe('what may depend on an entry of a later version is incomplete:', () => {
  const later = (index: number): UnframedEntry => {
    const body = JSON.stringify({ id: sampleBody(index).id, v: 2 });
    return { body: sampleBody(index), patch: { body } };
  };

  test('an outcome whose intent may be that entry', async () => {
    const entries = [...bodies(0), later(intentAt), ...bodies(outcomeAt)];
    expect(await verifySigned(entries)).toMatchObject({
      verdict: 'incomplete',
      findingCounts: { V11: 1, V13: 1 },
    });
  });

  test('but not an outcome ahead of it', async () => {
    const entries = [...bodies(0, outcomeAt), later(9)];
    expect(await verifySigned(entries)).toMatchObject({ verdict: 'tampered', firstBadIndex: 1 });
  });

  test('a key that it may have named', async () => {
    const log = logOf(framed([...bodies(0), later(1), ...bodies(2)]), sampleSigner(2));
    const trusted = sampleLog(0);
    expect(await verifyFiles(await bundleOf(log), trusted)).toMatchObject({
      verdict: 'incomplete',
      findingCounts: { V1: 1, V3: 1, V11: 1 },
    });
  });

  test('entries and content that it may have taken away', async () => {
    const log = logOf(framed([...bodies(...Array(300).keys())].with(299, later(299))));
    const files = await bundleOf(log);
    files.delete('tile/entries/000');
    const erased = { entry: 0, log: log.origin, ranges: [] };
    files.set('content/erased', utf8(encodeErasedLine(erased)));
    const { verdict, findings, findingCounts } = await verifyFiles(files, log);
    expect(findingCounts).toMatchObject({ V11: 1, V15: 1, V14: expect.any(Number) });
    expect(findings.filter(({ weight }) => weight === 'tampered')).toEqual([]);
    expect(verdict).toBe('incomplete');
  });
});

test('a log that does not begin with its opening is a fault', async () => {
  expect(await verifySigned(bodies(1, 2))).toMatchObject({
    verdict: 'tampered',
    firstBadIndex: 0,
    findings: [{ check: 'V11', expected: 'log.opened', actual: 'tenant.created' }],
  });
});

test.each(['{"type":"log.opened"}', '{"type":"log.opened","v":"1"}', '{"v":0}', '{"v":1}'])(
  'a body without a version or a type that could be one is no later one: %s',
  async (body) => {
    const entries = [...bodies(0), { body: sampleBody(1), patch: { body } }];
    expect(await verifySigned(entries)).toMatchObject({ verdict: 'tampered', firstBadIndex: 1 });
  },
);

test('what is proven to be tampered is named ahead of what is only incomplete', async () => {
  const entries: UnframedEntry[] = [
    ...bodies(0),
    { body: sampleBody(1), patch: { body: '{"v":2}' } },
    { body: sampleBody(2), patch: { index: 9 } },
  ];
  expect(await verifySigned(entries)).toMatchObject({ verdict: 'tampered', firstBadIndex: 2 });
});

describe('intents and outcomes', () => {
  test('an outcome that nothing began is a fault', async () => {
    expect(await verifySigned(bodies(0, 1, outcomeAt))).toMatchObject({
      verdict: 'tampered',
      firstBadIndex: 2,
      findingCounts: { V13: 1 },
    });
  });

  test('a second outcome of one intent is a fault', async () => {
    const twice = withId(sampleBody(outcomeAt), sampleBody(9));
    const entries = [...bodies(0, intentAt, outcomeAt), twice];
    expect(await verifySigned(entries)).toMatchObject({ verdict: 'tampered', firstBadIndex: 3 });
  });

  test.each([
    ['another one', { request_id: 'req_00000000000000000000000000000000' }],
    ['none', undefined],
  ])('an outcome with %s for the request of its intent is a fault', async (_, other) => {
    const { request_id: own, ...outcome } = sampleBody(outcomeAt);
    const entries = [...bodies(0, intentAt), { body: { ...outcome, ...other } as AuditBody }];
    expect(await verifySigned(entries)).toMatchObject({
      verdict: 'tampered',
      findings: [{ check: 'V13', index: 2, expected: own }],
    });
  });

  test('an intent that is there twice while it is open is a fault', async () => {
    expect(await verifySigned(bodies(0, intentAt, intentAt))).toMatchObject({
      verdict: 'tampered',
      firstBadIndex: 2,
    });
  });

  test('an intent without an outcome is listed after an hour, and is no fault', async () => {
    const at = (minutes: number) => ({
      patch: { time: formatTime(startMicros + minutes * 60_000_000) },
    });
    const [opened, intent] = [{ body: sampleBody(0) }, { body: sampleBody(intentAt) }];
    const early = await verifySigned([
      { ...opened, ...at(0) },
      { ...intent, ...at(0) },
      { body: sampleBody(2), ...at(59) },
    ]);
    expect(early).toMatchObject({ verdict: 'verified', openIntents: [] });
    const late = await verifySigned([
      { ...opened, ...at(0) },
      { ...intent, ...at(0) },
      { body: sampleBody(2), ...at(61) },
    ]);
    expect(late).toMatchObject({
      verdict: 'verified',
      openIntents: [{ id: sampleBody(intentAt).id, index: 1 }],
    });
  });
});

test('a claim of a size beyond all bounds ends as soon as a file is missing', async () => {
  const log = sampleLog(2);
  const files = await bundleOf(log);
  const note = log.checkpointAt(2).replace('\n2\n', `\n${Number.MAX_SAFE_INTEGER}\n`);
  files.set('checkpoint', new TextEncoder().encode(note));
  const verification = await verifyFiles(files, log);
  expect(verification).toMatchObject({ verdict: 'tampered', findingCounts: { V3: 1 } });
});

test('what is found is counted in full and shown in part', async () => {
  const entries = Array.from({ length: 50 }, (_, index) => ({
    body: sampleBody(index),
    patch: { prev: new Uint8Array(32) },
  }));
  const { findings, findingCounts } = await verifySigned(entries);
  expect(findingCounts.V8).toBe(50);
  expect(findings.length).toBeLessThan(50);
});
