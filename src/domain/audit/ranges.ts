/** Positions from `first` to one before `end`. */
export interface Range {
  readonly first: number;
  readonly end: number;
}

/** What of the ranges none of the others covers. @param ranges in order, and apart from each other */
export function subtract(ranges: readonly Range[], others: readonly Range[]): Range[] {
  const covers = merged(others);
  let at = 0;
  return ranges.flatMap((range) => {
    // What ends before this range ends before every later one.
    while ((covers[at]?.end ?? Number.POSITIVE_INFINITY) <= range.first) at++;
    return without(range, covers, at);
  });
}

export function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { first, end }) => sum + end - first, 0);
}

function without({ first, end }: Range, covers: readonly Range[], from: number): Range[] {
  const left: Range[] = [];
  let rest = first;
  for (let at = from; (covers[at]?.first ?? end) < end; at++) {
    const cover = covers[at] ?? { first: end, end };
    if (cover.first > rest) left.push({ first: rest, end: cover.first });
    rest = cover.end;
  }
  if (rest < end) left.push({ first: rest, end });
  return left;
}

/** The same positions in order, no two ranges touching. */
function merged(ranges: readonly Range[]): Range[] {
  const whole: Range[] = [];
  for (const range of ranges.toSorted((left, right) => left.first - right.first)) {
    const last = whole.at(-1);
    if (last === undefined || last.end < range.first) whole.push(range);
    else whole.splice(-1, 1, { first: last.first, end: Math.max(last.end, range.end) });
  }
  return whole;
}
