import { randomBytes } from 'node:crypto';
import { eventFrame } from '../../emulator/event-stream/event-frame.ts';
import type { Provider } from '../../src/domain/credential/credential.ts';
import type { Api, Place } from './answer-places.ts';

/** An answer, or the events of one. */
export type Changes = Record<string | number, unknown>;

interface Asked {
  readonly provider: Provider;
  readonly path: string;
  readonly body: object;
}

const hello = 'Hello';
const nova = 'amazon.nova-pro-v1:0';

export const requests: Readonly<Record<Api, (stream: boolean) => Asked>> = {
  chat: (stream) => ({
    provider: 'openai',
    path: '/v1/chat/completions',
    body: {
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: hello }],
      stream,
      ...(stream ? { stream_options: { include_usage: true } } : {}),
    },
  }),
  responses: (stream) => ({
    provider: 'openai',
    path: '/v1/responses',
    body: { model: 'gpt-5-mini', input: hello, store: false, stream },
  }),
  messages: (stream) => ({
    provider: 'anthropic',
    path: '/v1/messages',
    body: {
      model: 'claude-sonnet-4-5',
      max_tokens: 100,
      messages: [{ role: 'user', content: hello }],
      stream,
    },
  }),
  converse: (stream) => ({
    provider: 'bedrock',
    path: `/model/${encodeURIComponent(nova)}/converse${stream ? '-stream' : ''}`,
    body: { messages: [{ role: 'user', content: [{ text: hello }] }] },
  }),
};

const created = 1_732_000_000;
const chatUsage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
const tokens = { input_tokens: 5, output_tokens: 2, total_tokens: 7 };
const converseUsage = { inputTokens: 5, outputTokens: 2, totalTokens: 7 };

const chunk = (choice: object) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created,
  model: 'gpt-4o-mini',
  choices: [{ index: 0, finish_reason: null, ...choice }],
});
const call = { id: 'call_1', type: 'function', function: { name: 'find', arguments: '{}' } };
const item = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed' };
const part = { type: 'output_text', text: 'Fine.', annotations: [] };
const called = {
  id: 'fc_1',
  type: 'function_call',
  call_id: 'call_1',
  name: 'find',
  arguments: '{}',
};
const response = (status: string, output: readonly object[], more: object = {}) => ({
  id: 'resp_1',
  object: 'response',
  created_at: created,
  status,
  model: 'gpt-5-mini',
  output,
  ...more,
});
const message = (content: readonly object[], more: object) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content,
  stop_sequence: null,
  ...more,
});
const use = { type: 'tool_use', id: 'toolu_1', name: 'find', input: {} };

/** One short answer of each format, with words and the call of a tool; streams as their events. */
export const answers: Readonly<Record<Api, (stream: boolean) => Changes>> = {
  chat: (stream) =>
    copied(
      stream
        ? [
            chunk({ delta: { role: 'assistant', content: '' } }),
            chunk({ delta: { content: 'Fine.' } }),
            chunk({ delta: { tool_calls: [{ index: 0, ...call }] } }),
            chunk({ delta: {}, finish_reason: 'tool_calls' }),
            { ...chunk({}), choices: [], usage: chatUsage },
          ]
        : {
            ...chunk({
              message: { role: 'assistant', content: 'Fine.', tool_calls: [call] },
              finish_reason: 'tool_calls',
            }),
            object: 'chat.completion',
            usage: chatUsage,
          },
    ),
  responses: (stream) => {
    const output = [{ ...item, content: [part] }, called];
    const whole = response('completed', output, { usage: tokens });
    if (!stream) return copied(whole);
    const at = { item_id: 'msg_1', output_index: 0, content_index: 0 };
    const events = [
      { type: 'response.created', response: response('in_progress', []) },
      { type: 'response.output_item.added', output_index: 0, item: { ...item, content: [] } },
      { type: 'response.content_part.added', ...at, part: { ...part, text: '' } },
      { type: 'response.output_text.delta', ...at, delta: 'Fine.' },
      { type: 'response.output_text.done', ...at, text: 'Fine.' },
      { type: 'response.content_part.done', ...at, part },
      { type: 'response.output_item.done', output_index: 0, item: output[0] },
      { type: 'response.output_item.added', output_index: 1, item: { ...called, arguments: '' } },
      {
        type: 'response.function_call_arguments.delta',
        item_id: 'fc_1',
        output_index: 1,
        delta: '{}',
      },
      {
        type: 'response.function_call_arguments.done',
        item_id: 'fc_1',
        output_index: 1,
        arguments: '{}',
      },
      { type: 'response.output_item.done', output_index: 1, item: called },
      { type: 'response.completed', response: whole },
    ];
    return copied(events.map((event, at) => ({ ...event, sequence_number: at })));
  },
  messages: (stream) =>
    copied(
      stream
        ? [
            { type: 'message_start', message: message([], { stop_reason: null, usage: tokens }) },
            { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
            { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Fine.' } },
            { type: 'content_block_stop', index: 0 },
            { type: 'content_block_start', index: 1, content_block: use },
            {
              type: 'content_block_delta',
              index: 1,
              delta: { type: 'input_json_delta', partial_json: '{}' },
            },
            { type: 'content_block_stop', index: 1 },
            {
              type: 'message_delta',
              delta: { stop_reason: 'tool_use', stop_sequence: null },
              usage: tokens,
            },
            { type: 'message_stop' },
          ]
        : message([{ type: 'text', text: 'Fine.' }, use], {
            stop_reason: 'tool_use',
            usage: tokens,
          }),
    ),
  converse: (stream) =>
    copied(
      stream
        ? [
            { messageStart: { role: 'assistant' } },
            { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'Fine.' } } },
            { contentBlockStop: { contentBlockIndex: 0 } },
            {
              contentBlockStart: {
                contentBlockIndex: 1,
                start: { toolUse: { toolUseId: 'tooluse_1', name: 'find' } },
              },
            },
            { contentBlockDelta: { contentBlockIndex: 1, delta: { toolUse: { input: '{}' } } } },
            { contentBlockStop: { contentBlockIndex: 1 } },
            { messageStop: { stopReason: 'tool_use' } },
            { metadata: { usage: converseUsage, metrics: { latencyMs: 5 } } },
          ]
        : {
            output: {
              message: {
                role: 'assistant',
                content: [
                  { text: 'Fine.' },
                  { toolUse: { toolUseId: 'tooluse_1', name: 'find', input: {} } },
                ],
              },
            },
            stopReason: 'tool_use',
            usage: converseUsage,
            metrics: { latencyMs: 5 },
          },
    ),
};

// Each of these is what some detector would report, did it stand in a text.
const likeWallet = 'chatcmpl-16yjNCaAdAyBAbv7UXCvGNQEvpbDY';
const likePhone = '03610098-1628-4926-b459-4f587994f35c';
const account = 'arn:aws:bedrock:us-east-1:499118712222:inference-profile/us.amazon.nova-pro-v1:0';
const sealed = () => `Ef${randomBytes(300).toString('base64')}`;

/** An answer with everything in it that a provider makes by contract, looking as it pleases. */
export function harmless(api: Api, stream: boolean): Changes {
  const marks: readonly (readonly [Place, unknown])[] = {
    chat: [
      [['id'], likeWallet],
      [['system_fingerprint'], 'fp_30b4f0c4fe6db1a6b8d2a1c3e4f5a6b7'],
      [['service_tier'], 'default'],
      [['obfuscation'], 'MBh5Yq2VZ'],
      [['request_id'], likePhone],
    ] as const,
    responses: [
      [['response', 'id'], `resp_${likePhone}`],
      [['response', 'completed_at'], created + 1],
      [['response', 'instructions'], 'Write to bob@example.com'],
      [['item', 'encrypted_content'], sealed()],
      [['item', 'created_by', 'id'], likePhone],
      [['obfuscation'], '0123456Ab'],
    ] as const,
    messages: [
      [['message', 'container'], { id: 'container_1', expires_at: '2026-11-22T06:00:00.123456Z' }],
      [['delta', 'signature'], sealed()],
      [['request_id'], likePhone],
    ] as const,
    converse: [
      [['p'], 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'],
      [['trace', 'promptRouter', 'invokedModelId'], account],
      [['guardrail', 'createdAt'], '2026-11-22T06:00:00Z'],
    ] as const,
  }[api];
  const answer = answers[api](stream);
  if (stream) for (const event of Object.values(answer)) mark(inner(api, event), marks);
  else
    mark(
      answer,
      marks.map(
        ([path, value]) =>
          [path[0] === 'response' || path[0] === 'message' ? path.slice(1) : path, value] as const,
      ),
    );
  return answer;
}

/** Of Converse, an event is a member with its name. */
function inner(api: Api, event: unknown): unknown {
  return api === 'converse' ? Object.values(Object(event))[0] : event;
}

function mark(target: unknown, marks: readonly (readonly [Place, unknown])[]): void {
  for (const [path, value] of marks) {
    const [first = ''] = path;
    const isNested =
      path.length > 1 && ['response', 'item', 'message', 'delta'].includes(String(first));
    if (!isNested || Object.hasOwn(Object(target), first)) put(target, path, value);
  }
}

/** The answer with something else in one place, which need not be there yet. */
export function withValue(answer: Changes, place: Place, value: unknown): Changes {
  put(answer, place, value);
  return answer;
}

function put(target: unknown, [step = '', ...inside]: Place, value: unknown): void {
  const fields: Changes = Object(target);
  if (inside.length === 0) fields[step] = value;
  else {
    fields[step] ??= {};
    put(fields[step], inside, value);
  }
}

/** A stream as its provider sends it. */
export function framedStream(api: Api, events: unknown): Buffer {
  const all = Object.values(Object(events));
  if (api === 'converse') {
    const frames = all.flatMap((event) => Object.entries(Object(event)));
    return Buffer.concat(frames.map(([name, payload]) => eventFrame(name, payload)));
  }
  const lines = all.map((event) => {
    const data = `data: ${JSON.stringify(event)}\n\n`;
    return api === 'chat' ? data : `event: ${String(Object(event).type)}\n${data}`;
  });
  return Buffer.from([...lines, ...(api === 'chat' ? ['data: [DONE]\n\n'] : [])].join(''));
}

function copied(answer: object): Changes {
  return JSON.parse(JSON.stringify(answer));
}
