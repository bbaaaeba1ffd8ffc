import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packsOf } from '../packs/packs.ts';
import { Places } from './places.ts';
import { compilePlan } from './plan.ts';
import { scanText } from './scan-text.ts';

const packs = packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']);
const plan = compilePlan({ packs });
const askedEverywhere = compilePlan({
  packs: packs.map((pack) => ({
    ...pack,
    detectors: pack.detectors.map((one) =>
      one.kind === 'picture' ? { ...one, places: [{}] } : one,
    ),
  })),
});

const pieces = [
  ...['4', '12', '31', '812', '0812', '2024', '3456', '08123456', '04 May 2024', '4th', 'IBAN'],
  ...['jan', 'Mei', 'of', 'age', 'umur', 'is', 'years old', 'tahun', 'Lindenweg', 'é', 'P', 'x'],
  ...[
    ' ',
    ' ',
    ' ',
    '-',
    '-',
    '.',
    '.',
    '/',
    ':',
    '=',
    '"',
    '(',
    ')',
    '+',
    ', ',
    '\n',
    '€',
    '$',
    '\\n',
  ],
  ...['DE89 3704 0044 0532 0130 00', '203.0.113.7', '(021) 555-1234', '+62 812-3456-7890', '42 y'],
];

test('a detector that names its places finds nothing elsewhere', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 24 }), (written) => {
      const text = written.join('');
      expect(scanText(text, plan)).toEqual(scanText(text, askedEverywhere));
    }),
    { numRuns: 5_000 },
  );
});

test('a place is told by what stands beside it, also at the ends of the text', () => {
  const places = new Places([
    { before: [/ /, /\p{L}/u] },
    { after: [/[^\d-]/, /\D/], first: /[0-4]/ },
    { lengthMin: 3 },
    {},
  ]);
  const bits = (text: string, run: string) =>
    places.of(text, text.indexOf(run), text.indexOf(run) + run.length).toString(2);
  expect(bits('é 12-', '12')).toBe('1001');
  expect(bits('1 12', '12')).toBe('1010');
  expect(bits('x 512', '512')).toBe('1101');
  expect(bits('4', '4')).toBe('1010');
  expect(bits('4€', '4')).toBe('1010');
});

test('too many places are refused', () => {
  expect(() => new Places(Array.from({ length: 32 }, () => ({})))).toThrow(RangeError);
});
