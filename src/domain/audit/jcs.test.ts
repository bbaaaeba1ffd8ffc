import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeStrict, parseCanonical } from './jcs.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('\ud800', '\\ud800', '__proto__', 'toJSON', '10', '2', '\u007f', '€'),
  fc.integer({ min: 1020, max: 1030 }).map((length) => 'x'.repeat(length)),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 2 ** 53 - 1, 2 ** 53),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 9, depthSize: 'large' },
    text,
    number,
    fc.boolean(),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(text, tie('value'), { maxKeys: 4 }),
})).value;

function isAccepted(written: string): boolean {
  try {
    parseCanonical(written);
    return true;
  } catch {
    return false;
  }
}

function isCanonical(written: string): boolean {
  try {
    return encodeStrict(JSON.parse(written)) === written;
  } catch {
    return false;
  }
}

test('a body is accepted in exactly the spelling in which it would be written', () => {
  fc.assert(
    fc.property(json, (value) => {
      const spellings = [JSON.stringify(value), JSON.stringify(value, undefined, 1)];
      try {
        spellings.push(encodeStrict(value));
      } catch {
        // Not every value can be in a body; then no spelling of it may be accepted either.
      }
      for (const written of spellings.filter((one) => one !== undefined)) {
        expect({ written, isAccepted: isAccepted(written) }).toEqual({
          written,
          isAccepted: isCanonical(written),
        });
      }
    }),
    { numRuns: 3000 },
  );
});

test('keys that look like numbers are in the order of their characters, not of their values', () => {
  expect(parseCanonical('{"10":1,"2":2,"a":3}')).toEqual({ '2': 2, '10': 1, a: 3 });
  expect(isAccepted('{"2":2,"10":1}')).toBe(false);
});
