import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UnitRuns, unitSet } from './unit-runs.ts';

const texts = fc.string({ unit: fc.constantFrom('0', '7', '4', 'x', ' '), maxLength: 60 });

test('the next run of digits is found from any place, in whatever order places are asked about', () => {
  fc.assert(
    fc.property(texts, fc.constantFrom(1, 4), fc.array(fc.nat(64)), (text, length, places) => {
      const runs = new UnitRuns(text, unitSet('0123456789'), length);
      for (const place of places) {
        const next = text.slice(place).search(new RegExp(`\\d{${length}}`));
        expect(runs.after(place)).toBe(next < 0 ? text.length : place + next);
      }
    }),
    { numRuns: 2_000 },
  );
});
