import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectorsFor } from '../detectors-for.ts';
import { defaultInspection, type InspectionSettings } from '../inspection-settings.ts';
import { LaneScanner } from '../stream/lane-scanner.ts';

const deny = [
  {
    name: 'PLAN',
    terms: [
      'confidential acquisition negotiations concerning international subsidiaries',
      'Ｇｒｅｅｎ field of the river in the north',
    ],
  },
];
const pattern = (written: string) => ({
  name: 'OWN',
  pattern: written,
  context: [],
  score: 80,
  checksum: undefined,
});

/** What leaves a lane where everything that is recognised is hidden. */
function stream(settings: Partial<InspectionSettings>, deltas: readonly string[]): string {
  const { scan, openFrom } = detectorsFor({ ...defaultInspection, ...settings }, () => 0);
  const lane = new LaneScanner({
    content: 'text',
    scan,
    guard: {
      concerns: () => true,
      hide: (_, matches) => matches.map(({ start, end }) => ({ start, end, text: '***' })),
    },
    ...(openFrom ? { openFrom } : {}),
  });
  const released = [...deltas.map((delta) => lane.push(delta)), lane.flush()];
  expect(released.some(({ isUnbounded }) => isUnbounded)).toBe(false);
  return released.map(({ text }) => text).join('');
}

const talk =
  'so much has been said before anybody came to the point that it is hard to recall, and ';

describe.each([
  [
    'a term of many words',
    { deny },
    'confidential acquisition negotiations concerning international subsidiaries',
  ],
  ['a term in look-alikes', { deny }, 'green field of the ｒｉｖｅｒ in the north'],
  [
    'a pattern across words',
    { recognisers: [pattern('file no [A-Z]{2} of [a-z]+ in \\d{4}')] },
    'file no AB of accounting in 2024',
  ],
  [
    'a pattern across signs',
    { recognisers: [pattern('INV#[0-9A-Z/:]{12,}')] },
    'INV#2024/0001/XY/77/AB:9',
  ],
] as const)('%s', (_, settings, value) => {
  test('is hidden however a stream is cut', () => {
    const text = `${talk}${value} ${talk}`;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 20 }), (lengths) => {
        const deltas: string[] = [];
        let at = 0;
        for (let next = 0; at < text.length; next += 1) {
          const length = lengths[next % lengths.length] ?? 1;
          deltas.push(text.slice(at, at + length));
          at += length;
        }
        expect(stream(settings, deltas)).toBe(`${talk}*** ${talk}`);
      }),
      { numRuns: 40 },
    );
  });
});

test('nothing is held for settings that add nothing', () => {
  const { openFrom } = detectorsFor(defaultInspection, () => 0);
  expect(openFrom?.('confidential acquisition')).toBe('confidential acquisition'.length);
});

test('a text that ends in no beginning of a term is not held', () => {
  const { openFrom } = detectorsFor({ ...defaultInspection, deny }, () => 0);
  expect(openFrom?.('confidential talks. ')).toBe('confidential talks. '.length);
  expect(openFrom?.('in confidential acqui')).toBe(3);
});
