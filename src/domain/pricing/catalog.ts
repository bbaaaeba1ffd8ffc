/** List price of a model's text tokens, in micro-US-dollars for a million tokens. */
export interface ModelPrice {
  readonly input: number;
  /** Input read from the provider's prompt cache. */
  readonly cachedInput: number;
  readonly output: number;
}

/**
 * Public list prices of September 2026. Models whose price depends on the length of the context are left out: no price
 * is better than a wrong one.
 */
export const openAiPrices: Readonly<Record<string, ModelPrice>> = {
  'gpt-4o': { input: 2_500_000, cachedInput: 1_250_000, output: 10_000_000 },
  'gpt-4o-mini': { input: 150_000, cachedInput: 75_000, output: 600_000 },
  'gpt-4.1': { input: 2_000_000, cachedInput: 500_000, output: 8_000_000 },
  'gpt-4.1-mini': { input: 400_000, cachedInput: 100_000, output: 1_600_000 },
  'gpt-4.1-nano': { input: 100_000, cachedInput: 25_000, output: 400_000 },
  'gpt-5': { input: 1_250_000, cachedInput: 125_000, output: 10_000_000 },
  'gpt-5-mini': { input: 250_000, cachedInput: 25_000, output: 2_000_000 },
  'gpt-5-nano': { input: 50_000, cachedInput: 5_000, output: 400_000 },
  'gpt-5.1': { input: 1_250_000, cachedInput: 125_000, output: 10_000_000 },
  'gpt-5.2': { input: 1_750_000, cachedInput: 175_000, output: 14_000_000 },
  'gpt-5.4-mini': { input: 750_000, cachedInput: 75_000, output: 4_500_000 },
  o1: { input: 15_000_000, cachedInput: 7_500_000, output: 60_000_000 },
  o3: { input: 2_000_000, cachedInput: 500_000, output: 8_000_000 },
  'o3-mini': { input: 1_100_000, cachedInput: 550_000, output: 4_400_000 },
  'o4-mini': { input: 1_100_000, cachedInput: 275_000, output: 4_400_000 },
  'gpt-3.5-turbo': { input: 500_000, cachedInput: 500_000, output: 1_500_000 },
  'text-embedding-3-small': { input: 20_000, cachedInput: 20_000, output: 0 },
  'text-embedding-3-large': { input: 130_000, cachedInput: 130_000, output: 0 },
};
