import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBedrockSecret, readBedrockSecret } from './bedrock-secret.ts';

const accessKeyId = 'AKIAEXAMPLEUSER0WXYZ';
const secretAccessKey = 'uSer/Secret+Access0Key1WithForty2Chars34';
const sessionToken = 'IQoJb3JpZ2luX2VjE'.repeat(20);
const apiKey = 'ABSKQmVkcm9ja0FQSUtleS1leGFtcGxlLABCD';

function encoded(typed: Parameters<typeof readBedrockSecret>[0]) {
  const read = readBedrockSecret(typed);
  if (!read.isWellFormed) throw new Error(read.because);
  return { bytes: read.secret.reveal(), last4: read.last4 };
}

describe('a secret of Bedrock', () => {
  test('is decoded to what was typed', () => {
    const visible = fc.stringMatching(/^[!-~]{20,80}$/);
    const typed = fc.oneof(
      fc.record({ apiKey: visible.filter((text) => !/^sk-a(dmin|nt)/.test(text)) }),
      fc.record(
        {
          accessKeyId: fc.stringMatching(/^AKIA[A-Z0-9]{16}$/),
          secretAccessKey: visible,
          sessionToken: visible,
        },
        { requiredKeys: ['accessKeyId', 'secretAccessKey'] },
      ),
    );
    fc.assert(
      fc.property(typed, (secret) => {
        const decoded = decodeBedrockSecret(encoded(secret).bytes);
        const texts = Object.entries(decoded).flatMap(([name, value]) =>
          Buffer.isBuffer(value) ? [[name, value.toString('latin1')]] : [],
        );
        expect(Object.fromEntries(texts)).toEqual(secret);
      }),
    );
  });

  test('shows the end of the access key id, or of the API key', () => {
    expect(encoded({ accessKeyId, secretAccessKey, sessionToken }).last4).toBe('WXYZ');
    expect(encoded({ apiKey }).last4).toBe('ABCD');
  });

  test('is decoded to views that are gone when it is wiped', () => {
    const { bytes } = encoded({ accessKeyId, secretAccessKey });
    const decoded = decodeBedrockSecret(bytes);
    bytes.fill(0);
    expect(decoded.kind === 'access_key' && decoded.secretAccessKey.every((b) => b === 0)).toBe(
      true,
    );
  });

  test.each([
    ['an id with a slash', { accessKeyId: 'AKIAEXAMPLE/20260101/x', secretAccessKey }],
    ['an id that is too short', { accessKeyId: 'AKIASHORT', secretAccessKey }],
    ['a temporary key without its token', { accessKeyId: 'ASIAEXAMPLESESSION01', secretAccessKey }],
    ['a secret with a line break', { accessKeyId, secretAccessKey: `${secretAccessKey}\n` }],
    ['a secret with a blank inside', { accessKeyId, secretAccessKey: `${secretAccessKey} x` }],
    ['no secret', { accessKeyId, secretAccessKey: '' }],
    [
      'a token with a header of its own',
      { accessKeyId, secretAccessKey, sessionToken: `${sessionToken}\r\nX-Evil: 1` },
    ],
    ['a token beyond measure', { accessKeyId, secretAccessKey, sessionToken: 'x'.repeat(8_193) }],
    ['an API key with a trailing blank', { apiKey: `${apiKey} ` }],
  ])('is refused with %s, in words that do not repeat it', (_, typed) => {
    const read = readBedrockSecret(typed);
    expect(read.isWellFormed).toBe(false);
    for (const value of Object.values(typed)) {
      if (value.length > 0) expect(JSON.stringify(read)).not.toContain(value.trim());
    }
  });

  test('credential_unreadable: bytes that are no encoding, or that go on after it', () => {
    const { bytes } = encoded({ accessKeyId, secretAccessKey });
    const others = [
      Buffer.alloc(0),
      Buffer.from('sk-proj-0123456789abcdefghij'),
      Buffer.concat([bytes, Buffer.from([0])]),
      Buffer.concat([bytes, Buffer.from([0, 0])]),
      bytes.subarray(0, -1),
      Buffer.concat([Buffer.from([2]), bytes.subarray(1)]),
      Buffer.from([1, 0, 0, 0, 0, 0, 0]),
      Buffer.from([3, 0, 1, 65]),
    ];
    for (const other of others) {
      expect(() => decodeBedrockSecret(other)).toThrow(
        expect.objectContaining({ code: 'credential_unreadable' }),
      );
    }
  });

  test('every shorter beginning of an encoding is unreadable', () => {
    const { bytes } = encoded({ accessKeyId, secretAccessKey, sessionToken });
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeBedrockSecret(bytes.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'credential_unreadable' }),
      );
    }
  });
});
