import { describe, expect, test } from 'vitest';
import { costMicroUsd, formatUsd, type Usage } from './cost.ts';
import { providerOfModel, similarModels } from './model-family.ts';

describe('the cost', () => {
  const usage: Usage = { input: 1_000, output: 500, cached: 200, reasoning: 100 };

  test('prices cached input apart and counts reasoning once', () => {
    expect(costMicroUsd('gpt-4o-mini', usage)).toBe(435);
    expect(costMicroUsd('gpt-4o-mini-2024-07-18', usage)).toBe(435);
  });

  test('prices what is written to the cache by how long it stays', () => {
    const written = { ...usage, cacheWrite: 500, cacheWrite1h: 100 };
    // 300 fresh at 5, 200 cached at 0.5, 400 for minutes at 6.25, 100 for an hour at 10, 500 out at 25 dollars a million.
    expect(costMicroUsd('claude-opus-4-8', written)).toBe(1_500 + 100 + 2_500 + 1_000 + 12_500);
  });

  test('is higher for the whole request once its input is long', () => {
    const short = { input: 271_999, output: 1_000, cached: 0, reasoning: 0 };
    expect(costMicroUsd('gpt-5.4', short)).toBe(679_998 + 15_000);
    expect(costMicroUsd('gpt-5.4', { ...short, input: 272_000 })).toBe(1_360_000 + 22_500);
    expect(costMicroUsd('claude-haiku-5-5', { ...short, input: 100_000 })).toBe(10_000 + 500);
    expect(costMicroUsd('claude-haiku-5-5', { ...short, input: 100_001 })).toBe(50_001 + 2_500);
  });

  test('of nothing is nothing, and a part of a micro-dollar is a whole one', () => {
    const nothing = { input: 0, output: 0, cached: 0, reasoning: 0 };
    expect(costMicroUsd('gpt-4o-mini', nothing)).toBe(0);
    expect(costMicroUsd('gpt-4o-mini', { ...nothing, input: 1 })).toBe(1);
  });

  test.each(['gpt-4o-mini-audio-preview', 'gpt-9', '__proto__', 'claude-fable-5-2', ''])(
    'is unknown for %s',
    (model) => {
      expect(costMicroUsd(model, usage)).toBeUndefined();
    },
  );

  test('is unknown for counts that cannot be', () => {
    for (const input of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60]) {
      expect(costMicroUsd('gpt-4o-mini', { ...usage, input })).toBeUndefined();
    }
  });

  test('does not become less than the cached input where the counts contradict each other', () => {
    expect(costMicroUsd('gpt-4o-mini', { ...usage, cached: 5_000 })).toBe(375 + 300);
  });

  test('is unknown for an hour in a cache that has no price for it', () => {
    const hour = { ...usage, cacheWrite: 10, cacheWrite1h: 10 };
    expect(costMicroUsd('us.anthropic.claude-3-7-sonnet-20250219-v1:0', hour)).toBeUndefined();
  });

  test.each([
    [0, '0.000000'],
    [345, '0.000345'],
    [1_234_567, '1.234567'],
    [12_000_000, '12.000000'],
  ])('%i micro-dollars are %s', (micro, text) => {
    expect(formatUsd(micro)).toBe(text);
  });
});

describe('the provider of a model', () => {
  test.each([
    ['gpt-4o-mini', 'openai'],
    ['o3-mini', 'openai'],
    ['text-embedding-3-small', 'openai'],
    ['ft:gpt-4o-mini:org::id', 'openai'],
    ['claude-sonnet-4-5', 'anthropic'],
    ['us.anthropic.claude-sonnet-4-5-v1:0', 'bedrock'],
    ['openai.gpt-oss-120b-1:0', 'bedrock'],
    ['arn:aws:bedrock:us-east-1:123456789012:inference-profile/x', 'bedrock'],
    ['llama-3', undefined],
    ['', undefined],
    ['x-gpt-4', undefined],
    ['openai/gpt-4o', undefined],
  ])('%s is %s', (model, provider) => {
    expect(providerOfModel(model)).toBe(provider);
  });

  test('a mistyped model gets names that look like it, whoever offers it', () => {
    expect(similarModels('gpt4o')).toContain('gpt-4o');
    expect(similarModels('o3x')[0]).toMatch(/^o3/);
    expect(similarModels('claude-4-5-sonnet')[0]).toBe('claude-sonnet-4-5');
    expect(similarModels('Claude-Opus-4.8')[0]).toBe('claude-opus-4-8');
    expect(similarModels('amazon-nova-pro')[0]).toBe('amazon.nova-pro-v1:0');
    expect(similarModels('x'.repeat(100_000))).toHaveLength(5);
  });
});
