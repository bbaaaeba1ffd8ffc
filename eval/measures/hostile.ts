import { asReceived } from '../as-received.ts';
import type { Figure } from '../figure.ts';
import { processorTime } from '../metrics/processor-time.ts';
import { type Random, randomFrom } from '../policy/random.ts';
import { scan } from '../scan.ts';
import type { Measure } from './measure.ts';

const [small, large] = [65_536, 1_048_576];
/** Of all units, those that 64 KB took longest with are repeated to 1 MB. */
const slowest = 12;
/** How often those are measured. */
const [rounds, quickRounds] = [3, 1];

const pieces = [
  ...['1', '12', '4111', '0812', '99', 'a', 'A1', 'ab', 'jan', 'jl', 'st', 'no', 'ssn', 'é', 'а'],
  ...[' ', ' ', '-', '.', '/', ',', ':', '@', '+', '(', ')', '%41', '\\u0041', '&#65;', '\u200b'],
  ...['sk-', 'eyJ', 'AKIA', 'http://', 'www.', 'DE89', '"k":', '\n', '=', '_', '４', '-----BEGIN '],
  ...[
    'password=',
    'B 1234 ',
    'S1234567',
    '::',
    '<',
    'QUFBQUFBQUFBQUFBQUFB',
    'Mr ',
    'Budi ',
    'RT 01 ',
  ],
  ...['J0hn ', 'S5-', '%2541', '%20', '4S-6789 ', 'Sm9obiBTbWl0aCwgSm9obiBTbWl0aCwg', '.c0m'],
];

/**
 * The longest processor time that a megabyte of repeated text takes, and how much longer that is than for a sixteenth of it.
 * What else the machine does makes both slower, for a while: one is measured right after the other, the sixteenth as often as
 * makes a megabyte, and the median of a few such pairs counts.
 */
export const hostileMeasure: Measure = {
  name: 'hostile',
  run: ({ isQuick }) => {
    const random = randomFrom(41);
    const units = [...pieces, ...Array.from({ length: isQuick ? 20 : 160 }, () => unit(random))];
    for (const one of units) leastMs(one, 4_096);
    const ranked = [...new Set(units)]
      .map((one) => ({ one, ms: leastMs(one, small) }))
      .sort((a, b) => b.ms - a.ms)
      .slice(0, isQuick ? 2 : slowest);
    const figures = ranked.flatMap(({ one }) => figuresOf(one, isQuick ? quickRounds : rounds));
    const worst = ['1 MB ms', 'growth'].map((metric) => ({
      ...time('worst'),
      metric,
      value: Math.max(...figures.filter((one) => one.metric === metric).map((one) => one.value)),
    }));
    return { figures: [...figures, ...worst] };
  },
};

function figuresOf(one: string, count: number): readonly Figure[] {
  const pairs = Array.from({ length: count }, () => pairOf(one));
  const growths = pairs.map(({ smallMs, largeMs }) => largeMs / Math.max(smallMs, 0.5));
  return [
    {
      ...time(one),
      metric: '1 MB ms',
      value: Math.min(...pairs.map(({ largeMs }) => largeMs)),
    },
    {
      ...time(one),
      metric: 'growth',
      value: growths.toSorted((a, b) => a - b)[count >> 1] ?? 0,
    },
  ];
}

interface Pair {
  /** On average over as many as make a megabyte. */
  readonly smallMs: number;
  readonly largeMs: number;
}

function pairOf(one: string): Pair {
  const times = large / small;
  const smallText = repeated(one, small);
  const largeText = repeated(one, large);
  const smallMs = msOf(() => {
    for (let count = 0; count < times; count += 1) scan(smallText);
  });
  return { smallMs: smallMs / times, largeMs: msOf(() => scan(largeText)) };
}

function time(subject: string) {
  return {
    set: 'hostile',
    subject: subject === 'worst' ? subject : JSON.stringify(subject),
    isTime: true,
    better: 'lower',
  } as const;
}

function unit(random: Random): string {
  return Array.from({ length: 1 + random.below(4) }, () => random.pick(pieces)).join('');
}

function leastMs(one: string, length: number): number {
  const text = repeated(one, length);
  return Math.min(
    msOf(() => scan(text)),
    msOf(() => scan(text)),
  );
}

function repeated(one: string, length: number): string {
  return asReceived(one.repeat(Math.ceil(length / one.length)).slice(0, length));
}

function msOf(run: () => unknown): number {
  return processorTime(run) / 1_000;
}
