/**
 * List price of a model's tokens from a size of the input upwards, in micro-US-dollars for a million tokens (which is
 * pico-US-dollars for one). Null: the provider has no price of its own for it.
 */
export type PriceBand = readonly [
  /** Applies to requests whose whole input is of more tokens than this. */
  inputAbove: number,
  input: number,
  /** Input read from the provider's prompt cache. */
  cachedInput: number | null,
  /** Input written to the cache for five minutes. */
  cacheWrite: number | null,
  /** Input written to the cache for an hour. */
  cacheWrite1h: number | null,
  output: number,
];

/** Bands in the order of the input's size; the last that applies counts for the whole request. */
export type ModelPrice = readonly PriceBand[];

export type PriceTable = Readonly<Record<string, ModelPrice>>;
