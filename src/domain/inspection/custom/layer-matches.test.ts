import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Recognised } from '../match.ts';
import { resolveOverlaps } from '../scan/resolve.ts';
import { layerMatches } from './layer-matches.ts';

const text = 'ab cd-ef gh 12.34 ij kl@mn op'.repeat(3);

const match = fc
  .record({
    type: fc.constantFrom('EMAIL', 'SECRET', 'PERSON', 'URL', 'OWN', 'OTHER'),
    start: fc.nat({ max: text.length - 1 }),
    length: fc.integer({ min: 1, max: 24 }),
    score: fc.integer({ min: 50, max: 100 }).map((percent) => percent / 100),
  })
  .map(({ type, start, length, score }): Recognised => {
    const end = Math.min(text.length, start + length);
    return { type, start, end, score, detector: `some.${type}`, evidence: {} };
  });
const matches = fc.array(match, { maxLength: 12 });
/** What the packs found never overlaps. */
const parts = fc.record({ found: matches.map(resolveOverlaps), own: matches, denied: matches });

function covered(found: readonly Recognised[]): ReadonlySet<number> {
  const places = new Set<number>();
  for (const { start, end } of found) {
    for (let at = start; at < end; at += 1) if (/\w/.test(text.charAt(at))) places.add(at);
  }
  return places;
}

test('matches never overlap and stand in order', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const layered = layerMatches(text, given);
      layered.forEach(({ start, end }, at) => {
        expect(end).toBeGreaterThan(start);
        expect(layered[at - 1]?.end ?? 0).toBeLessThanOrEqual(start);
      });
    }),
  );
});

test('the order in which they are given makes no difference', () => {
  fc.assert(
    fc.property(parts, ({ found, own, denied }) => {
      const forwards = layerMatches(text, { found, own, denied });
      const backwards = layerMatches(text, {
        found,
        own: own.toReversed(),
        denied: denied.toReversed(),
      });
      expect(backwards).toEqual(forwards);
    }),
  );
});

test('nothing that was found comes into the open', () => {
  fc.assert(
    fc.property(parts, ({ found, own, denied }) => {
      const layered = covered(layerMatches(text, { found, own, denied }));
      const expected = [...covered([...found, ...own, ...denied])];
      expect(expected.filter((place) => !layered.has(place))).toEqual([]);
    }),
  );
});
