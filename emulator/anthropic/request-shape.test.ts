import { describe, expect, test } from 'vitest';
import type { Fields } from '../server/json.ts';
import { ApiFailure } from './api-failure.ts';
import { messageShape } from './request-shape.ts';

const hello: Fields = {
  model: 'claude-sonnet-4-6',
  max_tokens: 4_096,
  messages: [{ role: 'user', content: 'hello' }],
};
const tool = { name: 'look_up', input_schema: { type: 'object', properties: {} } };
const byBudget = { type: 'enabled', budget_tokens: 1_024 };
const ephemeral = { type: 'ephemeral' };

/** What is wrong with the shape of a body; undefined when nothing is. */
function refusal(body: Fields, betas: string[] = []): string | undefined {
  try {
    messageShape({ ...hello, ...body }, '', { version: '2023-06-01', betas: new Set(betas) });
    return undefined;
  } catch (error) {
    if (error instanceof ApiFailure) return `${error.status} ${error.message}`;
    throw error;
  }
}

function spoken(...contents: unknown[]): Fields {
  const messages = contents.map((content, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content,
  }));
  return { messages };
}

describe('members that nobody knows', () => {
  test.each<[string, Fields]>([
    ['mystery', { mystery: 1 }],
    ['metadata.tenant', { metadata: { tenant: 'a' } }],
    ['messages.0.name', { messages: [{ role: 'user', content: 'a', name: 'b' }] }],
    ['messages.0.content.0.text.id', spoken([{ type: 'text', text: 'a', id: 'b' }])],
    [
      'messages.1.content.0.thinking.cache_control',
      {
        ...spoken(
          'a',
          [
            { type: 'thinking', thinking: 'b', signature: 'c2lnbmVk', cache_control: ephemeral },
            { type: 'text', text: 'c' },
          ],
          'd',
        ),
      },
    ],
    [
      'messages.0.content.0.image.source.base64.detail',
      spoken([
        {
          type: 'image',
          source: { type: 'base64', media_type: 'image/png', data: 'AA==', detail: 'low' },
        },
      ]),
    ],
    ['tools.0.custom.parameters', { tools: [{ ...tool, parameters: {} }] }],
    ['tool_choice.any.name', { tools: [tool], tool_choice: { type: 'any', name: 'look_up' } }],
    ['thinking.enabled.effort', { thinking: { ...byBudget, effort: 'low' } }],
    ['output_config.verbosity', { output_config: { verbosity: 'low' } }],
    ['context_management', { context_management: { edits: [] } }],
    ['mcp_servers', { mcp_servers: [] }],
  ])('%s', (path, body) => {
    expect(refusal(body)).toBe(`400 ${path}: Extra inputs are not permitted`);
  });

  test.each<[string, string, Fields]>([
    [
      'prompt-caching-scope-2026-01-05',
      'messages.0.content.0.text.cache_control.ephemeral.scope',
      spoken([{ type: 'text', text: 'a', cache_control: { ...ephemeral, scope: 'global' } }]),
    ],
    [
      'context-management-2025-06-27',
      'context_management',
      { context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] } },
    ],
    ['fast-mode-2026-02-01', 'speed', { speed: 'fast' }],
    [
      'task-budgets-2026-03-13',
      'output_config.task_budget',
      { output_config: { task_budget: { type: 'tokens', total: 20_000 } } },
    ],
  ])('%s opens %s', (beta, path, body) => {
    expect(refusal(body)).toBe(`400 ${path}: Extra inputs are not permitted`);
    expect(refusal(body, [beta])).toBeUndefined();
  });
});

describe('members that are missing or of the wrong kind', () => {
  test.each<[string, Fields]>([
    ['max_tokens: Field required', { max_tokens: undefined }],
    ['max_tokens: Input should be a valid integer', { max_tokens: 1.5 }],
    ['max_tokens: Input should be greater than or equal to 1', { max_tokens: 0 }],
    ['messages: Input should be a valid list', { messages: 'hello' }],
    ['messages.0.content: Field required', { messages: [{ role: 'user' }] }],
    ['messages.0.content.0.text.text: Field required', spoken([{ type: 'text' }])],
    ['messages.0.content.0.type: Field required', spoken([{ text: 'a' }])],
    [
      'messages.0.content.0.image.source.base64.media_type: ',
      spoken([
        { type: 'image', source: { type: 'base64', media_type: 'image/tiff', data: 'AA==' } },
      ]),
    ],
    [
      'thinking.enabled.budget_tokens: Input should be greater',
      {
        thinking: { type: 'enabled', budget_tokens: 100 },
      },
    ],
    [
      'tools.0.custom.input_schema.type: Field required',
      { tools: [{ name: 'a', input_schema: {} }] },
    ],
    ['tools.0.custom.name: String should match pattern', { tools: [{ ...tool, name: 'a b' }] }],
    [
      'tools.0.custom.input_schema.properties: Property keys',
      {
        tools: [{ ...tool, input_schema: { type: 'object', properties: { 'a b': {} } } }],
      },
    ],
    ["tools.0: Input tag 'function' found", { tools: [{ type: 'function', function: {} }] }],
    ["service_tier: Input should be 'auto' or 'standard_only'", { service_tier: 'flex' }],
  ])('%s', (message, body) => {
    expect(refusal(body)).toContain(`400 ${message}`);
  });
});
