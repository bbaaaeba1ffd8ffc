import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { providers } from '../credential/credential.ts';
import { abilitiesOf } from './abilities.ts';
import { claudeCapabilities } from './anthropic-capabilities.ts';
import { bedrockCapabilities } from './bedrock-capabilities.ts';
import { capabilitiesOf } from './capabilities.ts';
import { catalogModels } from './catalog.ts';
import { openAiCapabilities } from './openai-capabilities.ts';

describe('a Claude', () => {
  test.each([
    ['claude-3-haiku-20240307', 'off'],
    ['claude-3-5-sonnet-20241022', 'off'],
    ['claude-3-7-sonnet-20250219', 'budget off'],
    ['claude-sonnet-4-20250514', 'budget off'],
    ['claude-opus-4-1', 'budget off'],
    ['claude-haiku-4-5-20251001', 'budget off'],
    ['claude-opus-4-6', 'budget adaptive off'],
    ['claude-opus-4-7', 'adaptive off'],
    ['claude-sonnet-5', 'adaptive off'],
    ['claude-opus-5', 'adaptive off up to high'],
    ['claude-haiku-5-5', 'adaptive off up to high'],
    ['claude-sonnet-5-5', 'adaptive between tools'],
    ['claude-opus-5-5', 'adaptive'],
    ['claude-fable-5', 'adaptive'],
    ['claude-fable-5-1', 'adaptive'],
    ['claude-mythos-5-2', 'adaptive'],
  ])('%s thinks by: %s', (model, expected) => {
    const { budget, adaptive, disabled, betweenTools } = claudeCapabilities(model).thinking;
    const off = { always: 'off', up_to_high: 'off up to high', never: '' }[disabled];
    const types = [
      budget && 'budget',
      adaptive && 'adaptive',
      off,
      betweenTools && 'between tools',
    ];
    expect(types.filter(Boolean).join(' ')).toBe(expected);
  });

  test.each([
    ['claude-sonnet-4-5', ''],
    ['claude-opus-4-5-20251101', 'low medium high'],
    ['claude-opus-4-6', 'low medium high max'],
    ['claude-sonnet-4-6', 'low medium high max'],
    ['claude-opus-4-7', 'low medium high xhigh max'],
    ['claude-haiku-5-5', 'low medium high xhigh max'],
  ])('%s knows the efforts: %s', (model, efforts) => {
    expect(claudeCapabilities(model).efforts.join(' ')).toBe(efforts);
  });

  test.each([
    ['acceptsSampling', 'claude-opus-4-6', 'claude-opus-4-7'],
    ['acceptsTemperatureWithTopP', 'claude-opus-4-20250514', 'claude-sonnet-4-5'],
    ['acceptsPrefill', 'claude-opus-4-5', 'claude-opus-4-6'],
    ['acceptsForcedTool', 'claude-opus-5', 'claude-opus-5-5'],
    ['acceptsForcedTool', 'claude-fable-5', 'claude-fable-5-1'],
    ['acceptsForcedTool', 'claude-haiku-5-5', 'claude-sonnet-5-5'],
    ['midConversationSystem', 'claude-opus-4-8', 'claude-opus-4-7'],
    ['structuredOutput', 'claude-opus-4-1-20250805', 'claude-opus-4-20250514'],
    ['documents', 'claude-3-5-haiku-20241022', 'claude-3-haiku-20240307'],
  ] as const)('%s: %s does, %s does not', (name, does, doesNot) => {
    expect(claudeCapabilities(does)[name]).toBe(true);
    expect(claudeCapabilities(doesNot)[name]).toBe(false);
  });

  test.each([
    ['claude-opus-9', 'claude-opus-5-5'],
    ['claude-sonnet-5-9', 'claude-sonnet-5-5'],
    ['claude-sonnet-4-20250514', 'claude-3-7-sonnet-20250219'],
    ['claude-opus-4-9-20300101', 'claude-opus-4-8'],
    ['claude-newline-1', 'claude-opus-5-5'],
    ['claude-constructor-1', 'claude-opus-5-5'],
    ['claude-9', 'claude-opus-5-5'],
    ['my-own-model', 'claude-opus-5-5'],
  ])('%s that is not known is taken for %s', (model, known) => {
    expect(claudeCapabilities(model)).toEqual(claudeCapabilities(known));
  });

  test('from before tools is not given any', () => {
    for (const model of ['claude-2.1', 'claude-v2', 'claude-instant-1.2']) {
      expect(claudeCapabilities(model)).toMatchObject({ tools: false, images: false });
    }
  });
});

describe('a model of OpenAI', () => {
  test.each([
    ['gpt-4o', true, 'always', 'always'],
    ['o3-mini', false, 'never', 'always'],
    ['gpt-5-mini', false, 'never', 'always'],
    ['gpt-5.1', false, 'without_reasoning', 'always'],
    ['gpt-5.4', false, 'without_reasoning', 'without_reasoning'],
    ['gpt-5.4-mini-2026-03-17', false, 'without_reasoning', 'without_reasoning'],
    ['gpt-5.6', false, 'without_reasoning', 'never_by_default'],
    ['gpt-6-sol', false, 'never', 'never_by_default'],
    ['gpt-7-nova', false, 'never', 'never_by_default'],
    ['ft:gpt-4o-mini-2024-07-18:org::id', true, 'always', 'always'],
    ['llama3.1:8b', true, 'always', 'always'],
  ])('%s: max_tokens %s, sampling %s, tools on chat %s', (model, ...expected) => {
    const found = openAiCapabilities(model);
    expect([found.acceptsMaxTokens, found.sampling, found.toolsOnChat]).toEqual(expected);
  });

  test.each([
    ['gpt-4o', ''],
    ['o3', 'low medium high'],
    ['gpt-5', 'minimal low medium high'],
    ['gpt-5-pro', 'high'],
    ['gpt-5.1', 'none low medium high'],
    ['gpt-5.1-codex-max', 'low medium high xhigh'],
    ['gpt-5.2', 'none low medium high xhigh'],
    ['gpt-5.6-luna', 'none low medium high xhigh max'],
    ['gpt-6-astra', 'low medium high xhigh max'],
    ['gpt-6-luna', 'none low medium high xhigh max'],
  ])('%s knows the efforts: %s', (model, efforts) => {
    expect(openAiCapabilities(model).efforts.join(' ')).toBe(efforts);
  });
});

describe('a model on Bedrock', () => {
  test.each([
    [
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'tools streamed cache images documents schema',
    ],
    ['anthropic.claude-opus-4-8', 'tools streamed cache images documents'],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', 'tools streamed cache documents'],
    ['amazon.nova-micro-v1:0', 'tools streamed cache'],
    ['apac.amazon.nova-pro-v1:0', 'tools streamed cache images documents'],
    ['amazon.titan-text-express-v1', 'documents'],
    ['meta.llama3-8b-instruct-v1:0', 'documents'],
    ['us.meta.llama3-1-70b-instruct-v1:0', 'tools documents'],
    ['meta.llama3-2-90b-instruct-v1:0', 'tools images documents'],
    ['mistral.mistral-large-2402-v1:0', 'tools documents'],
    ['mistral.mixtral-8x7b-instruct-v0:1', 'documents'],
    ['cohere.command-r-v1:0', 'tools streamed documents'],
    ['deepseek.r1-v1:0', 'documents'],
    ['openai.gpt-oss-20b-1:0', 'tools streamed'],
  ])('%s takes: %s', (id, expected) => {
    const found = bedrockCapabilities(id);
    const taken = [
      found.toolUse && 'tools',
      found.streamingTools && 'streamed',
      found.cachePoints && 'cache',
      found.images && 'images',
      found.documents && 'documents',
      found.structuredOutput && 'schema',
    ];
    expect(taken.filter(Boolean).join(' ')).toBe(expected);
  });

  test('is a Claude through any prefix and any ARN that names it', () => {
    for (const id of [
      'anthropic.claude-opus-4-8',
      'global.anthropic.claude-opus-4-8',
      'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-8',
      'arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-opus-4-8',
    ]) {
      expect(bedrockCapabilities(id).claude).toMatchObject({
        thinking: claudeCapabilities('claude-opus-4-8').thinking,
        acceptsSampling: false,
      });
    }
    const hidden = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3';
    expect(bedrockCapabilities(hidden)).toMatchObject({ claude: undefined, vendor: undefined });
  });

  test('of Mistral calls tools by nine letters and digits', () => {
    const { toolIdPattern } = bedrockCapabilities('mistral.mistral-large-2407-v1:0');
    expect(toolIdPattern.test('a1B2c3D4e')).toBe(true);
    expect(toolIdPattern.test('tooluse_bpe71yCfRu2b5i')).toBe(false);
    const nova = bedrockCapabilities('amazon.nova-lite-v1:0').toolIdPattern;
    expect(nova.test('tooluse_bpe71yCfRu2b5i-nKGDr5g')).toBe(true);
  });
});

describe('the capabilities', () => {
  test('are there for any name whatever', () => {
    fc.assert(
      fc.property(fc.constantFrom(...providers), fc.string(), (provider, model) => {
        expect(capabilitiesOf(provider, model)).toMatchObject({ provider });
        expect(abilitiesOf(provider, model).maxOutputTokens).toBeGreaterThan(0);
      }),
    );
  });

  test('agree with the catalogue on how long an answer may be', () => {
    const wrong = catalogModels
      .filter(({ maxOutputTokens }) => maxOutputTokens !== undefined)
      .filter(
        ({ provider, id, maxOutputTokens }) =>
          abilitiesOf(provider, id).maxOutputTokens !== maxOutputTokens,
      );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  test('mean the same to a translation', () => {
    expect(abilitiesOf('anthropic', 'claude-opus-4-6')).toMatchObject({
      family: 'claude',
      thinking: { budget: true, adaptive: true, off: true },
      prefill: false,
      sampling: true,
      maxTokensName: 'max_tokens',
    });
    expect(abilitiesOf('bedrock', 'us.anthropic.claude-opus-5-5')).toMatchObject({
      family: 'claude',
      forcedTool: false,
      structuredOutput: false,
      thinking: { budget: false, adaptive: true, off: false },
    });
    expect(abilitiesOf('bedrock', 'mistral.mistral-large-2407-v1:0')).toMatchObject({
      family: 'mistral',
      shortToolIds: true,
      promptCaching: false,
    });
    expect(abilitiesOf('openai', 'gpt-5.2')).toMatchObject({
      family: 'openai',
      maxTokensName: 'max_completion_tokens',
      efforts: ['low', 'medium', 'high', 'xhigh'],
      thinking: { off: true },
    });
    expect(abilitiesOf('bedrock', 'amazon.nova-pro-v1:0').family).toBe('nova');
    expect(abilitiesOf('bedrock', 'amazon.titan-text-lite-v1').family).toBe('other');
    expect(abilitiesOf('anthropic', 'claude-2.1').thinking.off).toBe(false);
  });
});
