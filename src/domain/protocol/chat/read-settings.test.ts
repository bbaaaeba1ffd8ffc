import { describe, expect, test } from 'vitest';
import { fault, read, readText } from '../../../../tests/support/read-chat.ts';
import { RawJson } from '../json-text.ts';

describe('settings', () => {
  test.each([
    [{ max_tokens: 5 }, { maxTokens: 5 }, 'max_tokens'],
    [{ max_completion_tokens: 5 }, { maxTokens: 5 }, 'max_completion_tokens'],
    [{ temperature: 0.5 }, { temperature: 0.5 }, 'temperature'],
    [{ top_p: 0.5 }, { topP: 0.5 }, 'top_p'],
    [{ stop: 'X' }, { stop: ['X'] }, 'stop'],
    [{ stop: ['X', 'Y'] }, { stop: ['X', 'Y'] }, 'stop'],
    [{ reasoning_effort: 'none' }, { reasoning: { mode: 'off' } }, 'reasoning_effort'],
    [
      { reasoning_effort: 'max' },
      { reasoning: { mode: 'effort', effort: 'max' } },
      'reasoning_effort',
    ],
    [
      { response_format: { type: 'json_object' } },
      { format: { type: 'json_object' } },
      'response_format',
    ],
    [{ service_tier: 'flex' }, { serviceTier: 'flex' }, 'service_tier'],
    [{ user: 'u' }, { user: 'u' }, 'user'],
    [{ safety_identifier: 'u' }, { user: 'u' }, 'safety_identifier'],
    [{ metadata: { a: 'b' } }, { metadata: new Map([['a', 'b']]) }, 'metadata'],
  ])('are read: %j', (members, settings, at) => {
    const { conversation, ledger } = read(members);
    expect(conversation.settings).toEqual(settings);
    expect(Object.values(conversation.settingsAt)).toEqual([at]);
    expect(ledger.dropped).toEqual([]);
  });

  test('gotcha 06: keep the order of keys in a schema', () => {
    const schema = '{"type":"object","properties":{"b":{"type":"integer"},"a":{}}}';
    const text = `{"model":"m","messages":[{"role":"user","content":"Hi"}],"response_format":{"type":
      "json_schema","json_schema":{"name":"n","strict":true,"schema":${schema}}}}`;
    expect(readText(text, 'strict').conversation.settings.format).toEqual({
      type: 'json_schema',
      name: 'n',
      strict: true,
      schema: new RawJson(schema),
    });
  });

  test('that say nothing are nothing', () => {
    const { conversation, ledger } = read({
      n: 1,
      logprobs: false,
      top_logprobs: 0,
      logit_bias: {},
      presence_penalty: 0,
      frequency_penalty: 0.0,
      store: false,
      modalities: ['text'],
      response_format: { type: 'text' },
      stop: null,
      temperature: null,
      tools: [],
      parallel_tool_calls: true,
      metadata: {},
    });
    expect(ledger.dropped).toEqual([]);
    expect(conversation.settings).toEqual({});
    expect(conversation.settingsAt).toEqual({});
  });

  test.each([
    { n: 2 },
    { logprobs: true },
    { top_logprobs: 3 },
    { logit_bias: { 50256: -100 } },
    { presence_penalty: 0.1 },
    { frequency_penalty: -1 },
    { prediction: { type: 'content', content: 'x' } },
    { modalities: ['text', 'audio'] },
    { audio: { format: 'wav', voice: 'alloy' } },
    { web_search_options: {} },
    { moderation: { model: 'omni-moderation-latest' } },
    { store: true },
    { a_member_of_tomorrow: 1 },
  ])('are refused by name, or lost leniently: %j', (members) => {
    const [name] = Object.keys(members);
    expect(fault(members)).toEqual(['unsupported_parameter', name]);
    expect(read(members, 'lenient').ledger.dropped).toEqual([name]);
  });

  test.each([
    { seed: 1 },
    { prompt_cache_key: 'k' },
    { prompt_cache_retention: '24h' },
    { prompt_cache_options: { mode: 'explicit' } },
    { verbosity: 'low' },
  ])('are left out without consequence, and told: %j', (members) => {
    expect(read(members).ledger.dropped).toEqual(Object.keys(members));
  });

  test.each([
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ max_completion_tokens: 1.5 }, 'max_completion_tokens'],
    [{ temperature: 'hot' }, 'temperature'],
    [{ stop: [1] }, 'stop[0]'],
    [{ reasoning_effort: 'heroic' }, 'reasoning_effort'],
    [{ response_format: { type: 'yaml' } }, 'response_format.type'],
    [{ response_format: { type: 'json_schema' } }, 'response_format.json_schema'],
    [{ metadata: { a: 1 } }, 'metadata.a'],
    [{ stream: 'yes' }, 'stream'],
    [{ stream_options: { include_usage: true } }, 'stream_options'],
    [{ messages: [] }, 'messages'],
    [{ messages: [{ role: 'user', content: null }] }, 'messages[0].content'],
    [{ messages: [{ role: 'owner', content: 'Hi' }] }, 'messages[0].role'],
    [{ messages: ['Hi'] }, 'messages[0]'],
    [{ model: 5 }, 'model'],
  ])('are invalid: %j', (members, field) => {
    expect(fault(members)).toEqual(['invalid_request', field]);
  });
});
