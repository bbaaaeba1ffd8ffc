import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ContentPart,
  contentForms,
  contentParts,
  decodeContent,
  encodeContent,
} from './entry-content.ts';

const salt = fc.uint8Array({ minLength: 32, maxLength: 32 });
const part: fc.Arbitrary<ContentPart> = fc.record({
  name: fc.constantFrom(...contentParts),
  form: fc.constantFrom(...contentForms),
  bytes: fc.uint8Array({ maxLength: 300 }),
});

describe('the content of an entry', () => {
  test('comes back as it was put in', () => {
    fc.assert(
      fc.property(salt, fc.array(part, { maxLength: 6 }), (given, parts) => {
        const read = decodeContent(encodeContent({ salt: given, parts }));
        expect(Buffer.from(read.salt).equals(Buffer.from(given))).toBe(true);
        expect(read.parts.map((one) => ({ ...one, bytes: [...one.bytes] }))).toEqual(
          parts.map((one) => ({ ...one, bytes: [...one.bytes] })),
        );
      }),
    );
  });

  test('is refused when it is cut, goes on, or names what there is not', () => {
    const whole = encodeContent({
      salt: new Uint8Array(32),
      parts: [{ name: 'req', form: 'whole', bytes: Uint8Array.of(1, 2, 3) }],
    });
    const bad = [
      new Uint8Array(0),
      whole.subarray(0, 20),
      whole.subarray(0, whole.length - 1),
      Uint8Array.of(...whole, 0),
      Uint8Array.of(2, ...whole.subarray(1)),
      whole.with(33, contentParts.length),
      whole.with(34, contentForms.length),
    ];
    for (const bytes of bad) {
      expect(() => decodeContent(bytes)).toThrowError(
        expect.objectContaining({ code: 'bad_content' }),
      );
    }
  });

  test('needs a salt of 32 bytes', () => {
    expect(() => encodeContent({ salt: new Uint8Array(31), parts: [] })).toThrowError(
      expect.objectContaining({ code: 'bad_hash' }),
    );
  });
});
