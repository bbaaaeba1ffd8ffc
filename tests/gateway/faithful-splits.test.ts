import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventStreamType } from '../../emulator/event-stream/event-frame.ts';
import { awsEventStreamCodec } from '../../src/adapters/providers/aws-event-stream.ts';
import type { Provider } from '../../src/domain/credential/credential.ts';
import { PassingCourse } from '../../src/gateway/relay/courses/passing-course.ts';
import { awsEventStream, serverSentEvents } from '../../src/gateway/relay/frames/framing.ts';
import { readingOf } from '../../src/gateway/relay/readings/reading-of.ts';
import { StreamRelay } from '../../src/gateway/relay/stream-relay.ts';
import { CollectedReply } from './collected-reply.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import {
  areRecordingsThere,
  chunkSizes,
  firstDifference,
  type RecordedBody,
  recordedBodies,
  withoutOwnComment,
} from './recorded-bodies.ts';

const codec = awsEventStreamCodec();
const smallBytesMax = 4 * 1024;
const streams = recordedBodies().filter(({ isStream }) => isStream);

/** What a client gets of a stream that comes in these chunks. */
function relayed({ wire }: RecordedBody, chunks: readonly Buffer[]) {
  const reply = new CollectedReply();
  const framing = wire === 'converse' ? awsEventStream(codec) : serverSentEvents;
  const relay = new StreamRelay({
    reply,
    head: () => ({ status: 200, headers: [] }),
    splitter: framing.splitter(),
    course: new PassingCourse(framing, readingOf(wire)),
    closingLines: () => ['x-monago-latency-ms=1.0'],
    refusal: () => ({ status: 502, headers: [], body: Buffer.from('refused') }),
  });
  for (const chunk of chunks) relay.data(chunk);
  relay.close();
  relay.release({ latencyMs: 1, costMicroUsd: undefined });
  return { body: withoutOwnComment(reply.body()), usage: relay.told.usage, state: relay.state };
}

const toldBy = ({ usage, state }: ReturnType<typeof relayed>) => ({ usage, state });

function inTwo(body: Buffer, at: number): Buffer[] {
  return [body.subarray(0, at), body.subarray(at)];
}

function inChunks(body: Buffer, seed: number): Buffer[] {
  const chunks: Buffer[] = [];
  let at = 0;
  for (const size of chunkSizes(body.length, seed)) {
    chunks.push(body.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

const title = areRecordingsThere
  ? 'a recorded stream comes out of the relay as it went in'
  : 'recorded streams: skipped, ../shared/fixtures is not there';

describe.skipIf(!areRecordingsThere)(title, () => {
  const small = streams.filter(({ body }) => body.length <= smallBytesMax);
  const large = streams.filter(({ body }) => body.length > smallBytesMax);

  test('there are small ones and large ones', () => {
    expect(small.length).toBeGreaterThan(20);
    expect(large.length).toBeGreaterThan(40);
  });

  test.each(small.map((stream) => [stream.title, stream] as const))(
    '%s, at every place where it can be cut in two',
    (_title, stream) => {
      const whole = relayed(stream, [stream.body]);
      for (let at = 0; at <= stream.body.length; at += 1) {
        const cut = relayed(stream, inTwo(stream.body, at));
        // Asked first in a cheaper way: there are a hundred thousand places.
        if (cut.body.equals(stream.body) && isDeepStrictEqual(toldBy(cut), toldBy(whole))) continue;
        expect(firstDifference(cut.body, stream.body), `cut at ${at}`).toBeUndefined();
        expect(toldBy(cut), `cut at ${at}`).toEqual(toldBy(whole));
      }
    },
  );

  test.each(streams.map((stream) => [stream.title, stream] as const))(
    '%s, cut at every place at once',
    (_title, stream) => {
      const whole = relayed(stream, [stream.body]);
      const bytes = Array.from({ length: stream.body.length }, (_, at) =>
        stream.body.subarray(at, at + 1),
      );
      const cut = relayed(stream, bytes);
      expect(firstDifference(cut.body, stream.body)).toBeUndefined();
      expect(toldBy(cut)).toEqual(toldBy(whole));
    },
  );

  test.each(large.map((stream) => [stream.title, stream] as const))(
    '%s, in chunks of any size',
    (_title, stream) => {
      const whole = relayed(stream, [stream.body]);
      for (let seed = 1; seed <= 8; seed += 1) {
        const cut = relayed(stream, inChunks(stream.body, seed));
        expect(firstDifference(cut.body, stream.body), `seed ${seed}`).toBeUndefined();
        expect(cut.usage).toEqual(whole.usage);
      }
    },
  );
});

const text = 'Grüße, 世界 👋🏽';
const events = (lines: readonly string[], end = '\n') =>
  Buffer.from(lines.map((line) => (line === '' ? end : `${line}${end}`)).join(''));
const invoked = (event: object) =>
  codec.encode({
    event: 'chunk',
    data: JSON.stringify({ bytes: Buffer.from(JSON.stringify(event)).toString('base64') }),
  });

interface Small {
  readonly name: string;
  readonly provider: Provider;
  readonly path: string;
  readonly request: object;
  readonly type: string;
  readonly body: Buffer;
}

const chatRequest = {
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: text }],
  stream: true,
  stream_options: { include_usage: true },
};
const chatLines = [
  `data: {"choices":[{"index":0,"delta":{"content":"${text}"}}]}`,
  '',
  ': hi',
  '',
  'data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1}}',
  '',
  'data: [DONE]',
  '',
];
const chatRoute = {
  provider: 'openai',
  path: '/v1/chat/completions',
  request: chatRequest,
  type: 'text/event-stream',
} as const;

const smallStreams: readonly Small[] = [
  { ...chatRoute, name: 'chat, lines ended by LF', body: events(chatLines) },
  { ...chatRoute, name: 'chat, lines ended by CR LF', body: events(chatLines, '\r\n') },
  { ...chatRoute, name: 'chat, lines ended by CR', body: events(chatLines, '\r') },
  {
    ...chatRoute,
    name: 'chat, without the last blank line',
    body: events(chatLines).subarray(0, -1),
  },
  {
    name: 'Responses',
    provider: 'openai',
    path: '/v1/responses',
    request: { model: 'gpt-5-mini', input: text, stream: true, store: false },
    type: 'text/event-stream',
    body: events([
      'event: response.output_text.delta',
      `data: {"type":"response.output_text.delta","delta":"${text}","sequence_number":1}`,
      '',
      'event: response.completed',
      'data: {"type":"response.completed","response":{"usage":{"input_tokens":3,"output_tokens":1}}}',
      '',
    ]),
  },
  {
    name: 'Messages',
    provider: 'anthropic',
    path: '/v1/messages',
    request: {
      model: 'claude-sonnet-4-5',
      max_tokens: 9,
      messages: [{ role: 'user', content: text }],
      stream: true,
    },
    type: 'text/event-stream; charset=utf-8',
    body: events([
      'event: message_start',
      'data: {"type":"message_start","message":{"usage":{"input_tokens":3,"output_tokens":1}}}',
      '',
      'event: content_block_delta',
      `data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"${text}"}}`,
      '',
      'event: message_stop',
      'data: {"type":"message_stop"}',
      '',
    ]),
  },
  {
    name: 'ConverseStream',
    provider: 'bedrock',
    path: '/model/amazon.nova-pro-v1%3A0/converse-stream',
    request: { messages: [{ role: 'user', content: [{ text }] }] },
    type: eventStreamType,
    body: Buffer.concat([
      codec.encode({ event: 'contentBlockDelta', data: `{"delta":{"text":"${text}"},"p":"ab"}` }),
      codec.encode({ event: 'messageStop', data: '{"stopReason":"end_turn"}' }),
      codec.encode({ event: 'metadata', data: '{"usage":{"inputTokens":3,"outputTokens":1}}' }),
    ]),
  },
  {
    name: 'InvokeModelWithResponseStream',
    provider: 'bedrock',
    path: '/model/anthropic.claude-3-haiku-20240307-v1%3A0/invoke-with-response-stream',
    request: {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 9,
      messages: [{ role: 'user', content: text }],
    },
    type: eventStreamType,
    body: Buffer.concat([
      invoked({ type: 'content_block_delta', delta: { type: 'text_delta', text } }),
      invoked({
        type: 'message_stop',
        'amazon-bedrock-invocationMetrics': { inputTokenCount: 3, outputTokenCount: 1 },
      }),
    ]),
  },
];

const atOnce = 16;

describe('a stream passes through the gateway unchanged, at every place where it can be cut in two', () => {
  let site: GatewaySite;
  beforeAll(async () => {
    site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
  });
  afterAll(() => site.close());

  test.each(smallStreams.map((stream) => [stream.name, stream] as const))(
    'gotcha 28: %s',
    async (_name, { provider, path, request, type, body }) => {
      const { emulator: openai, anthropic, bedrock } = site.control;
      const emulator = { openai, anthropic, bedrock }[provider];
      const before = (await site.entries('ai.request.outcome')).length;
      for (let at = 1; at < body.length; at += 1) {
        const chunkSizes = [at, body.length - at];
        const headers = { 'content-type': type };
        emulator.script({ replay: { status: 200, headers, body, chunkSizes } });
      }
      const pass = async () => {
        const reply = await site.post(path, JSON.stringify(request));
        const received = type === eventStreamType ? reply.body : withoutOwnComment(reply.body);
        expect(firstDifference(received, body)).toBeUndefined();
        expect(reply.isComplete).toBe(true);
      };
      // Which call gets which cut does not matter: all of them are to look the same.
      for (let left = body.length - 1; left > 0; left -= atOnce) {
        await Promise.all(Array.from({ length: Math.min(atOnce, left) }, pass));
      }
      const outcomes = (await site.entries('ai.request.outcome')).slice(before);
      expect(outcomes).toHaveLength(body.length - 1);
      const verdicts = outcomes.map(({ status, usage }) => JSON.stringify({ status, usage }));
      expect(new Set(verdicts).size).toBe(1);
      expect(outcomes[0]).toMatchObject({
        status: 'ok',
        usage: { source: 'provider', input: 3, output: 1 },
      });
    },
  );
});
