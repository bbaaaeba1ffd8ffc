import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Match } from '../match.ts';
import { packsOf } from '../packs/packs.ts';
import { compilePlan } from './plan.ts';
import { scanText } from './scan-text.ts';

const plan = compilePlan({ packs: packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']) });

/** Each tells by words what its number is, and none of them is the header of a table. */
const paragraphs = [
  'nik: 3171041208900003\nstatus: open',
  'no_kk: 3171041208900003\nstatus: open',
  "INSERT INTO applicants (row, bpjs number) VALUES (7, '0001234567890');",
  "INSERT INTO applicants (row, utr) VALUES (7, '1955839661');",
  'My medicare number is 2123 45670 1, and yours?',
  '{"routing number": "021000021", "sku": "A1234567"}',
  `passport ${'of the old kind '.repeat(2)}A1234567`,
  'telp. 0812 3456 7890 atau rekening 1234567890',
  'born on 4 May 1991, aged 34',
  'nothing is told here of anything',
];
const texts = fc.array(fc.constantFrom(...paragraphs), { minLength: 1, maxLength: 12 });

function withoutPlace(match: Match, from: number): unknown {
  return { ...match, start: match.start - from, end: match.end - from };
}

describe('the words near a place', () => {
  test('are the same wherever in a text its paragraph stands', () => {
    fc.assert(
      fc.property(texts, (parts) => {
        const found = scanText(`\n\n${parts.join('\n\n')}`, plan);
        let from = 2;
        for (const part of parts) {
          const here = found.filter(({ start }) => start >= from && start < from + part.length);
          const alone = scanText(part, plan).map((match) => withoutPlace(match, 0));
          expect(here.map((match) => withoutPlace(match, from))).toEqual(alone);
          from += part.length + 2;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('are the same behind a long stretch that nobody asks about', () => {
    const told = `passport${' of'.repeat(5)} A1234567`;
    const alone = scanText(told, plan).map((match) => withoutPlace(match, 0));
    expect(alone).toHaveLength(1);
    for (let length = 0; length < 400; length += 1) {
      const before = `${'lorem ipsum '.repeat(40).slice(0, length)}\n\n`;
      const found = scanText(before + told, plan);
      expect(found.map((match) => withoutPlace(match, before.length))).toEqual(alone);
    }
  });
});
