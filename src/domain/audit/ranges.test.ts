import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lengthOf, type Range, subtract } from './ranges.ts';

const range = fc
  .record({ first: fc.nat({ max: 40 }), width: fc.integer({ min: 1, max: 9 }) })
  .map(({ first, width }): Range => ({ first, end: first + width }));

/** In order and apart, as a list of what is missing is. */
const apart = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 6 }), width: fc.integer({ min: 1, max: 6 }) }))
  .map((steps) => {
    let at = 0;
    return steps.map(({ gap, width }): Range => {
      const first = at + gap;
      at = first + width;
      return { first, end: at };
    });
  });

const members = (ranges: readonly Range[]) =>
  ranges.flatMap(({ first, end }) => Array.from({ length: end - first }, (_, at) => first + at));

test('what is left is what no other range has', () => {
  fc.assert(
    fc.property(apart, fc.array(range), (ranges, others) => {
      const covered = new Set(members(others));
      const left = subtract(ranges, others);
      expect(members(left)).toEqual(members(ranges).filter((one) => !covered.has(one)));
      expect(lengthOf(left)).toBe(members(left).length);
    }),
    { numRuns: 1000 },
  );
});
