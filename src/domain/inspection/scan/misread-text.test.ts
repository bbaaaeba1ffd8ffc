import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameTagger } from '../names/name-tagger.ts';
import { packsOf } from '../packs/packs.ts';
import { misreadNumbers } from './misread-numbers.ts';
import { misreadText } from './misread-text.ts';
import { misreadWords } from './misread-words.ts';
import { compilePlan } from './plan.ts';
import { scanText } from './scan-text.ts';

const plan = compilePlan({ packs: packsOf(['id', 'us', 'sg']), nameTagger: nameTagger() });

function recognise(text: string): readonly (readonly [string, string])[] {
  return scanText(text, plan).map(
    ({ type, start, end }) => [type, text.slice(start, end)] as const,
  );
}

/** With all that may change made one and the same. */
function masked(text: string, changing: RegExp): string {
  return text.replace(changing, '#');
}

describe('misread characters', () => {
  test.each([
    ['Employee SSN: 123-4S-6789 on file', 'US_SSN', '123-4S-6789'],
    ['her number S23-45-678G', 'US_SSN', 'S23-45-678G'],
    ['card 41l1 1111 1111 I111', 'CREDIT_CARD', '41l1 1111 1111 I111'],
    ['NIK pemohon 3171O24405910003', 'NIK', '3171O24405910003'],
    ['phone: 0812-34S6-7B90', 'PHONE', '0812-34S6-7B90'],
    ['NRIC S1234S67D', 'SG_NRIC', 'S1234S67D'],
    ['Please call J0hn Sm1th tomorrow', 'PERSON', 'J0hn Sm1th'],
    ['Bapak Agus Nugroh0 sudah datang', 'PERSON', 'Agus Nugroh0'],
    ['write to jane.doe@examp1e.c0m today', 'EMAIL', 'jane.doe@examp1e.c0m'],
  ])('are read right in %j', (text, type, value) => {
    expect(recognise(text)).toContainEqual([type, value]);
  });

  test('make a match a little less certain', () => {
    const scoreOf = (text: string) => scanText(text, plan)[0]?.score ?? 0;
    expect(scoreOf('SSN 123-4S-6789')).toBeLessThan(scoreOf('SSN 123-45-6789'));
    expect(scoreOf('SSN 123-4S-6789')).toBeGreaterThanOrEqual(0.5);
  });

  test.each([
    ['a part number', 'part 899-9S-999 fits'],
    ['a key of a product', 'serial S5B8-1234-5678-9O12'],
    ['sizes', 'iPhone 5S 16GB 2400 mAh 1080p'],
    ['a number without a word for it', 'order 4111 1111 l111 1112'],
    ['identifiers', 'l0ngName x1Value A1B2C3 Room1 Key Level0 Routes'],
    ['a version', 'pkg@1.2.0-rc1 and node@18.e9'],
  ])('are not supposed in %s', (_, text) => {
    expect(recognise(text)).toEqual([]);
  });

  test('are not supposed in letters that a number begins with or ends in', () => {
    expect(misreadNumbers('GB123456789, 12345678Z, B12345678, ISBN 9780123456789')).toEqual([]);
  });

  test('are not supposed in words with more digits than letters are ever taken for', () => {
    expect(misreadWords('A1B2C3 B00k10 M101 J0 UTF0 b0b')).toEqual([]);
  });

  test('leave a text as long as it was, and change digits and letters only', () => {
    const pieces = fc.constantFrom(
      ...['J0hn ', '123-4S-6789', ' 41l1', '.c0m', 'a@b', 'SM1TH', '\n', '5S-', '0812 ', 'é', 'x'],
    );
    const texts = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const { words = text, numbers = text } = misreadText(text) ?? {};
        expect(masked(words, /[A-Za-z01]/gu)).toBe(masked(text, /[A-Za-z01]/gu));
        expect(masked(numbers, /[A-Za-z\d]/gu)).toBe(masked(text, /[A-Za-z\d]/gu));
      }),
    );
  });
});
