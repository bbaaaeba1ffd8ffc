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

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a.charAt(row - 1).toLowerCase() === b.charAt(column - 1).toLowerCase();
      const replaced = (previous[column - 1] ?? 0) + (isSame ? 0 : 1);
      const removed = (previous[column] ?? 0) + 1;
      current.push(Math.min(replaced, removed, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
