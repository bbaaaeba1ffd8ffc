import type { SeenRequest } from '../../emulator/server/request-log.ts';
import { awsEventStreamCodec } from '../../src/adapters/providers/aws-event-stream.ts';
import type { Provider } from '../../src/domain/credential/credential.ts';
import type { ConversationWire } from '../../src/domain/protocol/wire.ts';
import { awsEventStream, serverSentEvents } from '../../src/gateway/relay/frames/framing.ts';
import type { GatewaySite } from '../gateway/gateway-site.ts';
import type { Reply } from '../gateway/http-call.ts';
import type { Emission, Kind } from './check-types.ts';
import { chatRequests } from './requests/chat-requests.ts';
import { converseRequests } from './requests/converse-requests.ts';
import { messagesRequests } from './requests/messages-requests.ts';
import { responsesRequests } from './requests/responses-requests.ts';
import { answerKinds, readFrame } from './written-answers.ts';

/** What a client asks for, in the client's own words. */
export interface Asked {
  readonly wire: ConversationWire;
  readonly feature: string;
  readonly model: string;
  readonly isStream: boolean;
  /** Anthropic's API version; 2023-06-01 unless told. */
  readonly version?: '2026-10-21';
}

/** One call and all that was said in it. */
export interface Exchange {
  readonly asked: Asked;
  readonly status: number;
  readonly emissions: readonly Emission[];
}

export const wires = ['chat', 'responses', 'messages', 'converse'] as const;

const requests: Readonly<Record<ConversationWire, Readonly<Record<string, object>>>> = {
  chat: chatRequests,
  responses: responsesRequests,
  messages: messagesRequests,
  converse: converseRequests,
};

/** Every request of every format to a model, whole and streamed. */
export function everyRequestTo(model: string): Asked[] {
  return wires.flatMap((wire) =>
    Object.keys(requests[wire]).flatMap((feature) => wholeAndStreamed({ wire, feature, model })),
  );
}

export function wholeAndStreamed(asked: Omit<Asked, 'isStream'>): Asked[] {
  return [
    { ...asked, isStream: false },
    { ...asked, isStream: true },
  ];
}

/** Asks through the gateway and takes down what the client and the provider were told. */
export async function ask(site: GatewaySite, asked: Asked): Promise<Exchange> {
  const { emulator, anthropic, bedrock } = site.control;
  const seen = { openai: emulator, anthropic, bedrock };
  for (const provider of Object.values(seen)) provider.reset();
  const headers = asked.version === undefined ? {} : { 'anthropic-version': asked.version };
  const reply = await site.post(pathOf(asked), bodyOf(asked), { headers });
  const sent = (['openai', 'anthropic', 'bedrock'] as const).flatMap((provider) =>
    seen[provider].requests.map((request) => ({ provider, request })),
  );
  const spoken = new Set(sent.map(({ provider, request }) => spokenAt(provider, request)));
  const isOwn = !spoken.has(asked.wire);
  const said = isOwn ? repliesIn(reply, asked) : providerReplies(reply, asked);
  const written = sent.filter(({ request }) => isOwn || isInvoke(request.path));
  return {
    asked,
    status: reply.status,
    emissions: [...written.map((one) => writtenTo(one, asked)), ...said],
  };
}

function pathOf({ wire, model, isStream }: Asked): string {
  switch (wire) {
    case 'chat':
      return '/v1/chat/completions';
    case 'converse':
      return `/model/${encodeURIComponent(model)}/${isStream ? 'converse-stream' : 'converse'}`;
    default:
      return `/v1/${wire}`;
  }
}

const outputTokens = 4_096;

function bodyOf({ wire, feature, model, isStream }: Asked): string {
  const change = requests[wire][feature];
  if (change === undefined) throw new Error(`${wire} has no request for ${feature}`);
  if (wire === 'converse') return JSON.stringify(change);
  const limit = wire === 'messages' ? { max_tokens: outputTokens } : {};
  return JSON.stringify({ model, ...limit, ...(isStream && { stream: true }), ...change });
}

export function describeAsked({ wire, feature, model, isStream }: Asked): string {
  return `${wire}: ${feature}, ${isStream ? 'streamed' : 'whole'}, by ${model}`;
}

type Sent = { readonly provider: Provider; readonly request: SeenRequest };

/** The format in which a provider was asked; what InvokeModel carries is a message, and its answer too. */
function spokenAt(provider: Provider, { path }: SeenRequest): ConversationWire {
  if (provider === 'openai') return /\/responses/.test(path) ? 'responses' : 'chat';
  return provider === 'anthropic' || isInvoke(path) ? 'messages' : 'converse';
}

const isInvoke = (path: string) => /\/invoke(?:-with-response-stream)?$/.test(path);

const requestKinds = {
  chat: 'chat.request',
  messages: 'messages.request',
  converse: 'converse.request',
} as const;

function writtenTo({ provider, request }: Sent, asked: Asked): Emission {
  const wire = spokenAt(provider, request);
  if (wire === 'responses') throw new Error('nothing is translated into the Responses API');
  const kind = isInvoke(request.path) ? 'invoke.request' : requestKinds[wire];
  const body: unknown = JSON.parse(request.body.toString('utf8'));
  return { kind, source: `to ${provider}: ${describeAsked(asked)}`, body };
}

/** Where the provider speaks the client's format, the words are the provider's; a broken answer has no schema. */
function providerReplies(reply: Reply, asked: Asked): Emission[] {
  try {
    const emissions = repliesIn(reply, asked);
    return emissions.map((one) => ({ ...one, kind: providerKind(one.kind, asked.version) }));
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

function providerKind(kind: Kind, version: Asked['version']): Kind {
  switch (kind) {
    case 'messages.answer':
    case 'messages.event':
      return version === undefined ? `provider 2023 ${kind}` : `provider ${kind}`;
    case 'chat.answer':
    case 'chat.chunk':
    case 'openai.error':
    case 'responses.answer':
    case 'responses.event':
    case 'anthropic.error':
    case 'converse.answer':
    case 'converse.event':
    case 'bedrock.error':
      return `provider ${kind}`;
    default:
      return kind;
  }
}

const errorKinds = {
  chat: 'openai.error',
  responses: 'openai.error',
  messages: 'anthropic.error',
  converse: 'bedrock.error',
} as const satisfies Record<ConversationWire, Kind>;

function repliesIn(reply: Reply, asked: Asked): Emission[] {
  const { wire } = asked;
  const source = describeAsked(asked);
  if (/event-?stream/.test(reply.headers['content-type'] ?? '')) {
    return framesIn(reply.body, wire).flatMap((frame) => readFrame(wire, frame, source));
  }
  const body: object = JSON.parse(reply.body.toString('utf8'));
  if (reply.status < 400) return [{ kind: answerKinds[wire].answer, source, body }];
  const type = reply.headers['x-amzn-errortype'];
  const named = wire === 'converse' ? { 'x-amzn-errortype': type } : {};
  return [{ kind: errorKinds[wire], source, body: { ...body, ...named } }];
}

function framesIn(body: Buffer, wire: ConversationWire) {
  const framing = wire === 'converse' ? awsEventStream(awsEventStreamCodec()) : serverSentEvents;
  const pieces = framing.splitter().push(body);
  // Comments have no data.
  return pieces.map((piece) => framing.decode(piece)).filter(({ data }) => data !== '');
}
