import { describe, expect, test } from 'vitest';
import { costMicroUsd, formatUsd } from './cost.ts';
import { providerOfModel, similarModels } from './model-family.ts';

describe('the cost', () => {
  const usage = { input: 1_000, output: 500, cached: 200, reasoning: 100 };

  test('prices cached input apart and counts reasoning once', () => {
    expect(costMicroUsd('gpt-4o-mini', usage)).toBe(435);
    expect(costMicroUsd('gpt-4o-mini-2024-07-18', usage)).toBe(435);
  });

  test.each(['gpt-4o-mini-audio-preview', 'gpt-9', '__proto__', 'gpt-5.4'])(
    'is unknown for %s',
    (model) => {
      expect(costMicroUsd(model, usage)).toBeUndefined();
    },
  );

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

  test('a mistyped model gets names that look like it', () => {
    expect(similarModels('gpt4o')).toContain('gpt-4o');
    expect(similarModels('o3x')[0]).toMatch(/^o3/);
  });
});
