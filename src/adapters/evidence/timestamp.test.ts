import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  hasOpenssl,
  makeAuthority,
  type TestAuthority,
} from '../../../tests/support/openssl-tsa.ts';
import vector from '../../../tests/vectors/timestamp.json' with { type: 'json' };
import { answersNonce, timestampQuery, timestampVerifier } from './timestamp.ts';

const message = Buffer.from('a checkpoint\n');
const notForTime = {
  kind: 'untrusted',
  message: 'the certificate is not one for time stamps alone',
};
const skipped = hasOpenssl ? '' : ' (skipped: there is no openssl on this machine)';

describe('the time stamp of the vector', () => {
  const response = Buffer.from(vector.response, 'base64');
  const stamped = Buffer.from(vector.message);
  const verify = timestampVerifier(vector.ca);

  test('is valid, and says when and by whom', async () => {
    const result = await verify(response, stamped);
    expect(result).toMatchObject({ kind: 'valid', authority: 'Test time stamping authority' });
    const day = result.kind === 'valid' ? new Date(result.time / 1000).toISOString() : '';
    expect(day).toMatch(/^2026-/);
  });

  test('is not one of another message', async () => {
    expect(await verify(response, message)).toMatchObject({ kind: 'mismatch' });
  });

  // Some bytes are not signed, the status for instance. Whatever is done to them, the word of the authority stays the same.
  test('never says anything else with one bit changed', async () => {
    const original = await verify(response, stamped);
    let refused = 0;
    for (let at = 0; at < response.length; at += 7) {
      const changed = Buffer.from(response);
      changed[at] = (changed[at] ?? 0) ^ (1 << ((at / 7) % 8));
      const result = await verify(changed, stamped);
      if (result.kind === 'valid') expect({ at, ...result }).toEqual({ at, ...original });
      else refused += 1;
    }
    expect(refused * 7).toBeGreaterThan(response.length / 2);
  });

  test.each([0, 1, 20, 500])('is malformed when it is cut off after %i bytes', async (length) => {
    expect(await verify(response.subarray(0, length), stamped)).toMatchObject({
      kind: 'malformed',
    });
  });

  test('is malformed when something follows it', async () => {
    const longer = Buffer.concat([response, Buffer.from([0])]);
    expect(await verify(longer, stamped)).toMatchObject({ kind: 'malformed' });
  });
});

test('authorities that are no certificates are refused', () => {
  expect(() => timestampVerifier('hello')).toThrow('no certificate');
});

describe.skipIf(!hasOpenssl)(`a time stamping authority of openssl${skipped}`, () => {
  let authority: TestAuthority;
  let other: TestAuthority;
  let nonce: Buffer;
  let response: Buffer;

  beforeAll(async () => {
    authority = makeAuthority();
    other = makeAuthority({ key: 'ec' });
    nonce = randomBytes(16);
    response = authority.answer(await timestampQuery(message, nonce));
  });
  afterAll(() => {
    authority.remove();
    other.remove();
  });

  test('understands the request, and its answer is valid', async () => {
    const result = await timestampVerifier(authority.ca)(response, message);
    expect(result).toMatchObject({ kind: 'valid', authority: 'Test time stamping authority' });
    const ago = result.kind === 'valid' ? Date.now() - result.time / 1000 : Number.NaN;
    expect(ago).toBeGreaterThanOrEqual(-1000);
    expect(ago).toBeLessThan(120_000);
  });

  test('answers the nonce of the request, and no other', () => {
    expect(answersNonce(response, nonce)).toBe(true);
    expect(answersNonce(response, randomBytes(16))).toBe(false);
  });

  test.each([0x00, 0x7f, 0x80, 0xff])('answers a nonce that begins with %i', async (first) => {
    const own = Buffer.concat([Buffer.from([first]), randomBytes(15)]);
    expect(answersNonce(authority.answer(await timestampQuery(message, own)), own)).toBe(true);
  });

  test('that nobody trusts is told from one whose time stamp was changed', async () => {
    const verify = timestampVerifier(other.ca);
    expect(await verify(response, message)).toMatchObject({ kind: 'untrusted' });
    expect(await verify(response, Buffer.from('x'))).toMatchObject({ kind: 'mismatch' });
  });

  test('may use elliptic curves', async () => {
    const answer = other.answer(await timestampQuery(message, nonce));
    expect(await timestampVerifier(other.ca)(answer, message)).toMatchObject({ kind: 'valid' });
  });

  test.each([
    ['critical,timeStamping', true],
    ['timeStamping', false],
    ['critical,timeStamping,codeSigning', false],
    ['critical,serverAuth', false],
  ] as const)('has to have a certificate for time stamps alone: %s', async (usage, isRight) => {
    const wrong = makeAuthority({ usage, key: 'ec' });
    try {
      // Made after the certificate, which would not be valid yet otherwise.
      const fresh = authority.answer(await timestampQuery(message, nonce));
      const token = wrong.signAgain(fresh);
      const result = await timestampVerifier(wrong.ca)(token, message);
      expect(result).toMatchObject(isRight ? { kind: 'valid' } : notForTime);
    } finally {
      wrong.remove();
    }
  });

  test('that refuses is quoted', async () => {
    const query = await timestampQuery(message, nonce);
    const sha1 = Buffer.from(query);
    // The last byte of the object identifier of SHA-256 makes another algorithm of it.
    sha1[sha1.indexOf(Buffer.from('0609608648016503040201', 'hex')) + 10] = 9;
    const result = await timestampVerifier(authority.ca)(authority.answer(sha1), message);
    expect(result).toMatchObject({ kind: 'malformed' });
    expect(result.kind === 'malformed' && result.message).toContain('no time stamp was granted');
  });
});
