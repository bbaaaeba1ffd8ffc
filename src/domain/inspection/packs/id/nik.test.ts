import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isNik } from './nik.ts';

const twoDigits = (value: number) => String(value).padStart(2, '0');
const nikOf = (day: number, month: number, year = 90) =>
  `317104${twoDigits(day)}${twoDigits(month)}${twoDigits(year)}0003`;

test('the date of birth is a day of the calendar, with 40 added for women', () => {
  // A leap year, because the century is not written.
  const exists = (day: number, month: number) => {
    const date = new Date(Date.UTC(2000, month - 1, day));
    return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  };
  const field = fc.nat({ max: 99 });
  fc.assert(
    fc.property(field, field, field, (day, month, year) => {
      const birthday = day > 40 ? day - 40 : day;
      const isDay = month >= 1 && month <= 12 && birthday >= 1 && exists(birthday, month);
      expect(isNik(nikOf(day, month, year))).toBe(isDay);
    }),
    { numRuns: 2_000 },
  );
});

test('numbers begin with the code of a province', () => {
  const numbers = Array.from({ length: 100 }, (_, code) => `${twoDigits(code)}71041208900003`);
  expect(
    numbers
      .filter(isNik)
      .map((number) => number.slice(0, 2))
      .join(' '),
  ).toBe(
    '11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96 97',
  );
});

test('regency, district and serial number are never zero', () => {
  expect(isNik('3100041208900003')).toBe(false);
  expect(isNik('3171001208900003')).toBe(false);
  expect(isNik('3171041208900000')).toBe(false);
});
