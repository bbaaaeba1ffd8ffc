import { calcPrice } from '@pydantic/genai-prices';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { publishedPrices } from '../../../scripts/published-prices.ts';
import { pricesOf, versionOf } from '../../../scripts/write-catalog.ts';
import { costMicroUsd, type Usage } from '../pricing/cost.ts';
import { anthropicPrices } from './anthropic-prices.ts';
import { bedrockPrices } from './bedrock-prices.ts';
import { catalogModels } from './catalog.ts';
import { catalogVersion, pricesAsOf } from './catalog-version.ts';
import { openAiPrices } from './openai-prices.ts';
import type { ModelPrice } from './price.ts';
import { priceOf } from './price-of.ts';

const sources = { openai: 'openai', anthropic: 'anthropic', bedrock: 'aws' } as const;

// What the invoice of another program says, without cents rounded away.
function elsewhere(provider: keyof typeof sources, model: string, usage: Usage): number {
  const { input, output, cached, cacheWrite = 0 } = usage;
  const calculated = calcPrice(
    {
      input_tokens: input,
      output_tokens: output,
      cache_read_tokens: cached,
      cache_write_tokens: cacheWrite,
      ...(provider === 'anthropic' && { cache_write_1h_tokens: usage.cacheWrite1h ?? 0 }),
    },
    model,
    { providerId: sources[provider], timestamp: new Date(`${pricesAsOf}T12:00:00Z`) },
  );
  return (calculated?.total_price ?? Number.NaN) * 1_000_000;
}

const usages = fc
  .record({
    cached: fc.nat(300_000),
    fresh: fc.nat(300_000),
    cacheWrite: fc.nat(50_000),
    output: fc.nat(100_000),
  })
  .map(({ cached, fresh, cacheWrite, output }): Usage => {
    return { input: cached + fresh + cacheWrite, output, cached, cacheWrite, reasoning: 0 };
  });

describe('the price list', () => {
  test('is what its script writes', () => {
    expect(openAiPrices).toEqual(pricesOf('openai'));
    expect(anthropicPrices).toEqual(pricesOf('anthropic'));
    expect(bedrockPrices).toEqual(pricesOf('bedrock'));
    expect(catalogVersion).toBe(versionOf());
    expect(catalogVersion).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  const priced = catalogModels
    .filter(({ id }) => priceOf(id) !== undefined && publishedPrices[id] === undefined)
    .flatMap(({ provider, id }) => {
      const globally = bedrockPrices[`global.${id}`] === undefined ? [] : [`global.${id}`];
      return [id, ...globally].map((name) => ({ provider, name }));
    });

  test('covers most of the catalogue', () => {
    expect(priced.length).toBeGreaterThan(150);
  });

  test.each(priced)('charges for $name what the price package does', ({ provider, name }) => {
    fc.assert(
      fc.property(usages, (usage) => {
        const cost = costMicroUsd(name, usage) ?? Number.NaN;
        // The package knows some models by their inference profiles only; a region's own price is the same.
        const asked = calcPrice({}, name, { providerId: sources[provider] }) ? name : `us.${name}`;
        const expected = elsewhere(provider, asked, usage);
        expect(Math.abs(cost - expected)).toBeLessThanOrEqual(1 + expected * 1e-12);
      }),
      { numRuns: 20 },
    );
  });

  test('knows what an hour in the cache costs', () => {
    const usage = {
      input: 5_000,
      output: 0,
      cached: 0,
      cacheWrite: 5_000,
      cacheWrite1h: 5_000,
      reasoning: 0,
    };
    const opus = costMicroUsd('claude-opus-4-8', usage) ?? Number.NaN;
    expect(opus).toBeCloseTo(elsewhere('anthropic', 'claude-opus-4-8', usage), 3);
    expect(costMicroUsd('us.anthropic.claude-opus-4-8', usage)).toBe(55_000);
  });

  test('has cheaper reads and dearer writes of the cache, and no price for nothing', () => {
    const tables: readonly ModelPrice[] = [openAiPrices, anthropicPrices, bedrockPrices].flatMap(
      (table) => Object.values(table),
    );
    for (const [, input, cached, write, write1h] of tables.flat()) {
      expect(input).toBeGreaterThan(0);
      expect(cached ?? 0).toBeLessThanOrEqual(input);
      expect(write ?? input).toBeGreaterThanOrEqual(input);
      expect(write1h ?? Number.POSITIVE_INFINITY).toBeGreaterThan(write ?? 0);
    }
  });

  test('does not price a model as one that is named like it', () => {
    expect(
      calcPrice({ input_tokens: 1 }, 'claude-sonnet-5-6', { providerId: 'anthropic' }),
    ).not.toBeNull();
    for (const name of [
      'claude-sonnet-5-6',
      'claude-sonnet-4-5-turbo',
      'gpt-5-nano-next',
      'gpt-4o-mini-audio-preview',
      'amazon.titan-embed-text-v2:0',
      'us.anthropic.claude-sonnet-5-5',
      'my-amazon.nova-lite-v1:0',
      'ft:gpt-4o-mini-2024-07-18:org::id',
    ]) {
      expect(priceOf(name)).toBeUndefined();
    }
  });

  test('differs by where a model runs', () => {
    const usage = { input: 1_000_000, output: 0, cached: 0, reasoning: 0 };
    expect(costMicroUsd('claude-opus-4-8', usage)).toBe(5_000_000);
    expect(costMicroUsd('eu.anthropic.claude-opus-4-8', usage)).toBe(5_500_000);
    expect(costMicroUsd('global.anthropic.claude-opus-4-8', usage)).toBe(5_000_000);
    expect(costMicroUsd('us-gov.anthropic.claude-opus-4-8', usage)).toBeUndefined();
    expect(
      costMicroUsd(
        'arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/anthropic.claude-opus-4-8',
        usage,
      ),
    ).toBeUndefined();
    expect(costMicroUsd('gpt-5.6-luna', { ...usage, input: 1_000 })).toBe(200);
    expect(costMicroUsd('openai.gpt-5.6-luna', { ...usage, input: 1_000 })).toBe(220);
  });
});
