import { eventFrame, eventStreamType } from '../../emulator/event-stream/event-frame.ts';
import type { Replay } from '../../emulator/server/fault.ts';
import type { LeakSite } from './site.ts';

const json = { 'content-type': 'application/json' };
const eventStream = { 'content-type': eventStreamType };
const text = 'Hello there';

const chat = {
  id: 'chatcmpl-alike',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-4o-mini',
  choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};
const message = {
  id: 'msg_alike',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [{ type: 'text', text }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 1, output_tokens: 1 },
};
const converse = {
  output: { message: { role: 'assistant', content: [{ text }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  metrics: { latencyMs: 1 },
};
const { usage, metrics } = converse;
const converseStream = [
  eventFrame('messageStart', { role: 'assistant' }),
  eventFrame('contentBlockDelta', { delta: { text }, contentBlockIndex: 0 }),
  eventFrame('contentBlockStop', { contentBlockIndex: 0 }),
  eventFrame('messageStop', { stopReason: 'end_turn' }),
  eventFrame('metadata', { usage, metrics }),
];
const counted = {
  inputTokenCount: 1,
  outputTokenCount: 1,
  invocationLatency: 1,
  firstByteLatency: 1,
};
const invokeStream = [
  { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 1 } },
  { type: 'message_stop', 'amazon-bedrock-invocationMetrics': counted },
].map((event) =>
  eventFrame('chunk', { bytes: Buffer.from(JSON.stringify(event)).toString('base64') }),
);

/** What each path of a provider is answered with; the first that fits. */
const answers: readonly (readonly [RegExp, Replay])[] = [
  [/\/converse-stream/, streamed(converseStream)],
  [/\/invoke-with-response-stream/, streamed(invokeStream)],
  [/\/converse/, whole(converse)],
  [/\/invoke/, whole(message)],
  [/^\/v1\/messages\/count_tokens/, whole({ input_tokens: 1 })],
  [/^\/v1\/messages/, whole(message)],
  [/^\/v1\/chat/, whole(chat)],
  [/^\/v1\/responses/, whole({ id: 'resp_alike', object: 'response', output: [], usage: null })],
  [/./, whole({ data: [] })],
];

/**
 * Lets the providers answer the same to everything, until told otherwise: what they would repeat of a prompt or say about
 * a model is between them and the caller.
 */
export function answerAlike({ openai, anthropic, bedrock }: LeakSite): { end(): void } {
  let isOn = true;
  for (const provider of [openai, anthropic, bedrock]) {
    for (const [pattern, replay] of answers) {
      provider.script({
        replay,
        times: Number.POSITIVE_INFINITY,
        when: ({ method, path }) => isOn && !isAboutKeys(method, path) && pattern.test(path),
      });
    }
  }
  return {
    end: () => {
      isOn = false;
    },
  };
}

/** What a key is validated with has to be answered for what it is. */
function isAboutKeys(method: string, path: string): boolean {
  return path === '/' || (method === 'GET' && !path.startsWith('/v1/responses/'));
}

function whole(body: object): Replay {
  return { status: 200, headers: json, body: JSON.stringify(body) };
}

function streamed(frames: readonly Buffer[]): Replay {
  return { status: 200, headers: eventStream, body: Buffer.concat(frames) };
}
