import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ForkedLog } from '../../../tests/support/forked-log.ts';
import { utf8 } from '../../domain/audit/bytes.ts';
import {
  parseWitnessVkey,
  signCosignature,
  witnessVkeyOf,
} from '../../domain/audit/cosignature.ts';
import type { KmsRequest, KmsTransport } from '../../ports/kms-transport.ts';
import { ed25519Signer } from './ed25519.ts';
import { createWitnessClient } from './witness-client.ts';

const now = 1_700_000_000_000;
const log = new ForkedLog('audit.example.test/log/01');
const signer = ed25519Signer('w.example.test', createHash('sha256').update('w').digest());
const other = ed25519Signer('w.example.test', createHash('sha256').update('other').digest());
const key = parseWitnessVkey(witnessVkeyOf(signer.name, signer.publicKey));
const note = log.note('a', 5);
const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
const line = signCosignature(text, now / 1000, signer);

/** A witness that answers this to everything, and what it was asked. */
function answering(answer: { status: number; body: string } | Error) {
  const asked: KmsRequest[] = [];
  const transport: KmsTransport = {
    request: async (request) => {
      asked.push(request);
      if (answer instanceof Error) throw answer;
      return { status: answer.status, body: Buffer.from(answer.body) };
    },
  };
  const clock = { now: () => now, monotonic: () => 0 };
  const url = 'https://w.example.test/prefix/';
  const client = createWitnessClient({ name: 'w', key, url, transport, clock });
  const add = () => client.add({ oldSize: 0, proof: [], note: utf8(note) });
  return { asked, add, newest: () => client.newest(log.origin) };
}

describe('a witness that answers 200', () => {
  test('has cosigned when its line is valid', async () => {
    const { add, asked } = answering({ status: 200, body: line });
    expect(await add()).toEqual({ kind: 'cosigned', line, at: now });
    expect(asked[0]?.url).toBe('https://w.example.test/prefix/add-checkpoint');
    expect(asked[0]?.body?.toString()).toBe(`old 0\n\n${note}`);
  });

  test('may bring lines of others, which are left out', async () => {
    const body = signCosignature(text, now / 1000, other) + line;
    expect(await answering({ status: 200, body }).add()).toEqual({
      kind: 'cosigned',
      line,
      at: now,
    });
  });

  test.each([
    ['nothing', ''],
    ['the line of another key', signCosignature(text, now / 1000, other)],
    [
      'a line over another tree',
      signCosignature(log.note('b', 5).split('\n\n')[0] ?? '', 1, signer),
    ],
    ['something else', 'thank you\n'],
    ['a changed line', line.replace(/.{8}\n$/, 'AAAAAA==\n')],
    ['a time in the future', signCosignature(text, now / 1000 + 301, signer)],
    ['a control character', `${line}\u0007\n`],
  ])('has not cosigned when it brings %s', async (_what, body) => {
    expect(await answering({ status: 200, body }).add()).toMatchObject({
      kind: 'refused',
      status: 200,
    });
  });
});

test.each([
  ['409 with a size', { status: 409, body: '7\n' }, { kind: 'conflict', size: 7 }],
  ['409 with anything else', { status: 409, body: '07\n' }, { kind: 'refused', status: 409 }],
  ['404', { status: 404, body: 'x' }, { kind: 'refused', status: 404 }],
  ['422', { status: 422, body: 'x' }, { kind: 'refused', status: 422 }],
  ['503', { status: 503, body: 'x' }, { kind: 'unreachable', reason: 'status 503' }],
  ['nothing', new Error('timeout'), { kind: 'unreachable', reason: 'timeout' }],
])('an answer of %s is understood', async (_what, answer, expected) => {
  expect(await answering(answer).add()).toMatchObject(expected);
});

test('the newest checkpoint is asked for by the hash of the origin', async () => {
  const { newest, asked } = answering({ status: 200, body: note });
  expect(await newest()).toBe(note);
  const hash = createHash('sha256').update(log.origin).digest('hex');
  expect(asked[0]?.url).toBe(`https://w.example.test/prefix/${hash}/checkpoint`);
  expect(await answering({ status: 404, body: '' }).newest()).toBeUndefined();
  expect(await answering(new Error('timeout')).newest()).toBeUndefined();
});
