import { type ModelPrice, openAiPrices } from './catalog.ts';

/** Tokens as the provider counted them; cached input is part of `input`, reasoning part of `output`. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly reasoning: number;
}

const million = 1_000_000;

/** Estimated cost at list price in micro-US-dollars, rounded up; undefined for a model without a price. */
export function costMicroUsd(model: string, usage: Usage): number | undefined {
  const price = priceOf(model);
  if (price === undefined) return undefined;
  const fresh = Math.max(0, usage.input - usage.cached);
  const total =
    fresh * price.input + usage.cached * price.cachedInput + usage.output * price.output;
  return Number.isSafeInteger(total) ? Math.ceil(total / million) : undefined;
}

// A dated snapshot costs what its family costs. Any other suffix is another model with another price.
function priceOf(model: string): ModelPrice | undefined {
  const family = model.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  return Object.hasOwn(openAiPrices, family) ? openAiPrices[family] : undefined;
}

/** Micro-US-dollars as a decimal number of US dollars, e.g. `0.000345`. */
export function formatUsd(microUsd: number): string {
  const digits = String(microUsd).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
