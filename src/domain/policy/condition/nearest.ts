const lengthMax = 64;

/** The candidate that was probably meant, by Levenshtein distance; undefined when none is near. */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  if (written.length > lengthMax) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.min(3, Math.floor(written.length / 2))) + 1;
  for (const candidate of candidates) {
    const isFar = Math.abs(candidate.length - written.length) >= bestDistance;
    const distance = isFar ? bestDistance : editDistance(written, candidate);
    if (distance < bestDistance && candidate !== written) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `— did you mean 'x'?`, or nothing. */
export function suggestion(found: string | undefined): string {
  return found === undefined ? '' : ` — did you mean '${found}'?`;
}

const shownMax = 6;

/** What there is instead, in parentheses. */
export function declared(names: readonly string[]): string {
  if (names.length === 0) return ' (none is)';
  return ` (${names.slice(0, shownMax).join(', ')}${names.length > shownMax ? ', …' : ''})`;
}

function editDistance(a: string, b: string): number {
  const [from, to] = [a.toLowerCase(), b.toLowerCase()];
  let earlier: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const rows = { earlier, previous, current };
      current.push(leastAt({ row, column }, { from, to }, rows));
    }
    earlier = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

interface Rows {
  readonly earlier: readonly number[];
  readonly previous: readonly number[];
  readonly current: readonly number[];
}

function leastAt(
  { row, column }: { readonly row: number; readonly column: number },
  { from, to }: { readonly from: string; readonly to: string },
  { earlier, previous, current }: Rows,
): number {
  const [own, before] = [from[row - 1], from[row - 2]];
  const replaced = at(previous, column - 1) + (own === to[column - 1] ? 0 : 1);
  const removed = at(previous, column) + 1;
  const added = at(current, column - 1) + 1;
  // Two neighbours that changed places are one mistake.
  const isSwap = column > 1 && own === to[column - 2] && before === to[column - 1];
  return Math.min(replaced, removed, added, isSwap ? at(earlier, column - 2) + 1 : added);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
