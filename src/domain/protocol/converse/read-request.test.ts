import { describe, expect, test } from 'vitest';
import { MonagoError } from '../../errors.ts';
import { type JsonObject, parseJsonTree } from '../json-tree.ts';
import { Ledger, type TranslationMode } from '../ledger.ts';
import { readConverseRequest } from './read-request.ts';

function tree(text: string): JsonObject {
  const node = parseJsonTree(text);
  if (node.kind !== 'object') throw new Error('not an object');
  return node;
}

function read(request: unknown, mode: TranslationMode = 'strict') {
  const ledger = new Ledger(mode);
  const text = typeof request === 'string' ? request : JSON.stringify(request);
  return { ...readConverseRequest(tree(text), ledger), ledger };
}

function fault(request: unknown): MonagoError {
  try {
    read(request);
  } catch (thrown) {
    if (thrown instanceof MonagoError) return thrown;
  }
  throw new Error('the request was taken');
}

const hello = [{ role: 'user', content: [{ text: 'Hello' }] }];

describe('the messages of a Converse request', () => {
  test('gotcha 08: the input of a tool call keeps its digits and its order', () => {
    const input = '{"z":9007199254740993, "a":1.0,"s":"\\u00e9"}';
    const text = `{"messages":[{"role":"user","content":[{"text":"x"}]},{"role":"assistant","content":[{"toolUse":{"toolUseId":"t1","name":"f","input":${input}}}]}]}`;
    expect(read(text).turns[1]?.content[0]).toMatchObject({
      kind: 'tool_call',
      input: { text: input },
    });
  });

  test.each([
    ['no input', {}],
    ['an empty string', { input: '' }],
  ])('a tool call with %s has an empty object', (_, input) => {
    const content = [{ toolUse: { toolUseId: 't', name: 'f', ...input } }];
    const { turns } = read({ messages: [...hello, { role: 'assistant', content }] });
    expect(turns[1]?.content[0]).toMatchObject({ input: { text: '{}' } });
  });

  test('images and documents are read with their media types, documents of text as text', () => {
    const content = [
      { image: { format: 'jpeg', source: { bytes: '/9j/AA==' } } },
      { document: { format: 'pdf', name: 'Report', source: { bytes: 'JVBERg==' } } },
      { document: { format: 'md', name: 'Note', source: { bytes: 'w6k=' }, context: 'c' } },
    ];
    expect(read({ messages: [{ role: 'user', content }] }).turns[0]?.content).toEqual([
      {
        kind: 'image',
        source: { type: 'base64', mediaType: 'image/jpeg', data: '/9j/AA==' },
        at: 'messages[0].content[0]',
      },
      {
        kind: 'document',
        source: { type: 'base64', mediaType: 'application/pdf', data: 'JVBERg==' },
        name: 'Report',
        at: 'messages[0].content[1]',
      },
      {
        kind: 'document',
        source: { type: 'text', text: 'é' },
        name: 'Note',
        context: 'c',
        at: 'messages[0].content[2]',
      },
    ]);
  });

  test('a tool result has texts, JSON as it is written, and its failure', () => {
    const text =
      '{"messages":[{"role":"user","content":[{"toolResult":{"toolUseId":"t","status":"error","content":[{"text":"a"},{"json":{"n":1.0}}]}}]}]}';
    expect(read(text).turns[0]?.content).toEqual([
      {
        kind: 'tool_result',
        callId: 't',
        isError: true,
        content: [
          { kind: 'text', text: 'a', at: 'messages[0].content[0].toolResult.content[0]' },
          { kind: 'text', text: '{"n":1.0}', at: 'messages[0].content[0].toolResult.content[1]' },
        ],
        at: 'messages[0].content[0]',
      },
    ]);
  });

  test('gotcha 10: reasoning comes back with its signature, also alone, and redacted', () => {
    const content = [
      { reasoningContent: { reasoningText: { text: 'hm', signature: 's' } } },
      { reasoningContent: { reasoningText: { text: '', signature: 's2' } } },
      { reasoningContent: { redactedContent: 'AAEC' } },
      { text: 'so' },
    ];
    const { turns } = read({ messages: [...hello, { role: 'assistant', content }] });
    expect(turns[1]?.content).toMatchObject([
      { kind: 'reasoning', text: 'hm', signature: 's' },
      { kind: 'reasoning', text: '', signature: 's2' },
      { kind: 'redacted_reasoning', data: 'AAEC' },
      { kind: 'text', text: 'so' },
    ]);
  });

  test('gotcha 17: a cache point marks what stands before it, and keeps its time to live', () => {
    const point = { cachePoint: { type: 'default', ttl: '1h' } };
    const { system, turns, tools } = read({
      system: [{ text: 'a' }, point],
      messages: [{ role: 'user', content: [{ text: 'b' }, point, { text: 'c' }] }],
      toolConfig: { tools: [{ toolSpec: { name: 'f', inputSchema: { json: {} } } }, point] },
    });
    expect(system[0]?.cache).toEqual({ ttl: '1h' });
    expect(turns[0]?.content.map(({ cache }) => cache)).toEqual([{ ttl: '1h' }, undefined]);
    expect(tools[0]?.cache).toEqual({ ttl: '1h' });
  });

  test('instructions before the first turn are the system, later ones stand between the turns', () => {
    const system = (text: string) => ({ role: 'system', content: [{ text }] });
    const { system: first, turns } = read({
      system: [{ text: 'a' }],
      messages: [system('b'), ...hello, system('c')],
    });
    expect(first.map(({ text }) => text)).toEqual(['a', 'b']);
    expect(turns.map(({ role }) => role)).toEqual(['user', 'system']);
  });

  test.each([
    ['video', { video: { format: 'mp4', source: { bytes: 'AA==' } } }, 'video'],
    ['audio', { audio: { format: 'mp3', source: { bytes: 'AA==' } } }, 'audio'],
    [
      'an image in S3',
      { image: { format: 'png', source: { s3Location: { uri: 's3://b/k' } } } },
      'image.source.s3Location',
    ],
    ['a search result', { searchResult: { source: 'u', title: 't', content: [] } }, 'searchResult'],
    ['a block of the future', { hologram: {} }, 'hologram'],
  ])('%s is refused by name', (_, block, name) => {
    const request = { messages: [{ role: 'user', content: [block] }] };
    const param = `messages[0].content[0].${name}`;
    expect(fault(request)).toMatchObject({ code: 'unsupported_parameter', param });
    expect(read(request, 'lenient').ledger.dropped).toEqual([param]);
  });

  test.each([
    [{ role: 'tool', content: [] }, 'messages[0].role'],
    [{ role: 'user', content: 'text' }, 'messages[0].content'],
    [{ role: 'user', content: [{}] }, 'messages[0].content[0]'],
    [
      { role: 'user', content: [{ image: { format: 'bmp' } }] },
      'messages[0].content[0].image.format',
    ],
    [
      { role: 'assistant', content: [{ toolUse: { name: 'f' } }] },
      'messages[0].content[0].toolUse.toolUseId',
    ],
    [
      { role: 'assistant', content: [{ toolUse: { toolUseId: 't', name: 'f', input: [] } }] },
      'messages[0].content[0].toolUse.input',
    ],
  ])('%j is invalid, and the place is told', (message, param) => {
    expect(fault({ messages: [message] })).toMatchObject({ code: 'invalid_request', param });
  });
});

describe('the settings of a Converse request', () => {
  test('inferenceConfig, tiers and metadata are read with their places', () => {
    const { settings, settingsAt } = read({
      messages: hello,
      inferenceConfig: { maxTokens: 10, temperature: 0.5, topP: 0.9, stopSequences: ['x'] },
      serviceTier: { type: 'priority' },
      requestMetadata: { team: 'a' },
      additionalModelRequestFields: { top_k: 4 },
    });
    expect(settings).toEqual({
      maxTokens: 10,
      temperature: 0.5,
      topP: 0.9,
      topK: 4,
      stop: ['x'],
      serviceTier: 'priority',
      metadata: new Map([['team', 'a']]),
    });
    expect(settingsAt).toMatchObject({
      maxTokens: 'inferenceConfig.maxTokens',
      stop: 'inferenceConfig.stopSequences',
      topK: 'additionalModelRequestFields.top_k',
      metadata: 'requestMetadata',
    });
  });

  test.each([
    [{ thinking: { type: 'enabled', budget_tokens: 2000 } }, { mode: 'budget', tokens: 2000 }],
    [{ thinking: { type: 'adaptive' } }, { mode: 'adaptive' }],
    [
      { thinking: { type: 'adaptive' }, output_config: { effort: 'high' } },
      { mode: 'adaptive', effort: 'high' },
    ],
    [{ thinking: { type: 'disabled' } }, { mode: 'off' }],
    [{ output_config: { effort: 'low' } }, { mode: 'effort', effort: 'low' }],
    [{ reasoning_effort: 'medium' }, { mode: 'effort', effort: 'medium' }],
    [{ reasoning: { effort: 'none' } }, { mode: 'off' }],
    [
      { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'high' } },
      { mode: 'effort', effort: 'high' },
    ],
  ])('%j asks for %j', (additionalModelRequestFields, reasoning) => {
    const { settings } = read({ messages: hello, additionalModelRequestFields });
    expect(settings.reasoning).toEqual(reasoning);
  });

  test('a schema for the answer keeps its text', () => {
    const schema = '{"type":"object", "properties":{"z":{"const":1.0}}}';
    const { settings } = read({
      messages: hello,
      outputConfig: {
        textFormat: { type: 'json_schema', structure: { jsonSchema: { schema, name: 'n' } } },
      },
    });
    expect(settings.format).toMatchObject({
      type: 'json_schema',
      name: 'n',
      schema: { text: schema },
    });
  });

  test.each([
    [{ auto: {} }, { mode: 'auto' }],
    [{ any: {} }, { mode: 'required' }],
    [{ tool: { name: 'f' } }, { mode: 'tool', name: 'f' }],
  ])('the tool choice %j is %j', (toolChoice, expected) => {
    const tools = [{ toolSpec: { name: 'f', inputSchema: { json: { type: 'object' } } } }];
    expect(read({ messages: hello, toolConfig: { tools, toolChoice } }).toolChoice).toEqual(
      expected,
    );
  });

  test("Claude's own tool choice says that calls come one by one", () => {
    const choice = { type: 'any', disable_parallel_tool_use: true };
    const conversation = read({
      messages: hello,
      additionalModelRequestFields: { tool_choice: choice },
    });
    expect(conversation).toMatchObject({
      toolChoice: { mode: 'required' },
      parallelToolCalls: false,
    });
  });

  test.each([
    ['guardrailConfig', { guardrailIdentifier: 'g' }],
    ['promptVariables', { a: { text: 'b' } }],
    ['performanceConfig', { latency: 'optimized' }],
    ['additionalModelResponseFieldPaths', ['/logprobs']],
    ['hologram', true],
  ])('%s is refused by name', (name, value) => {
    const request = { messages: hello, [name]: value };
    expect(fault(request)).toMatchObject({ code: 'unsupported_parameter', param: name });
  });

  test('a field for the model that nobody knows is refused by name', () => {
    const request = { messages: hello, additionalModelRequestFields: { anthropic_beta: ['x'] } };
    expect(fault(request).param).toBe('additionalModelRequestFields.anthropic_beta');
  });

  test('asking which stop sequence was hit is of no consequence', () => {
    const paths = { additionalModelResponseFieldPaths: ['/delta/stop_sequence'] };
    const { ledger } = read({ messages: hello, ...paths });
    expect(ledger.dropped).toEqual(['additionalModelResponseFieldPaths']);
  });
});
