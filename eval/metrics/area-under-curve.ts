/** How likely a score that should be high is above one that should be low: the area under the ROC curve. Ties count half. */
export function areaUnderCurve(high: readonly number[], low: readonly number[]): number {
  if (high.length === 0 || low.length === 0) return 0;
  const ranked = low.toSorted((a, b) => a - b);
  const wins = high.reduce((sum, score) => {
    const below = countBelow(ranked, score);
    const upTo = countBelow(ranked, score, true);
    return sum + below + (upTo - below) / 2;
  }, 0);
  return wins / (high.length * low.length);
}

function countBelow(ranked: readonly number[], score: number, isInclusive = false): number {
  let [from, to] = [0, ranked.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const value = ranked[middle] ?? 0;
    if (value < score || (isInclusive && value === score)) from = middle + 1;
    else to = middle;
  }
  return from;
}
