import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonWithSecret, takeSecret } from './base64-field.ts';

const anyBytes = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes));

describe('a secret field in JSON', () => {
  test.each(['base64', 'base64url'] as const)(
    'is written as any other encoder does: %s',
    (alphabet) => {
      fc.assert(
        fc.property(anyBytes, fc.dictionary(fc.string(), fc.jsonValue()), (bytes, rest) => {
          const { secret: _, ...fields } = rest;
          const text = jsonWithSecret(fields, { name: 'secret', bytes, alphabet }).toString();
          expect(text).toBe(JSON.stringify({ ...fields, secret: bytes.toString(alphabet) }));
        }),
      );
    },
  );

  test('is read back, and nothing of it stays in the text', () => {
    fc.assert(
      fc.property(
        anyBytes,
        fc.boolean(),
        fc.constantFrom('base64', 'base64url'),
        (bytes, isSpaced, of) => {
          const value = { data: { secret: bytes.toString(of) }, more: 1 };
          const json = Buffer.from(JSON.stringify(value, null, isSpaced ? 2 : 0));
          expect(takeSecret(json, 'secret')?.equals(bytes)).toBe(true);
          const rest = JSON.parse(json.toString());
          expect(rest.more).toBe(1);
          expect(rest.data.secret).toMatch(/^0*$/);
        },
      ),
    );
  });

  test('may have its slashes escaped', () => {
    const bytes = Buffer.alloc(32, 0xff);
    const json = Buffer.from(`{"a":"${bytes.toString('base64').replaceAll('/', '\\/')}"}`);
    expect(takeSecret(json, 'a')?.equals(bytes)).toBe(true);
  });

  test.each([
    ['absent', '{"b":"AAAA"}'],
    ['no string', '{"a":7}'],
    ['not base64', '{"a":"A$AA"}'],
    ['cut off', '{"a":"AAAA'],
    ['only a value', '{"b":"a"}'],
  ])('is not found when it is %s', (_, json) => {
    expect(takeSecret(Buffer.from(json), 'a')).toBeUndefined();
  });

  test('is found after a value of the same name', () => {
    const bytes = randomBytes(8);
    const json = Buffer.from(`{"x":"a","a":"${bytes.toString('base64')}"}`);
    expect(takeSecret(json, 'a')?.equals(bytes)).toBe(true);
  });
});
