import { describe, expect, test } from 'vitest';
import { catalogModels, modelNamed, modelOrFamilyNamed } from './catalog.ts';
import { isSafeModelId } from './safe-model-id.ts';

describe('the catalogue', () => {
  test('gives no name to two models', () => {
    const names = catalogModels.flatMap(({ id, aliases }) => [id, ...aliases]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('finds every model by every name of its own', () => {
    const lost = catalogModels.flatMap((model) =>
      [model.id, ...model.aliases].filter((name) => modelNamed(name) !== model),
    );
    expect(lost).toEqual([]);
  });

  test('holds names that can go into a path, and days that exist', () => {
    for (const { id, aliases, releasedAt, contextWindow, maxOutputTokens } of catalogModels) {
      expect([id, ...aliases].every(isSafeModelId)).toBe(true);
      expect(releasedAt === undefined || releasedAt > 1_600_000_000).toBe(true);
      expect((maxOutputTokens ?? 0) <= (contextWindow ?? Number.POSITIVE_INFINITY)).toBe(true);
    }
  });

  test.each([
    'gpt-3.5-turbo',
    'gpt-4o-2024-08-06',
    'gpt-4.1-nano-2025-04-14',
    'gpt-5-mini-2025-08-07',
    'gpt-5.1-codex-max',
    'gpt-5.2-2025-12-11',
    'gpt-5.4-2026-03-05',
    'gpt-5.6',
    'gpt-6-astra',
    'o4-mini',
    'text-embedding-3-small',
    'claude-3-haiku-20240307',
    'claude-sonnet-4-5',
    'claude-haiku-4-5-20251001',
    'claude-opus-5-5',
    'claude-haiku-5-5',
    'claude-fable-5-1',
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    'global.anthropic.claude-opus-4-5-20251101-v1:0',
    'eu.anthropic.claude-sonnet-4-6-v1',
    'jp.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'au.anthropic.claude-opus-4-8',
    'apac.amazon.nova-pro-v1:0',
    'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
    'arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-opus-4-7',
    'meta.llama4-scout-17b-instruct-v1:0',
    'mistral.mistral-large-2402-v1:0',
    'cohere.command-r-plus-v1:0',
    'deepseek.r1-v1:0',
    'openai.gpt-oss-120b-1:0',
    'ai21.jamba-1-5-mini-v1:0',
    'qwen.qwen3-32b-v1:0',
    'amazon.titan-embed-text-v2:0',
  ])('knows %s', (name) => {
    expect(modelNamed(name)).toBeDefined();
  });

  test.each([
    'gpt-4o-mini-audio-preview',
    'gpt-9',
    'claude-sonnet-5-6',
    'claude-sonnet-4-5-extra',
    'us.claude-opus-4-8',
    'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3',
    'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/a1b2c3',
    '__proto__',
    'constructor',
    '',
  ])('does not know %s', (name) => {
    expect(modelNamed(name)).toBeUndefined();
    expect(modelOrFamilyNamed(name)).toBeUndefined();
  });

  test.each([
    ['gpt-4o-2030-01-01', 'gpt-4o'],
    ['claude-sonnet-4-5-20300101', 'claude-sonnet-4-5-20250929'],
    ['claude-opus-5-5-20270101', 'claude-opus-5-5'],
    ['us.anthropic.claude-opus-4-8-20270101-v1:0', 'anthropic.claude-opus-4-8'],
  ])('takes the snapshot %s for a %s', (name, id) => {
    expect(modelNamed(name)).toBeUndefined();
    expect(modelOrFamilyNamed(name)?.id).toBe(id);
  });

  test('tells the snapshots apart that are models of their own', () => {
    expect(modelOrFamilyNamed('gpt-4o-2024-05-13')?.id).toBe('gpt-4o-2024-05-13');
    expect(modelOrFamilyNamed('anthropic.claude-3-5-sonnet-20240620-v1:0')?.maxOutputTokens).toBe(
      8192,
    );
    expect(modelOrFamilyNamed('anthropic.claude-3-5-sonnet-20990101-v1:0')).toBeUndefined();
  });
});
