import type { ModelPrice, PriceBand } from '../catalog/price.ts';
import { priceOf } from '../catalog/price-of.ts';

/** Tokens as the provider counted them. Cached and newly cached input is part of `input`, reasoning part of `output`. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  /** Read from the provider's prompt cache. */
  readonly cached: number;
  /** Written to it, whatever the time to live. */
  readonly cacheWrite?: number;
  /** The part of `cacheWrite` that is kept for an hour. */
  readonly cacheWrite1h?: number;
  readonly reasoning: number;
}

const million = 1_000_000n;

/**
 * Estimated cost at list price in micro-US-dollars, rounded up. Undefined, and never zero, for a model without a price and
 * for counts that no provider can mean.
 */
export function costMicroUsd(model: string, usage: Usage): number | undefined {
  const price = priceOf(model);
  if (price === undefined || !isCount(usage)) return undefined;
  const pico = picoUsd(bandFor(price, usage.input), usage);
  if (pico === undefined) return undefined;
  const micro = (pico + million - 1n) / million;
  return micro <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(micro) : undefined;
}

function isCount({ input, output, cached, cacheWrite = 0, cacheWrite1h = 0 }: Usage): boolean {
  return [input, output, cached, cacheWrite, cacheWrite1h].every(
    (count) => Number.isSafeInteger(count) && count >= 0,
  );
}

function bandFor(price: ModelPrice, input: number): PriceBand | undefined {
  return price.findLast(([inputAbove]) => input > inputAbove) ?? price[0];
}

function picoUsd(band: PriceBand | undefined, usage: Usage): bigint | undefined {
  if (band === undefined) return undefined;
  const { input, output, cached, cacheWrite = 0, cacheWrite1h = 0 } = usage;
  const [, perInput, perCached, perWrite, perWrite1h, perOutput] = band;
  const hour = Math.min(cacheWrite, cacheWrite1h);
  // An hour costs more than five minutes: their price would be too low.
  if (hour > 0 && perWrite !== null && perWrite1h === null) return undefined;
  const parts: readonly (readonly [count: number, price: number])[] = [
    [Math.max(0, input - cached - cacheWrite), perInput],
    [cached, perCached ?? perInput],
    [cacheWrite - hour, perWrite ?? perInput],
    [hour, perWrite1h ?? perInput],
    [output, perOutput],
  ];
  return parts.reduce((sum, [count, price]) => sum + BigInt(count) * BigInt(price), 0n);
}

/** Micro-US-dollars as a decimal number of US dollars, e.g. `0.000345`. */
export function formatUsd(microUsd: number): string {
  const digits = String(microUsd).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
