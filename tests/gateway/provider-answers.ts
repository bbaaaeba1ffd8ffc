import { eventStreamType } from '../../emulator/event-stream/event-frame.ts';
import type { Replay } from '../../emulator/server/fault.ts';
import { awsEventStreamCodec } from '../../src/adapters/providers/aws-event-stream.ts';
import type { Api } from './questions.ts';

/** What a model says, in the pieces in which it is streamed: words, or the arguments of a tool that it calls. */
export interface Said {
  readonly kind: 'text' | 'arguments';
  readonly pieces: readonly string[];
}

export const words = (...pieces: readonly string[]): Said => ({ kind: 'text', pieces });
export const argumentsOf = (...pieces: readonly string[]): Said => ({ kind: 'arguments', pieces });
export const toolName = 'EMAIL_1_lookup';

const codec = awsEventStreamCodec();

/** An answer as the provider would give it: every event is a write of its own. */
export function streamed(api: Api, said: Said): Replay {
  return framed(api, eventsOf(api, said));
}

/** Any events in the framing of a format. */
export function framed(api: Api, events: readonly object[]): Replay {
  const frames = events.map((event) => frameOf(api, event));
  if (api === 'chat') frames.push(Buffer.from('data: [DONE]\n\n'));
  const isAws = api === 'converse' || api === 'invoke';
  return {
    status: 200,
    headers: { 'content-type': isAws ? eventStreamType : 'text/event-stream; charset=utf-8' },
    body: Buffer.concat(frames),
    chunkSizes: frames.map(({ length }) => length),
  };
}

/** The first events of a stream, and a clean end of the connection. */
export function brokenOff({ body, chunkSizes, ...replay }: Replay, events: number): Replay {
  const sizes = (chunkSizes ?? []).slice(0, events);
  const length = sizes.reduce((sum, size) => sum + size, 0);
  return { ...replay, body: Buffer.from(body).subarray(0, length), chunkSizes: sizes };
}

export function unary(body: object): Replay {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

function frameOf(api: Api, event: object): Buffer {
  const data = JSON.stringify(event);
  if (api === 'chat') return Buffer.from(`data: ${data}\n\n`);
  if (api === 'converse') {
    const [[name, payload] = ['', {}]] = Object.entries(event);
    return codec.encode({ event: name, data: JSON.stringify(payload) });
  }
  if (api === 'invoke') {
    const bytes = Buffer.from(data).toString('base64');
    return codec.encode({ event: 'chunk', data: JSON.stringify({ bytes, p: 'abcd' }) });
  }
  return Buffer.from(`event: ${Reflect.get(event, 'type')}\ndata: ${data}\n\n`);
}

function eventsOf(api: Api, said: Said): readonly object[] {
  switch (api) {
    case 'chat':
      return chatEvents(said);
    case 'responses':
      return responsesEvents(said);
    case 'converse':
      return converseEvents(said);
    case 'messages':
      return messagesEvents(said);
    case 'invoke':
      return messagesEvents(said).map((event, number, all) =>
        number === all.length - 1 ? { ...event, [metrics]: counts } : event,
      );
  }
}

const metrics = 'amazon-bedrock-invocationMetrics';
const counts = { inputTokenCount: 9, outputTokenCount: 9 };

const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o' };
const withDelta = (delta: object, more = {}) => ({
  ...chunk,
  choices: [{ index: 0, delta, logprobs: null, finish_reason: null, ...more }],
});

function chatEvents({ kind, pieces }: Said): readonly object[] {
  const call = { index: 0, id: 'call_1', type: 'function' };
  const first =
    kind === 'text'
      ? { role: 'assistant', content: '' }
      : {
          role: 'assistant',
          content: null,
          tool_calls: [{ ...call, function: { name: toolName, arguments: '' } }],
        };
  const delta = (piece: string) =>
    kind === 'text'
      ? { content: piece }
      : { tool_calls: [{ index: 0, function: { arguments: piece } }] };
  return [
    withDelta(first),
    ...pieces.map((piece) => withDelta(delta(piece))),
    withDelta({}, { finish_reason: kind === 'text' ? 'stop' : 'tool_calls' }),
  ];
}

function messagesEvents({ kind, pieces }: Said): readonly object[] {
  const usage = { input_tokens: 9, output_tokens: 1 };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5' };
  const block =
    kind === 'text'
      ? { type: 'text', text: '' }
      : { type: 'tool_use', id: 'toolu_EMAIL_1', name: toolName, input: {} };
  const delta = (piece: string) =>
    kind === 'text'
      ? { type: 'text_delta', text: piece }
      : { type: 'input_json_delta', partial_json: piece };
  const stop_reason = kind === 'text' ? 'end_turn' : 'tool_use';
  return [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null, usage } },
    { type: 'content_block_start', index: 0, content_block: block },
    ...pieces.map((piece) => ({ type: 'content_block_delta', index: 0, delta: delta(piece) })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason, stop_sequence: null },
      usage: { output_tokens: 9 },
    },
    { type: 'message_stop' },
  ];
}

function converseEvents({ kind, pieces }: Said): readonly object[] {
  const start =
    kind === 'text' ? {} : { start: { toolUse: { toolUseId: 'tooluse_1', name: toolName } } };
  const delta = (piece: string) =>
    kind === 'text' ? { text: piece } : { toolUse: { input: piece } };
  return [
    { messageStart: { role: 'assistant' } },
    ...(kind === 'text' ? [] : [{ contentBlockStart: { contentBlockIndex: 0, ...start } }]),
    ...pieces.map((piece) => ({
      contentBlockDelta: { contentBlockIndex: 0, delta: delta(piece), p: 'ab' },
    })),
    { contentBlockStop: { contentBlockIndex: 0 } },
    { messageStop: { stopReason: kind === 'text' ? 'end_turn' : 'tool_use' } },
    { metadata: { usage: { inputTokens: 9, outputTokens: 9, totalTokens: 18 } } },
  ];
}

const at = { item_id: 'item_1', output_index: 0 };
const usage = {
  input_tokens: 9,
  output_tokens: 9,
  total_tokens: 18,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens_details: { reasoning_tokens: 0 },
};

/** Pieces, and what they come to, told three times over. */
function responsesEvents(said: Said): readonly object[] {
  const response = { id: 'resp_1', object: 'response', model: 'gpt-4o', output: [] };
  const events = [
    { type: 'response.created', response: { ...response, status: 'in_progress' } },
    ...(said.kind === 'text' ? spokenEvents(said) : calledEvents(said)),
    {
      type: 'response.completed',
      response: { ...response, status: 'completed', output: [itemOf(said)], usage },
    },
  ];
  return events.map((event, number) => ({ ...event, sequence_number: number }));
}

function itemOf({ kind, pieces }: Said): object {
  const text = pieces.join('');
  if (kind === 'arguments') {
    const called = { id: 'item_1', type: 'function_call', call_id: 'call_1', status: 'completed' };
    return { ...called, name: toolName, arguments: text };
  }
  const content = [{ type: 'output_text', text, annotations: [], logprobs: [] }];
  return { id: 'item_1', type: 'message', role: 'assistant', status: 'completed', content };
}

function spokenEvents(said: Said): readonly object[] {
  const text = said.pieces.join('');
  const place = { ...at, content_index: 0 };
  const empty = { type: 'output_text', text: '', annotations: [], logprobs: [] };
  const item = { id: 'item_1', type: 'message', role: 'assistant', content: [] };
  return [
    { type: 'response.output_item.added', output_index: 0, item },
    { type: 'response.content_part.added', ...place, part: empty },
    ...said.pieces.map((delta) => ({
      type: 'response.output_text.delta',
      ...place,
      delta,
      logprobs: [],
    })),
    { type: 'response.output_text.done', ...place, text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part: { ...empty, text } },
    { type: 'response.output_item.done', output_index: 0, item: itemOf(said) },
  ];
}

function calledEvents(said: Said): readonly object[] {
  const type = 'response.function_call_arguments';
  const begun = { ...itemOf(said), arguments: '', status: 'in_progress' };
  return [
    { type: 'response.output_item.added', output_index: 0, item: begun },
    ...said.pieces.map((delta) => ({ type: `${type}.delta`, ...at, delta })),
    { type: `${type}.done`, ...at, arguments: said.pieces.join('') },
    { type: 'response.output_item.done', output_index: 0, item: itemOf(said) },
  ];
}

/** A whole answer in the format. */
export function wholeAnswer(api: Api, said: Said): object {
  switch (api) {
    case 'chat':
      return wholeChat(said);
    case 'responses':
      return { id: 'resp_1', object: 'response', model: 'gpt-4o', output: [itemOf(said)], usage };
    case 'converse': {
      const content = [said.kind === 'text' ? { text: textOf(said) } : { toolUse: calledIn(said) }];
      return { output: { message: { role: 'assistant', content } }, stopReason: 'end_turn' };
    }
    case 'messages':
    case 'invoke':
      return wholeMessage(said);
  }
}

const textOf = ({ pieces }: Said) => pieces.join('');

function calledIn(said: Said): object {
  return { toolUseId: 'tooluse_1', name: toolName, input: JSON.parse(textOf(said)) };
}

function wholeChat(said: Said): object {
  const isText = said.kind === 'text';
  const called = { name: toolName, arguments: textOf(said) };
  const message = isText
    ? { content: textOf(said) }
    : { content: null, tool_calls: [{ id: 'call_1', type: 'function', function: called }] };
  const choice = { index: 0, message: { role: 'assistant', ...message }, logprobs: null };
  const finish_reason = isText ? 'stop' : 'tool_calls';
  return { ...chunk, object: 'chat.completion', choices: [{ ...choice, finish_reason }] };
}

function wholeMessage(said: Said): object {
  const use = { type: 'tool_use', id: 'toolu_EMAIL_1', name: toolName };
  const block =
    said.kind === 'text'
      ? { type: 'text', text: textOf(said) }
      : { ...use, input: JSON.parse(textOf(said)) };
  const head = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5' };
  return { ...head, content: [block], stop_reason: 'end_turn', usage };
}
