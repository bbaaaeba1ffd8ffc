import type { AnswerEvent, AnswerFrame, ModelAnswer } from '../../src/domain/protocol/answer.ts';
import type { StreamFrame } from '../../src/domain/protocol/stream-frame.ts';
import type { AnswerStreamWriter } from '../../src/domain/protocol/translator.ts';
import type { ConversationWire } from '../../src/domain/protocol/wire.ts';
import { clientSides } from '../../src/gateway/plan/translators.ts';
import type { Emission, Kind } from './check-types.ts';

export const answerKinds: Readonly<
  Record<ConversationWire, { readonly answer: Kind; readonly event: Kind }>
> = {
  chat: { answer: 'chat.answer', event: 'chat.chunk' },
  responses: { answer: 'responses.answer', event: 'responses.event' },
  messages: { answer: 'messages.answer', event: 'messages.event' },
  converse: { answer: 'converse.answer', event: 'converse.event' },
};
const wires = ['chat', 'responses', 'messages', 'converse'] as const;

export const plainFrame: AnswerFrame = {
  id: '01JABC',
  model: 'our-model',
  createdAt: 1_800_000_000,
  includeUsage: true,
  toolNames: new Map(),
};

/** The answer as the clients of every format get it. */
export function writtenWhole(source: string, answer: ModelAnswer, frame = plainFrame): Emission[] {
  return wires.map((wire) => ({
    kind: answerKinds[wire].answer,
    source: `${source} → ${wire}`,
    body: JSON.parse(clientSides[wire].writeAnswer(answer, frame)),
  }));
}

/** The stream as the clients of every format get it; without an end it is written as one that broke off. */
export function writtenStream(
  source: string,
  events: readonly AnswerEvent[],
  frame = plainFrame,
): Emission[] {
  return wires.flatMap((wire) =>
    framesOf(clientSides[wire].streamWriter(frame), events).flatMap((written) =>
      readFrame(wire, written, `${source} → ${wire}`),
    ),
  );
}

function framesOf(writer: AnswerStreamWriter, events: readonly AnswerEvent[]): StreamFrame[] {
  const last = events.find(({ type }) => type === 'end' || type === 'fault');
  const pieces = events.filter(({ type }) => type !== 'end' && type !== 'fault');
  const frames = pieces.flatMap((event) => writer.push(event));
  if (last?.type === 'end') return [...frames, ...writer.end()];
  const cut = { kind: 'server_error', message: 'It broke off.', code: 'upstream_broken' } as const;
  return [...frames, ...writer.fail(last?.type === 'fault' ? last.fault : cut)];
}

/** A frame of a stream as what has a schema. */
export function readFrame(wire: ConversationWire, frame: StreamFrame, source: string): Emission[] {
  if (wire === 'chat' && frame.data === '[DONE]') return [];
  const body: unknown = JSON.parse(frame.data);
  if (wire === 'converse') {
    return [{ kind: 'converse.event', source, body: { [frame.event]: body } }];
  }
  // Clients of these formats go by the event's name, or by the `type` in the data: they must not disagree.
  if (wire !== 'chat' && typeOf(body) !== frame.event) {
    throw new Error(`the event ${frame.event} says ${frame.data}: ${source}`);
  }
  const isError = wire === 'chat' && typeof body === 'object' && body !== null && 'error' in body;
  return [{ kind: isError ? 'openai.error' : answerKinds[wire].event, source, body }];
}

function typeOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
}
