import type { Replay } from '../../emulator/server/fault.ts';
import { awsEventStreamCodec } from '../../src/adapters/providers/aws-event-stream.ts';
import { EventStreamSplitter } from '../../src/gateway/relay/frames/event-stream-splitter.ts';
import { readSseFrame } from '../../src/gateway/relay/frames/sse-frame.ts';
import { SseSplitter } from '../../src/gateway/relay/frames/sse-splitter.ts';
import type { GatewaySite } from './gateway-site.ts';
import type { Reply } from './http-call.ts';
import { type Api, ask, providerOf, question } from './questions.ts';

export type ClientEvent = Readonly<Record<string, unknown>>;

/** What stands at a place in an event; undefined where there is nothing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let inner = value;
  for (const step of path) {
    inner = typeof inner === 'object' && inner !== null ? Reflect.get(inner, step) : undefined;
  }
  return inner;
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const text = at(value, ...path);
  return typeof text === 'string' ? text : '';
}

/** Every event that a client reads out of the bytes of a stream; those of AWS as `{name: payload}`. */
export function clientEvents(api: Api, body: Buffer): readonly ClientEvent[] {
  if (api === 'converse' || api === 'invoke') {
    const codec = awsEventStreamCodec();
    return new EventStreamSplitter().push(body).map((bytes) => {
      const { event, data } = codec.decode(bytes);
      const payload = JSON.parse(data);
      if (event !== 'chunk') return { [event]: payload };
      return JSON.parse(Buffer.from(payload.bytes, 'base64').toString());
    });
  }
  return new SseSplitter()
    .push(body)
    .map((frame) => readSseFrame(frame).data)
    .filter((data) => data.startsWith('{'))
    .map((data) => JSON.parse(data));
}

export interface Heard {
  readonly reply: Reply;
  /** Everything that the client was told, as JSON. */
  readonly told: string;
  readonly events: readonly ClientEvent[];
  readonly text: string;
}

/** Asks for a stream and gets this one. */
export async function answeredWith(
  site: GatewaySite,
  api: Api,
  { replay, text = 'hi' }: { readonly replay: Replay; readonly text?: string | undefined },
): Promise<Heard> {
  providerOf(site, api).script({ replay });
  const reply = await ask(site, question(api, text));
  if (reply.status !== 200) return { reply, told: reply.body.toString(), events: [], text: '' };
  const events = clientEvents(api, reply.body);
  return { reply, told: JSON.stringify(events), events, text: heard(api, reply.body) };
}

/** The model's words, or the arguments of the tool it called, put together as a client does. */
export function heard(api: Api, body: Buffer): string {
  return clientEvents(api, body)
    .map((event) => pieceOf(api, event))
    .join('');
}

function pieceOf(api: Api, event: ClientEvent): string {
  switch (api) {
    case 'chat': {
      const delta = at(event, 'choices', 0, 'delta');
      return textAt(delta, 'content') || textAt(delta, 'tool_calls', 0, 'function', 'arguments');
    }
    case 'responses': {
      const type = textAt(event, 'type');
      const isPiece = /^response\.(output_text|function_call_arguments)\.delta$/.test(type);
      return isPiece ? textAt(event, 'delta') : '';
    }
    case 'converse': {
      const delta = at(event, 'contentBlockDelta', 'delta');
      return textAt(delta, 'text') || textAt(delta, 'toolUse', 'input');
    }
    case 'messages':
    case 'invoke':
      return textAt(event, 'delta', 'text') || textAt(event, 'delta', 'partial_json');
  }
}
