import Anthropic from '@anthropic-ai/sdk';
import type {
  BetaMessage,
  BetaMessageDeltaUsage,
  BetaRawMessageDeltaEvent,
  BetaRefusalStopDetails,
  BetaUsage,
} from '@anthropic-ai/sdk/resources/beta/messages';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AnthropicEmulator,
  startAnthropicEmulator,
} from './anthropic/start-anthropic-emulator.ts';

type MembersOf<T> = { [K in keyof T as undefined extends T[K] ? never : K]: true };

// The compiler sees to it that each of these names every member that the official type requires.
const messageMembers: MembersOf<BetaMessage> = {
  id: true,
  container: true,
  content: true,
  context_management: true,
  diagnostics: true,
  model: true,
  role: true,
  stop_details: true,
  stop_reason: true,
  stop_sequence: true,
  type: true,
  usage: true,
};
const usageMembers: MembersOf<BetaUsage> = {
  cache_creation: true,
  cache_creation_input_tokens: true,
  cache_read_input_tokens: true,
  fallback_credit: true,
  inference_geo: true,
  input_tokens: true,
  iterations: true,
  output_tokens: true,
  output_tokens_details: true,
  server_tool_use: true,
  service_tier: true,
  speed: true,
};
const deltaMembers: MembersOf<BetaRawMessageDeltaEvent> = {
  context_management: true,
  delta: true,
  type: true,
  usage: true,
};
const deltaUsageMembers: MembersOf<BetaMessageDeltaUsage> = {
  cache_creation_input_tokens: true,
  cache_read_input_tokens: true,
  fallback_credit: true,
  input_tokens: true,
  iterations: true,
  output_tokens: true,
  output_tokens_details: true,
  server_tool_use: true,
};
const refusalMembers: MembersOf<BetaRefusalStopDetails> = {
  category: true,
  explanation: true,
  fallback_credit_token: true,
  fallback_has_prefill_claim: true,
  recommended_model: true,
  type: true,
};

const key = 'sk-ant-api03-good-0123456789abcdefghij';
const refused = {
  model: 'claude-opus-4-6',
  max_tokens: 4_096,
  messages: [{ role: 'user' as const, content: 'PLEASE_REFUSE' }],
  betas: ['context-1m-2025-08-07'],
};
let emulator: AnthropicEmulator;
let client: Anthropic;

beforeAll(async () => {
  emulator = await startAnthropicEmulator({ acceptedKeys: [key] });
  client = new Anthropic({ apiKey: key, baseURL: emulator.url, maxRetries: 0 });
});
afterAll(() => emulator.stop());

function members(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value).toSorted() : [];
}

describe("Anthropic's own client, with a beta", () => {
  test('gets every member that a beta message requires', async () => {
    const { _request_id, ...message } = await client.beta.messages.create(refused);
    expect(_request_id).toMatch(/^req_/);
    expect(members(message)).toEqual(members(messageMembers));
    expect(members(message.usage)).toEqual(members(usageMembers));
    expect(members(message.stop_details)).toEqual(members(refusalMembers));
  });

  test('gets every member that the events of a beta stream require', async () => {
    const stream = await client.beta.messages.create({ ...refused, stream: true });
    for await (const event of stream) {
      if (event.type === 'message_start') {
        expect(members(event.message)).toEqual(members(messageMembers));
        expect(members(event.message.usage)).toEqual(members(usageMembers));
      }
      if (event.type === 'message_delta') {
        expect(members(event)).toEqual(members(deltaMembers));
        expect(members(event.usage)).toEqual(members(deltaUsageMembers));
        expect(members(event.delta.stop_details)).toEqual(members(refusalMembers));
      }
    }
    expect.assertions(5);
  });

  test('estimates thinking tokens as they come, for who opted in', async () => {
    const stream = await client.beta.messages.create({
      ...refused,
      messages: [{ role: 'user', content: 'think' }],
      thinking: { type: 'adaptive', display: 'summarized' },
      betas: ['thinking-token-count-2026-05-13'],
      stream: true,
    });
    const estimates: unknown[] = [];
    for await (const event of stream) {
      if (event.type === 'content_block_delta' && event.delta.type === 'thinking_delta') {
        estimates.push(event.delta.estimated_tokens);
      }
    }
    expect(estimates.length).toBeGreaterThan(5);
    expect(estimates.every((estimate) => typeof estimate === 'number')).toBe(true);
  });

  test('reports the edits of its context, also when it only counts', async () => {
    const edited = {
      model: refused.model,
      messages: [{ role: 'user' as const, content: 'hello' }],
      context_management: { edits: [{ type: 'clear_tool_uses_20250919' as const }] },
      betas: ['context-management-2025-06-27'],
    };
    const message = await client.beta.messages.create({ ...edited, max_tokens: 64 });
    expect(message.context_management).toEqual({ applied_edits: [] });
    const counted = await client.beta.messages.countTokens(edited);
    expect(counted.context_management).toEqual({ original_input_tokens: counted.input_tokens });
  });
});
