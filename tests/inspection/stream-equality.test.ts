import { describe, expect, test } from 'vitest';
import { filledPatterns, filledTemplates } from '../../eval/generate/fill-templates.ts';
import { type Random, randomFrom } from '../../eval/policy/random.ts';
import { scan } from '../../eval/scan.ts';
import { isDataPresent } from '../../eval/sets/data-folder.ts';
import { piiSets } from '../../eval/sets/pii-sets.ts';
import { promptSets } from '../../eval/sets/prompt-sets.ts';
import { gateHardNegatives } from '../../eval/templates/gate-hard-negatives.ts';
import { gateIdentifiers } from '../../eval/templates/gate-identifiers.ts';
import type { Recognised } from '../../src/domain/inspection/match.ts';
import { LaneScanner } from '../../src/domain/inspection/stream/lane-scanner.ts';

const guard = { concerns: () => true, hide: () => [] };
const documentsOfSet = 60;

/** What a text gives in pieces of random length and not as a whole, and the other way round. */
function differencesOf(text: string, random: Random): readonly string[] {
  const lane = new LaneScanner({ content: 'text', scan, guard });
  const longest = random.pick([1, 4, 12, 40]);
  const matches: Recognised[] = [];
  let sent = '';
  for (let at = 0; at < text.length; ) {
    const end = at + 1 + random.below(longest);
    const released = lane.push(text.slice(at, end));
    sent += released.text;
    matches.push(...released.matches);
    at = end;
  }
  const rest = lane.flush();
  expect(sent + rest.text).toBe(text);
  const streamed = new Set([...matches, ...rest.matches].map((match) => keyOf(text, match)));
  const whole = new Set(scan(text).map((match) => keyOf(text, match)));
  return [...streamed]
    .filter((key) => !whole.has(key))
    .concat([...whole].filter((key) => !streamed.has(key)));
}

function keyOf(text: string, { type, start, end }: Recognised): string {
  return `${type} ${start} ${JSON.stringify(text.slice(start, end))}`;
}

/**
 * A name or number that a word tells only later is marked where it stood before too, when the whole text is there. A stream
 * has sent that already.
 */
function isToldLater(text: string, difference: string): boolean {
  const value: string = JSON.parse(difference.replace(/^\S+ \d+ /, ''));
  return value.split(/\W+/).some((word) => word.length > 2 && text.split(word).length > 2);
}

describe('what is found in a stream', () => {
  test('is what is found in the whole, for identifiers of every country', () => {
    const random = randomFrom(11);
    const sentences = [
      ...filledTemplates('', gateIdentifiers, 4).documents.map(({ text }) => text),
      ...filledPatterns(gateHardNegatives, 4),
    ];
    for (let count = 0; count < 200; count += 1) {
      const text = Array.from({ length: 6 }, () => random.pick(sentences)).join(
        random.pick([' ', '\n']),
      );
      expect(differencesOf(text, random).filter((one) => !isToldLater(text, one))).toEqual([]);
    }
  });

  describe.skipIf(!isDataPresent)(
    '(skipped where the labelled sets are not beside the repository)',
    () => {
      const sets = () => [
        ...piiSets().map((source) => source.read().documents.map(({ text }) => text)),
        ...promptSets().map(({ texts }) => texts),
      ];

      test('is what is found in the whole, for texts of other people', () => {
        const random = randomFrom(12);
        for (const texts of sets()) {
          const step = Math.max(1, Math.floor(texts.length / documentsOfSet));
          for (let at = 0; at < texts.length; at += step) {
            const text = (texts[at] ?? '').slice(0, 4_000);
            expect(differencesOf(text, random).filter((one) => !isToldLater(text, one))).toEqual(
              [],
            );
          }
        }
      });
    },
  );
});
