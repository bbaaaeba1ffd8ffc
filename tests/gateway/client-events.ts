import type { Replay } from '../../emulator/server/fault.ts';
import { awsEventStreamCodec } from '../../src/adapters/providers/aws-event-stream.ts';
import { EventStreamSplitter } from '../../src/gateway/relay/frames/event-stream-splitter.ts';
import { readSseFrame } from '../../src/gateway/relay/frames/sse-frame.ts';
import { SseSplitter } from '../../src/gateway/relay/frames/sse-splitter.ts';
import type { GatewaySite } from './gateway-site.ts';
import type { Reply } from './http-call.ts';
import { type Api, ask, providerOf, question } from './provider-answers.ts';

// biome-ignore lint/suspicious/noExplicitAny: events of five formats, looked into at one place each
export type ClientEvent = any;

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
      const delta = event.choices?.[0]?.delta ?? {};
      return delta.content ?? delta.tool_calls?.[0]?.function?.arguments ?? '';
    }
    case 'responses': {
      const isPiece = /^response\.(output_text|function_call_arguments)\.delta$/.test(event.type);
      return isPiece ? event.delta : '';
    }
    case 'converse': {
      const delta = event.contentBlockDelta?.delta ?? {};
      return delta.text ?? delta.toolUse?.input ?? '';
    }
    case 'messages':
    case 'invoke':
      return event.delta?.text ?? event.delta?.partial_json ?? '';
  }
}
