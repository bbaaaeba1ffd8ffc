import type { BacktestView, VerdictView } from '../../../../../src/contract/policy-schemas.ts';

export const verdictOrder: readonly VerdictView[] = ['allow', 'redact', 'hold', 'deny'];

export interface Figures {
  readonly changed: number;
  readonly stricter: number;
  readonly looser: number;
  /** How many go from the row's verdict to the column's. */
  count(before: VerdictView, after: VerdictView): number;
}

export function figuresOf({ matrix }: Pick<BacktestView, 'matrix'>): Figures {
  const rank = (verdict: VerdictView) => verdictOrder.indexOf(verdict);
  const sum = (isIn: (from: number, to: number) => boolean) =>
    matrix
      .filter(({ before, after }) => isIn(rank(before), rank(after)))
      .reduce((total, { count }) => total + count, 0);
  return {
    changed: sum((from, to) => from !== to),
    stricter: sum((from, to) => to > from),
    looser: sum((from, to) => to < from),
    count: (before, after) =>
      matrix
        .filter((cell) => cell.before === before && cell.after === after)
        .reduce((total, { count }) => total + count, 0),
  };
}

export interface Bar {
  readonly day: string;
  readonly unchanged: number;
  readonly stricter: number;
  readonly looser: number;
}

/** One bar for each day of the period, with days on which nothing was recorded in their places. */
export function barsOf({ by_day }: Pick<BacktestView, 'by_day'>): readonly Bar[] {
  const found = new Map(by_day.map((day) => [day.day, day]));
  const days = [...found.keys()].sort();
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return [];
  const bars: Bar[] = [];
  for (let at = Date.parse(first); at <= Date.parse(last); at += dayMs) {
    const day = new Date(at).toISOString().slice(0, 10);
    const { decisions = 0, changed = 0, stricter = 0 } = found.get(day) ?? {};
    bars.push({ day, unchanged: decisions - changed, stricter, looser: changed - stricter });
  }
  return bars;
}

const dayMs = 24 * 60 * 60 * 1000;
