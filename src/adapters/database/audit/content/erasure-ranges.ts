import type { AuditedRange } from '../../../../domain/audit/evidence-fact.ts';

/** An entry that is due, in the order of the log. */
export interface DueEntry {
  readonly index: number;
  /** Content that is not due stands between it and the one ahead. */
  readonly isApart: boolean;
}

export interface DueRanges {
  readonly ranges: readonly AuditedRange[];
  readonly indexes: readonly number[];
}

/** As few ranges as say which entries they are, and nothing of others; those that do not fit are left for the next time. */
export function rangesOf(due: readonly DueEntry[], rangesMax: number): DueRanges {
  const ranges: { first: number; end: number }[] = [];
  const indexes: number[] = [];
  for (const { index, isApart } of due) {
    const last = ranges.at(-1);
    if (last !== undefined && !isApart) last.end = index + 1;
    else if (ranges.length < rangesMax) ranges.push({ first: index, end: index + 1 });
    else break;
    indexes.push(index);
  }
  return { ranges, indexes };
}
