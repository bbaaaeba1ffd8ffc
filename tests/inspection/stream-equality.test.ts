import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asianValues } from '../../eval/generate/asian-values.ts';
import { coreValues } from '../../eval/generate/core-values.ts';
import { disguises } from '../../eval/generate/disguise.ts';
import { filledPatterns, filledTemplates, linesOf } from '../../eval/generate/fill-templates.ts';
import { westernValues } from '../../eval/generate/western-values.ts';
import { randomFrom } from '../../eval/policy/random.ts';
import { scan } from '../../eval/scan.ts';
import { isDataPresent } from '../../eval/sets/data-folder.ts';
import { piiSets } from '../../eval/sets/pii-sets.ts';
import { promptSets } from '../../eval/sets/prompt-sets.ts';
import { gateHardNegatives } from '../../eval/templates/gate-hard-negatives.ts';
import { gateIdentifiers } from '../../eval/templates/gate-identifiers.ts';
import { gateNames } from '../../eval/templates/gate-names.ts';
import { plainProse } from '../../eval/templates/plain-prose.ts';
import type { Recognised } from '../../src/domain/inspection/match.ts';
import { LaneScanner } from '../../src/domain/inspection/stream/lane-scanner.ts';
import { LaneWatcher } from '../../src/domain/inspection/stream/lane-watcher.ts';

/** Everything is to be hidden, which is the strictest case; in place of it stands itself. */
const guard = { concerns: () => true, hide: () => [] };
const documentsOfSet = 60;
const holdMax = 128;
/** So much waits behind a value that is longer than what is held by itself. */
const behindLongValue = 40;

const random = randomFrom(11);
const kinds = Object.values({ ...asianValues, ...westernValues, ...coreValues });
const values = kinds.flatMap(({ write }) => Array.from({ length: 6 }, () => write(random)));
const disguised = values.flatMap((value) => random.pick(Object.values(disguises))(value));
const sentences = [
  ...filledTemplates('', gateIdentifiers, 2).documents.map(({ text }) => text),
  ...filledTemplates('', gateNames, 2).documents.map(({ text }) => text),
  ...filledPatterns(gateHardNegatives, 2),
  ...linesOf(plainProse),
];
const tellingWords =
  'phone passport NIK NPWP card account number iban password is api_key= secret Street Jalan Jl. No. Suite apt. years old born ' +
  'Mr. Dr. order version ref id: IMEI VIN plat postcode medicare Unit PSC APO AE Box May January 1st ext. x12 # 12 7 called';
const marks = [
  ' ',
  ' ',
  ' ',
  ', ',
  '. ',
  '\n',
  ': ',
  '-',
  '"',
  '\t',
  '|',
  '=',
  '',
  ' — ',
  '<b>',
  '今天',
  '😀',
  '𝟙',
];

const prose = fc
  .tuple(
    fc.array(fc.constantFrom(...sentences), { minLength: 1, maxLength: 12 }),
    fc.constantFrom(' ', '\n', '\n\n'),
  )
  .map(([parts, between]) => parts.join(between));
const jumble = fc
  .array(
    fc.tuple(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...values) },
        { weight: 1, arbitrary: fc.constantFrom(...disguised) },
        { weight: 3, arbitrary: fc.constantFrom(...tellingWords.split(' ')) },
        { weight: 4, arbitrary: fc.constantFrom(...sentences.flatMap((one) => one.split(/\s+/u))) },
      ),
      fc.constantFrom(...marks),
    ),
    { minLength: 1, maxLength: 50 },
  )
  .map((parts) => parts.flat().join(''));
/** Lengths of the pieces of a text, in code units: nothing spares a surrogate pair. */
const cuts = fc.oneof(
  fc.constant([1]),
  fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 30 }),
  fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 10 }),
);

function piecesOf(text: string, lengths: readonly number[]): readonly string[] {
  const pieces: string[] = [];
  for (let at = 0, count = 0; at < text.length; count += 1) {
    const length = lengths[count % lengths.length] ?? 1;
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}

interface Streamed {
  readonly text: string;
  readonly matches: readonly Recognised[];
  readonly heldMax: number;
}

function stream(pieces: readonly string[]): Streamed {
  const lane = new LaneScanner({ content: 'text', scan, guard });
  const matches: Recognised[] = [];
  let text = '';
  let received = 0;
  let heldMax = 0;
  for (const piece of pieces) {
    const released = lane.push(piece);
    text += released.text;
    matches.push(...released.matches);
    received += piece.length;
    heldMax = Math.max(heldMax, received - text.length);
    expect(released.isUnbounded).toBe(false);
  }
  const rest = lane.flush();
  return { text: text + rest.text, matches: [...matches, ...rest.matches], heldMax };
}

function watch(pieces: readonly string[]): readonly Recognised[] {
  const watcher = new LaneWatcher(scan);
  return [...pieces.flatMap((piece) => watcher.push(piece)), ...watcher.flush()];
}

function placesOf(text: string, matches: readonly Recognised[]) {
  return matches.map(({ type, start, end }) => ({ type, start, value: text.slice(start, end) }));
}

function expectSame(text: string, lengths: readonly number[]): void {
  const pieces = piecesOf(text, lengths);
  const whole = scan(text);
  const streamed = stream(pieces);
  expect(streamed.text).toBe(text);
  expect(placesOf(text, streamed.matches)).toEqual(placesOf(text, whole));
  expect(placesOf(text, watch(pieces))).toEqual(placesOf(text, whole));
  const longest = Math.max(0, ...whole.map(({ start, end }) => end - start));
  expect(streamed.heldMax).toBeLessThanOrEqual(Math.max(holdMax, longest + behindLongValue));
}

describe('what is found in a stream, and in one that is only watched', () => {
  test('is what is found in the whole, for sentences with values of every kind', () => {
    fc.assert(fc.property(prose, cuts, expectSame), { numRuns: 300 });
  });

  test('is what is found in the whole, for values, words and marks in any order', () => {
    fc.assert(fc.property(jumble, cuts, expectSame), { numRuns: 300 });
  });

  test('is what is found in the whole, for tables', () => {
    const header = fc.constantFrom(
      'name,phone number,active',
      'id;passport;city',
      'name\tNIK\tnote',
    );
    const cell = fc.constantFrom(...values.filter((value) => !/[,;\t\n]/u.test(value)), 'yes', '');
    const table = fc
      .tuple(header, fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 30 }))
      .map(([first, rows]) => {
        const delimiter = /[,;\t]/u.exec(first)?.[0] ?? ',';
        return [first, ...rows.map((row) => row.join(delimiter))].join('\n');
      });
    fc.assert(fc.property(table, cuts, expectSame), { numRuns: 100 });
  });

  describe.skipIf(!isDataPresent)(
    '(skipped where the labelled sets are not beside the repository)',
    () => {
      const sets = () => [
        ...piiSets().map((source) => source.read().documents.map(({ text }) => text)),
        ...promptSets().map(({ texts }) => texts),
      ];

      test('is what is found in the whole, for texts of other people', () => {
        for (const texts of sets()) {
          const step = Math.max(1, Math.floor(texts.length / documentsOfSet));
          for (let at = 0; at < texts.length; at += step) {
            expectSame((texts[at] ?? '').slice(0, 4_000), [random.pick([1, 4, 12, 40])]);
          }
        }
      }, 300_000);
    },
  );
});
