import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8Text } from './utf8-text.ts';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const someBytes = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0x41, 0x80, 0xbf, 0xc1, 0xc3, 0xe0, 0xa0, 0xed, 0x9f, 0xf0, 0x90, 0xf4, 0x8f),
    ),
    { maxLength: 8 },
  )
  .map((bytes) => Uint8Array.from(bytes));

test('any bytes are the text that a decoder of the platform makes of them, or none', () => {
  fc.assert(
    fc.property(someBytes, (bytes) => {
      expect(utf8Text(bytes)).toBe(decoded(bytes));
    }),
    { numRuns: 20_000 },
  );
});

test('any text is what its bytes are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      expect(utf8Text(new TextEncoder().encode(text))).toBe(text);
    }),
  );
});
