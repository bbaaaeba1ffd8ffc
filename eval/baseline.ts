import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type Figure, keyOf } from './figure.ts';

const file = new URL('./baseline.json', import.meta.url);
const schema = z.record(z.string(), z.number());

/** Less than this is no change worth a word: a share of the value, or of one. */
const noticeable = 0.005;

export interface Change {
  readonly key: string;
  readonly before: number;
  readonly after: number;
  readonly isWorse: boolean;
}

/** How figures differ from those that were recorded; times are left out. */
export function changesSince(figures: readonly Figure[]): readonly Change[] {
  if (!existsSync(file)) return [];
  const recorded = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return figures.filter(isRecorded).flatMap((figure) => {
    const [key, before, after] = [keyOf(figure), recorded[keyOf(figure)], figure.value];
    if (before === undefined) return [];
    const difference = figure.better === 'lower' ? after - before : before - after;
    const isNoticeable = Math.abs(difference) > noticeable * Math.max(1, Math.abs(before));
    return isNoticeable ? [{ key, before, after, isWorse: difference > 0 }] : [];
  });
}

/** Records figures for later runs to be compared with; others stay as they were recorded. */
export function recordBaseline(figures: readonly Figure[]): void {
  const before = existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : {};
  const now = figures.filter(isRecorded).map((one) => [keyOf(one), rounded(one.value)] as const);
  const all = Object.entries({ ...before, ...Object.fromEntries(now) }).sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

function isRecorded({ better, isTime }: Figure): boolean {
  return better !== undefined && isTime === undefined;
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
