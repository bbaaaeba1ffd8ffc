import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AliasTarget } from '../protocol/model-alias.ts';
import { catalogModels } from './catalog.ts';
import { resolveModel } from './resolve-model.ts';

const none: ReadonlyMap<string, AliasTarget> = new Map();
const profile = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3';

describe('a model is found', () => {
  test.each([
    ['gpt-4o', 'openai', 'gpt-4o', 'catalogue'],
    ['claude-sonnet-4-5', 'anthropic', 'claude-sonnet-4-5', 'catalogue'],
    ['anthropic.claude-opus-4-8', 'bedrock', 'anthropic.claude-opus-4-8', 'catalogue'],
    ['eu.anthropic.claude-opus-4-8', 'bedrock', 'eu.anthropic.claude-opus-4-8', 'catalogue'],
    ['gpt-5.4', 'openai', 'gpt-5.4', 'catalogue'],
    ['openai.gpt-5.4', 'bedrock', 'openai.gpt-5.4', 'catalogue'],
    ['openai.gpt-oss-120b-1:0', 'bedrock', 'openai.gpt-oss-120b-1:0', 'catalogue'],
    ['openai/gpt-5.4', 'openai', 'gpt-5.4', 'prefix'],
    ['openai/gpt-oss-120b', 'openai', 'gpt-oss-120b', 'prefix'],
    ['openai/meta-llama/Llama-3.1-8B', 'openai', 'meta-llama/Llama-3.1-8B', 'prefix'],
    ['bedrock/openai.gpt-oss-120b-1:0', 'bedrock', 'openai.gpt-oss-120b-1:0', 'prefix'],
    [`bedrock/${profile}`, 'bedrock', profile, 'prefix'],
    [profile, 'bedrock', profile, 'family'],
    ['anthropic/claude-sonnet-4.5', 'anthropic', 'claude-sonnet-4-5', 'prefix'],
    ['anthropic/claude-opus-4-8', 'anthropic', 'claude-opus-4-8', 'prefix'],
    ['anthropic/claude-opus-7.5', 'anthropic', 'claude-opus-7.5', 'prefix'],
    ['claude-haiku-4.5', 'anthropic', 'claude-haiku-4-5', 'catalogue'],
    ['claude-opus-4-8[1m]', 'anthropic', 'claude-opus-4-8', 'catalogue'],
    ['gpt-4o-2030-01-01', 'openai', 'gpt-4o-2030-01-01', 'family'],
    ['claude-opus-9', 'anthropic', 'claude-opus-9', 'family'],
    ['us.newcomer.model-1', 'bedrock', 'us.newcomer.model-1', 'family'],
    ['ft:gpt-4o-mini:org::id', 'openai', 'ft:gpt-4o-mini:org::id', 'family'],
  ])('%s at %s as %s by %s', (requested, ...expected) => {
    const [provider, model, matchedBy] = expected;
    expect(resolveModel(requested, none)).toEqual({ provider, model, matchedBy });
  });

  test("by the tenant's alias before everything else", () => {
    const aliases = new Map<string, AliasTarget>([
      ['gpt-4o', { provider: 'bedrock', model: 'us.amazon.nova-pro-v1:0' }],
      ['fast', { provider: 'openai', model: 'org/small' }],
      ['openai/gpt-5', { provider: 'anthropic', model: 'claude-opus-5' }],
      ['sonnet', { provider: 'bedrock', model: 'eu.anthropic.claude-sonnet-4-6' }],
    ]);
    expect(resolveModel('gpt-4o', aliases)).toMatchObject({
      provider: 'bedrock',
      matchedBy: 'alias',
    });
    expect(resolveModel('fast', aliases)).toMatchObject({ model: 'org/small', matchedBy: 'alias' });
    expect(resolveModel('openai/gpt-5', aliases)).toMatchObject({ model: 'claude-opus-5' });
    expect(resolveModel('sonnet[1m]', aliases)).toMatchObject({ provider: 'bedrock' });
    expect(resolveModel('gpt-4o-mini', aliases)).toMatchObject({ provider: 'openai' });
  });
});

describe('a model is not guessed', () => {
  test.each([
    'sonnet',
    'llama3',
    'gemini-2.5-pro',
    'mistral/large',
    'openrouter/openai/gpt-4o',
    'azure/gpt-4o',
    'OPENAI/gpt-4o',
    '',
  ])('from %j', (requested) => {
    const found = resolveModel(requested, none);
    expect(found).toHaveProperty('candidates');
    expect('candidates' in found && found.candidates.length).toBe(5);
  });

  test('when an alias leads out of the path', () => {
    const aliases = new Map<string, AliasTarget>([
      ['a', { provider: 'bedrock', model: '../../admin' }],
      ['b', { provider: 'bedrock', model: 'org/small' }],
    ]);
    expect(resolveModel('a', aliases)).toHaveProperty('candidates');
    expect(resolveModel('b', aliases)).toHaveProperty('candidates');
  });

  test.each([
    'claude-opus-4-8/../../v1/files',
    'gpt-4o?x=1',
    'openai/../admin',
    'bedrock/a/b',
    'bedrock/',
    'openai/',
    `bedrock/${profile}/../x`,
    'us.anthropic.claude\n',
    'claude-%2e%2e',
    'gpt-4o#',
  ])('when it could change the request: %j', (requested) => {
    expect(resolveModel(requested, none)).toHaveProperty('candidates');
  });

  test('and candidates are names that work', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (requested) => {
        const found = resolveModel(requested, none);
        if (!('candidates' in found)) return;
        for (const name of found.candidates) {
          expect(resolveModel(name, none)).toMatchObject({ model: name, matchedBy: 'catalogue' });
        }
      }),
      { numRuns: 50 },
    );
  });

  test('and every model of the catalogue is found at its own provider', () => {
    for (const { id, aliases, provider } of catalogModels) {
      for (const name of [id, ...aliases]) {
        expect(resolveModel(name, none)).toEqual({ provider, model: name, matchedBy: 'catalogue' });
        expect(resolveModel(`${provider}/${name}`, none)).toEqual({
          provider,
          model: name,
          matchedBy: 'prefix',
        });
      }
    }
  });
});
