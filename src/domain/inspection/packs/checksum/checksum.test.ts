import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasMod11And10CheckDigit } from './mod-11-10.ts';
import { hasVerhoeffCheckDigit } from './verhoeff.ts';

const digitsOf = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((digits) => digits.join(''));

describe.each([
  { name: 'Verhoeff', accepts: hasVerhoeffCheckDigit, published: ['2363', '234123412346'] },
  { name: 'MOD 11,10', accepts: hasMod11And10CheckDigit, published: ['36574261809', '07945'] },
])('$name', ({ accepts, published }) => {
  test('accepts published examples', () => {
    for (const example of published) expect(accepts(example)).toBe(true);
  });

  test('has exactly one check digit for any number', () => {
    fc.assert(
      fc.property(digitsOf(10), (digits) => {
        const valid = Array.from('0123456789').filter((check) => accepts(`${digits}${check}`));
        expect(valid).toHaveLength(1);
      }),
    );
  });

  test('notices every single wrong digit', () => {
    fc.assert(
      fc.property(
        digitsOf(10),
        fc.nat({ max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (digits, at, by) => {
          const check = Array.from('0123456789').find((one) => accepts(`${digits}${one}`)) ?? '';
          const wrong = (Number(digits[at]) + by) % 10;
          expect(accepts(`${digits.slice(0, at)}${wrong}${digits.slice(at + 1)}${check}`)).toBe(
            false,
          );
        },
      ),
    );
  });
});

test('Verhoeff notices every two neighbours that changed places', () => {
  fc.assert(
    fc.property(digitsOf(10), fc.nat({ max: 8 }), (digits, at) => {
      fc.pre(digits[at] !== digits[at + 1]);
      const check = Array.from('0123456789').find((one) =>
        hasVerhoeffCheckDigit(`${digits}${one}`),
      );
      const swapped = `${digits.slice(0, at)}${digits[at + 1]}${digits[at]}${digits.slice(at + 2)}`;
      expect(hasVerhoeffCheckDigit(`${swapped}${check}`)).toBe(false);
    }),
  );
});
