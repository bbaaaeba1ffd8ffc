import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { eventStreamType } from '../../emulator/event-stream/event-frame.ts';
import { awsEventStreamCodec } from '../../src/adapters/providers/aws-event-stream.ts';
import type { Provider } from '../../src/domain/credential/credential.ts';
import type { Wire } from '../../src/domain/protocol/wire.ts';

/** A recorded answer of a provider and a request that could have led to it. */
export interface RecordedBody {
  /** Name of the file. */
  readonly title: string;
  readonly provider: Provider;
  readonly wire: Wire;
  readonly path: string;
  readonly request: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
  readonly isStream: boolean;
}

const folder = new URL('../../../shared/fixtures/vercel-ai/', import.meta.url);
export const areRecordingsThere = existsSync(folder);

interface Route {
  readonly provider: Provider;
  readonly wire: Wire;
  readonly path: string;
  readonly request: (isStream: boolean) => object;
}

const chat: Route = {
  provider: 'openai',
  wire: 'chat',
  path: '/v1/chat/completions',
  request: (stream) => ({
    model: 'gpt-4o-mini',
    messages: [{ role: 'user', content: 'Halo' }],
    stream,
    ...(stream ? { stream_options: { include_usage: true } } : {}),
  }),
};
const responses: Route = {
  provider: 'openai',
  wire: 'responses',
  path: '/v1/responses',
  request: (stream) => ({ model: 'gpt-5-mini', input: 'Halo', store: false, stream }),
};
const inParts = { role: 'user', content: [{ text: 'Halo' }] };

/** By the folder of the recording; what is in no such folder has no route through the gateway. */
const routes: Readonly<Record<string, Route>> = {
  'openai/src/chat': chat,
  'openai-compatible/src/chat': chat,
  'openai/src/responses': responses,
  'open-responses/src/responses': responses,
  'openai/src/completion': {
    provider: 'openai',
    wire: 'opaque',
    path: '/v1/completions',
    request: (stream) => ({ model: 'gpt-3.5-turbo-instruct', prompt: 'Halo', stream }),
  },
  'openai/src/embedding': {
    provider: 'openai',
    wire: 'embeddings',
    path: '/v1/embeddings',
    request: () => ({ model: 'text-embedding-3-small', input: 'Halo' }),
  },
  'openai/src/image': {
    provider: 'openai',
    wire: 'opaque',
    path: '/v1/images/generations',
    request: () => ({ model: 'gpt-image-1', prompt: 'Halo' }),
  },
  'anthropic/src': {
    provider: 'anthropic',
    wire: 'messages',
    path: '/v1/messages',
    request: (stream) => ({
      model: 'claude-sonnet-4-5',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'Halo' }],
      stream,
    }),
  },
  'amazon-bedrock/src': {
    provider: 'bedrock',
    wire: 'converse',
    path: '/model/amazon.nova-pro-v1%3A0/converse',
    request: () => ({ messages: [inParts] }),
  },
};

/** All recorded bodies that a same-format route of the gateway can carry; none where they are not beside the repository. */
export function recordedBodies(): readonly RecordedBody[] {
  if (!areRecordingsThere) return [];
  return Object.entries(routes).flatMap(([place, route]) => {
    const at = new URL(`${place}/__fixtures__/`, folder);
    return readdirSync(at)
      .sort()
      .map((title) => recorded(title, readFileSync(new URL(title, at)), route));
  });
}

function recorded(title: string, file: Buffer, route: Route): RecordedBody {
  const isChunks = title.endsWith('.chunks.txt');
  const isStream = isChunks || title.endsWith('.sse');
  const isAws = isStream && route.wire === 'converse';
  return {
    title,
    provider: route.provider,
    wire: route.wire,
    path: isAws ? `${route.path}-stream` : route.path,
    request: JSON.stringify(route.request(isStream)),
    status: statusOf(file, isStream),
    contentType: typeOf(isStream, isAws),
    body: isChunks ? framed(file.toString('utf8'), route.wire) : file,
    isStream,
  };
}

function typeOf(isStream: boolean, isAws: boolean): string {
  if (!isStream) return 'application/json';
  return isAws ? eventStreamType : 'text/event-stream; charset=utf-8';
}

// The files have no status: these are the ones that OpenAI gives such errors.
function statusOf(file: Buffer, isStream: boolean): number {
  if (isStream || Object.keys(JSON.parse(file.toString('utf8')))[0] !== 'error') return 200;
  return file.includes('insufficient_quota') ? 429 : 400;
}

const codec = awsEventStreamCodec();

/** The events of a file, one a line, framed as they were on the wire. */
function framed(file: string, wire: Wire): Buffer {
  const lines = file.split('\n').filter((line) => line !== '');
  if (wire === 'converse') return Buffer.concat(lines.map(awsMessage));
  if (wire === 'chat' || wire === 'opaque') {
    return Buffer.from([...lines, '[DONE]'].map((line) => `data: ${line}\n\n`).join(''));
  }
  return Buffer.from(lines.map(namedEvent).join(''));
}

function namedEvent(line: string): string {
  const type = /^.*?"type"\s*:\s*"([^"]+)"/.exec(line)?.[1];
  return `event: ${type}\ndata: ${line}\n\n`;
}

/** The name of the event is the line's only member; what it holds is the payload, digit by digit. */
function awsMessage(line: string): Buffer {
  const [, event = '', data = ''] = /^\{"(\w+)":(.*)\}$/.exec(line) ?? [];
  return codec.encode({ event, data });
}

/** Sizes that cut a body at other places in every round; seeded, so that a failure can be repeated. */
export function chunkSizes(length: number, seed: number): number[] {
  const sizes: number[] = [];
  let state = seed * 2_654_435_761 + 1;
  for (let left = length; left > 0; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const most = length > 4_000 ? 700 : 40;
    const size = Math.min(left, 1 + (state % most));
    sizes.push(size);
    left -= size;
  }
  return sizes.length === 0 ? [1] : sizes;
}

/** A stream without the one comment block that Monago adds in front of its end. */
export function withoutOwnComment(body: Buffer): Buffer {
  return Buffer.from(body.toString('latin1').replace(/(: x-monago-[^\n]*\n)+\n/, ''), 'latin1');
}

/** Where two bodies begin to differ, short enough to be read; undefined where they are the same. */
export function firstDifference(received: Buffer, expected: Buffer): object | undefined {
  if (received.equals(expected)) return undefined;
  let at = 0;
  while (at < expected.length && received[at] === expected[at]) at += 1;
  const excerpt = (body: Buffer) => body.toString('latin1', Math.max(0, at - 40), at + 80);
  return { at, received: excerpt(received), expected: excerpt(expected) };
}
