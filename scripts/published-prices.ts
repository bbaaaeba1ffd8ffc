import type { PriceTable } from '../src/domain/catalog/price.ts';

// From Anthropic's price page, October 2026: models that the price package does not know, or knows only by a name like it.
const mythos5 = [0, 10_000_000, 1_000_000, 12_500_000, 20_000_000, 50_000_000] as const;
const mythos51 = [0, 10_000_000, 250_000, 12_500_000, 20_000_000, 50_000_000] as const;

/** Prices that come from the provider's own page, by the id in the catalogue. */
export const publishedPrices: PriceTable = {
  'claude-mythos-5': [mythos5],
  'claude-mythos-5-1': [mythos51],
  'claude-sonnet-5-5': [[0, 2_000_000, 100_000, 2_500_000, 4_000_000, 10_000_000]],
  'claude-haiku-5-5': [
    [0, 100_000, 10_000, 125_000, 200_000, 500_000],
    [100_000, 500_000, 50_000, 625_000, 1_000_000, 2_500_000],
  ],
};
