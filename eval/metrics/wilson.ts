/** A share and the bounds it lies between with 95 % probability. */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const z = 1.959964;

/** Wilson score interval: also right for shares near 0 and 1 and for small counts, where ±1.96 σ is not. */
export function wilson(hits: number, total: number): Share {
  if (total === 0) return { value: 0, low: 0, high: 1 };
  const value = hits / total;
  const scale = 1 + z ** 2 / total;
  const middle = (value + z ** 2 / (2 * total)) / scale;
  const reach = (z / scale) * Math.sqrt((value * (1 - value)) / total + z ** 2 / (4 * total ** 2));
  return { value, low: Math.max(0, middle - reach), high: Math.min(1, middle + reach) };
}
