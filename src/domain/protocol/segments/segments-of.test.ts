import { describe, expect, test } from 'vitest';
import type { Wire } from '../wire.ts';
import { toolNamesIn } from './offered-tools.ts';
import { requestFacts } from './request-facts.ts';
import { segmentsOf } from './segments-of.ts';

/** Every segment as `role use path: text`. */
function seen(body: Readonly<Record<string, unknown>>, wire?: Wire): string[] {
  return segmentsOf(body, wire).segments.map(
    ({ role, use, path, text }) => `${role} ${use} ${path.join('.')}: ${text}`,
  );
}

describe('a chat request', () => {
  const body = {
    model: 'gpt-4o',
    user: 'ana@example.com',
    messages: [
      { role: 'developer', content: 'Be kind.' },
      {
        role: 'user',
        name: 'ana',
        content: [
          { type: 'text', text: 'Look' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        tool_calls: [
          {
            id: 'call_1',
            type: 'function',
            function: { name: 'find', arguments: '{"nik":3171234567890123}' },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'found' },
    ],
    tools: [
      {
        type: 'function',
        function: {
          name: 'find',
          description: 'Finds',
          parameters: { type: 'object', properties: { nik: { type: 'string', enum: ['a'] } } },
        },
      },
    ],
    metadata: { ticket: 'T-1' },
    some_new_member: { text: 'new' },
  };

  test('gives every text with its role, and what may be done with it', () => {
    expect(seen(body, 'chat')).toEqual([
      'system text messages.0.content: Be kind.',
      'user fixed messages.1.name: ana',
      'user text messages.1.content.0.text: Look',
      'user fixed messages.1.content.1.image_url.url: data:image/png;base64,AAAA',
      'assistant fixed messages.2.tool_calls.0.function.name: find',
      'assistant json messages.2.tool_calls.0.function.arguments: {"nik":3171234567890123}',
      'tool text messages.3.content: found',
      'system fixed tools.0.function.name: find',
      'system text tools.0.function.description: Finds',
      'system fixed tools.0.function.parameters.properties.nik.enum.0: a',
      'user text metadata.ticket: T-1',
      'user fixed some_new_member.text: new',
    ]);
  });

  test('says which media nobody has read', () => {
    expect(segmentsOf(body).unread).toEqual(['image/png']);
  });

  test('says what it is about', () => {
    expect(requestFacts({ ...body, max_tokens: 9 }, 'chat')).toEqual({
      messages: 4,
      hasSystem: true,
      maxOutputTokens: 9,
    });
    expect(toolNamesIn(body)).toEqual(['find']);
  });
});

// Bytes, as providers sign with.
const signature = Buffer.alloc(60, 0x9f).toString('base64');

test('an Anthropic request gives tool results, text documents and numbers in tool inputs', () => {
  const body = {
    system: [{ type: 'text', text: 'S', cache_control: { type: 'ephemeral' } }],
    messages: [
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature },
          { type: 'redacted_thinking', data: signature },
          { type: 'tool_use', id: 'toolu_1', name: 'find', input: { nik: 3171234567890123, n: 2 } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: 'R' }] },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'D' } },
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: 'AA' },
          },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
        ],
      },
    ],
    metadata: { user_id: 'ana@example.com' },
  };
  expect(seen(body, 'messages')).toEqual([
    'system text system.0.text: S',
    'assistant signed messages.0.content.0.thinking: hm',
    'assistant fixed messages.0.content.2.name: find',
    'assistant number messages.0.content.2.input.nik: 3171234567890123',
    'tool text messages.1.content.0.content.0.text: R',
    'user text messages.1.content.1.source.data: D',
    'user fixed messages.1.content.2.source.data: AA',
    'user fixed messages.1.content.3.source.url: https://example.com/a.png',
  ]);
  expect(segmentsOf(body).unread).toEqual(['application/pdf', 'image/*']);
});

test('a Converse request gives what tools returned and the text of documents', () => {
  const body = {
    system: [{ text: 'S' }, { cachePoint: { type: 'default' } }],
    messages: [
      {
        role: 'assistant',
        content: [{ toolUse: { toolUseId: 't_1', name: 'f', input: { a: 'b' } } }],
      },
      {
        role: 'user',
        content: [
          { toolResult: { toolUseId: 't_1', content: [{ json: { c: 'd' } }, { text: 'e' }] } },
          { document: { name: 'doc', format: 'pdf', source: { bytes: 'AA' } } },
          { document: { name: 'doc', format: 'txt', source: { text: 'T' } } },
        ],
      },
    ],
    inferenceConfig: { maxTokens: 7 },
    toolConfig: {
      tools: [{ toolSpec: { name: 'f', description: 'D', inputSchema: { json: {} } } }],
    },
  };
  expect(seen(body)).toEqual([
    'system text system.0.text: S',
    'assistant fixed messages.0.content.0.toolUse.name: f',
    'assistant text messages.0.content.0.toolUse.input.a: b',
    'tool text messages.1.content.0.toolResult.content.0.json.c: d',
    'tool text messages.1.content.0.toolResult.content.1.text: e',
    'user fixed messages.1.content.1.document.name: doc',
    'user fixed messages.1.content.1.document.source.bytes: AA',
    'user fixed messages.1.content.2.document.name: doc',
    'user text messages.1.content.2.document.source.text: T',
    'system fixed toolConfig.tools.0.toolSpec.name: f',
    'system text toolConfig.tools.0.toolSpec.description: D',
  ]);
  expect(segmentsOf(body).unread).toEqual(['application/pdf']);
  expect(requestFacts(body, 'converse').maxOutputTokens).toBe(7);
  expect(toolNamesIn(body)).toEqual(['f']);
});

test('a Responses request gives instructions, items and variables', () => {
  const body = {
    instructions: 'I',
    input: [
      { role: 'user', content: 'U' },
      { type: 'function_call', call_id: 'call_1', name: 'f', arguments: '{}' },
      { type: 'function_call_output', call_id: 'call_1', output: 'O' },
      { type: 'message', role: 'user', content: [{ type: 'input_file', file_id: 'file-abc' }] },
    ],
    prompt: { id: 'pmpt_1', variables: { name: 'V' } },
  };
  expect(seen(body, 'responses')).toEqual([
    'system text instructions: I',
    'user text input.0.content: U',
    'assistant fixed input.1.name: f',
    'assistant json input.1.arguments: {}',
    'tool text input.2.output: O',
    'user fixed input.3.content.0.file_id: file-abc',
    'user text prompt.variables.name: V',
  ]);
  expect(segmentsOf(body).unread).toEqual(['*/*']);
});

test('embeddings give texts, and tokens are said to be unread', () => {
  expect(seen({ input: ['a', 'b'] })).toEqual(['user text input.0: a', 'user text input.1: b']);
  expect(segmentsOf({ input: [[1, 2], [3]] }).unread).toEqual(['application/x-tokens']);
});

test('answers give what the model said, in each format', () => {
  const call = { id: 'call_1', function: { name: 'f', arguments: '{"a":1}' } };
  expect(
    seen({ choices: [{ message: { role: 'assistant', content: 'C', tool_calls: [call] } }] }),
  ).toEqual([
    'assistant text choices.0.message.content: C',
    'assistant fixed choices.0.message.tool_calls.0.function.name: f',
    'assistant json choices.0.message.tool_calls.0.function.arguments: {"a":1}',
  ]);
  expect(seen({ role: 'assistant', content: [{ type: 'text', text: 'M' }] })).toEqual([
    'assistant text content.0.text: M',
  ]);
  expect(seen({ output: { message: { role: 'assistant', content: [{ text: 'B' }] } } })).toEqual([
    'assistant text output.message.content.0.text: B',
  ]);
  const item = {
    type: 'message',
    role: 'assistant',
    content: [{ type: 'output_text', text: 'R' }],
  };
  expect(seen({ output: [item] })).toEqual(['assistant text output.0.content.0.text: R']);
});

test('a message that the model spoke gives its words, and says that there is a recording', () => {
  const audio = { id: 'audio_1', data: 'AAAA', transcript: 'T' };
  const body = { messages: [{ role: 'assistant', content: 'C', audio }] };
  expect(seen(body)).toEqual([
    'assistant text messages.0.content: C',
    'assistant text messages.0.audio.transcript: T',
  ]);
  expect(segmentsOf(body).unread).toEqual(['audio/*']);
});

test('an identifier that no provider makes is a text like any other', () => {
  const body = { messages: [{ role: 'tool', tool_call_id: '3171 2345', content: '' }] };
  expect(seen(body)).toEqual(['tool fixed messages.0.tool_call_id: 3171 2345']);
});
