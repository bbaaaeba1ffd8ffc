import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from './sha256.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const reference = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test.each([0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000, 4087, 4095, 4096, 4097, 65_537])(
  'of %i bytes is what node computes',
  (length) => {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + length) & 0xff);
    expect(hex(sha256(bytes))).toBe(reference(bytes));
  },
);

test('of any bytes, also of a view into others, is what node computes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(20), (bytes, skip) => {
      const view = bytes.subarray(Math.min(skip, bytes.length));
      expect(hex(sha256(view))).toBe(reference(view));
    }),
  );
});

test('a digest stays what it is when something else is hashed', () => {
  const first = sha256(Uint8Array.of(1));
  sha256(Uint8Array.of(2));
  expect(hex(first)).toBe(reference(Uint8Array.of(1)));
});
