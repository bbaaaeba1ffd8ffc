import { describe, expect, test } from 'vitest';
import { fault, write } from '../../../../tests/support/write-chat.ts';
import type { Settings } from '../conversation.ts';
import { RawJson } from '../json-text.ts';
import type { ModelAbilities } from '../model-abilities.ts';

describe('settings for OpenAI', () => {
  const settingsAt = {
    maxTokens: 'max_tokens',
    topK: 'top_k',
    temperature: 'temperature',
    stop: 'stop_sequences',
    reasoning: 'thinking',
    format: 'output_config.format',
    serviceTier: 'service_tier',
    metadata: 'metadata',
  };
  const schema = new RawJson('{"type":"object"}');

  test.each<[Settings, object]>([
    [{ maxTokens: 5 }, { max_completion_tokens: 5 }],
    [{ temperature: 0.5 }, { temperature: 0.5 }],
    [{ topP: 0.5 }, { top_p: 0.5 }],
    [{ stop: ['X'] }, { stop: ['X'] }],
    [{ user: 'u' }, { safety_identifier: 'u' }],
    [{ serviceTier: 'standard_only' }, { service_tier: 'default' }],
    [{ serviceTier: 'priority' }, { service_tier: 'priority' }],
    [{ format: { type: 'json_object' } }, { response_format: { type: 'json_object' } }],
    [
      { format: { type: 'json_schema', name: 'my answer', schema, strict: true } },
      {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'my_answer', schema: { type: 'object' }, strict: true },
        },
      },
    ],
    [{ reasoning: { mode: 'off' } }, { reasoning_effort: 'none' }],
    [{ reasoning: { mode: 'effort', effort: 'low' } }, { reasoning_effort: 'low' }],
    [{ reasoning: { mode: 'adaptive' } }, {}],
    [{ reasoning: { mode: 'adaptive', effort: 'high' } }, { reasoning_effort: 'high' }],
  ])('are written: %j', (settings, members) => {
    const { json, ledger } = write({ settings, settingsAt });
    const { model, messages, ...rest } = json;
    expect(rest).toEqual(members);
    expect([...ledger.dropped, ...ledger.changed]).toEqual([]);
  });

  test('give the limit the name that the model knows', () => {
    const how = { abilities: { maxTokensName: 'max_tokens' } } as const;
    expect(write({ settings: { maxTokens: 5 } }, how).json.max_tokens).toBe(5);
  });

  test.each<[Settings, string, object]>([
    [{ maxTokens: 64_000 }, 'max_tokens', { max_completion_tokens: 16_384 }],
    [{ reasoning: { mode: 'budget', tokens: 1024 } }, 'thinking', { reasoning_effort: 'low' }],
    [{ reasoning: { mode: 'budget', tokens: 4096 } }, 'thinking', { reasoning_effort: 'medium' }],
    [{ reasoning: { mode: 'budget', tokens: 31_999 } }, 'thinking', { reasoning_effort: 'high' }],
    [{ reasoning: { mode: 'effort', effort: 'max' } }, 'thinking', { reasoning_effort: 'high' }],
  ])('are altered, which strict mode refuses: %j', (settings, field, members) => {
    const wanted = { settings, settingsAt };
    expect(fault(wanted)).toEqual(['unsupported_parameter', field]);
    const { json, ledger } = write(wanted, { mode: 'lenient' });
    expect(json).toMatchObject(members);
    expect(ledger.changed).toEqual([field]);
  });

  test('lower the effort where reasoning cannot be switched off', () => {
    const wanted = { settings: { reasoning: { mode: 'off' } }, settingsAt } as const;
    const abilities = { thinking: { budget: false, adaptive: false, off: false } };
    expect(fault(wanted, { abilities })).toEqual(['unsupported_parameter', 'thinking']);
    expect(write(wanted, { abilities, mode: 'lenient' }).json.reasoning_effort).toBe('low');
  });

  test.each<[Settings, string, Partial<ModelAbilities>]>([
    [{ topK: 5 }, 'top_k', {}],
    [{ temperature: 0.5 }, 'temperature', { sampling: false }],
    [{ temperature: 1.5 }, 'temperature', { temperatureMax: 1 }],
    [{ stop: ['1', '2', '3', '4', '5'] }, 'stop_sequences[4]', {}],
    [
      { format: { type: 'json_schema', name: 'n', schema } },
      'output_config.format',
      { structuredOutput: false },
    ],
    [{ reasoning: { mode: 'effort', effort: 'low' } }, 'thinking', { efforts: [] }],
    [{ reasoning: { mode: 'budget', tokens: 5000 } }, 'thinking', { efforts: [] }],
  ])('are lost, which strict mode refuses: %j', (settings, field, abilities) => {
    const wanted = { settings, settingsAt };
    expect(fault(wanted, { abilities })).toEqual(['unsupported_parameter', field]);
    expect(write(wanted, { abilities, mode: 'lenient' }).ledger.dropped).toEqual([field]);
  });

  test('that say what the model does anyway are nothing', () => {
    const abilities = { sampling: false, efforts: [] };
    const settings = { temperature: 1, topP: 1, reasoning: { mode: 'adaptive' } } as const;
    const { json, ledger } = write({ settings, settingsAt }, { abilities });
    expect(Object.keys(json)).toEqual(['model', 'messages']);
    expect(ledger.dropped).toEqual([]);
  });

  test('leave metadata out, which OpenAI takes only of what it stores', () => {
    const metadata = new Map([['a', 'b']]);
    expect(write({ settings: { metadata }, settingsAt }).ledger.dropped).toEqual(['metadata']);
  });

  test('leave out a tier that OpenAI does not offer', () => {
    const { json, ledger } = write({ settings: { serviceTier: 'reserved' }, settingsAt });
    expect(json).not.toHaveProperty('service_tier');
    expect(ledger.dropped).toEqual(['service_tier']);
  });

  test('gotcha 04: ask for the usage of a stream', () => {
    expect(write({ isStream: true }).json).toMatchObject({
      stream: true,
      stream_options: { include_usage: true },
    });
  });
});
