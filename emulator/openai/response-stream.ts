import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { Answer } from './answer.ts';
import { obfuscation } from './obfuscation.ts';
import { describeResponse, endOf, type ResponseIdentity } from './response-object.ts';
import { describePart, finishedItem, type OutputItem, openedItem } from './response-output.ts';
import type { ResponseRequest } from './response-request.ts';
import { namedEvent } from './sse.ts';

const FAILURE = 'The server had an error while processing your request. Sorry about that!';

/** An event before it is numbered; the response in it is described elsewhere. */
type Unnumbered<E> = E extends unknown ? Omit<E, 'sequence_number'> : never;
type ItemEvent = Unnumbered<Exclude<ResponseStreamEvent, { response: unknown }>>;
type LifeEvent = {
  type: Extract<ResponseStreamEvent, { response: unknown }>['type'];
  response: unknown;
};
type Event = ItemEvent | LifeEvent;

export type ResponseStream = { frames: Buffer[]; errorFrame: Buffer };

/** Every event of one streamed response, and those that would break it off in the middle. */
export function responseStream(
  request: ResponseRequest,
  identity: ResponseIdentity,
  { answer, items }: { answer: Answer; items: readonly OutputItem[] },
): ResponseStream {
  const open = request.background ? 'queued' : 'in_progress';
  const begun = (status: 'queued' | 'in_progress') =>
    describeResponse(request, identity, { status });
  const end = endOf(answer, items);
  const events: Event[] = [
    { type: 'response.created', response: begun(open) },
    ...(request.background
      ? [{ type: 'response.queued' as const, response: begun('queued') }]
      : []),
    { type: 'response.in_progress', response: begun('in_progress') },
    ...items.flatMap((item, index) => itemEvents(item, index, request)),
    {
      type: end.status === 'completed' ? 'response.completed' : 'response.incomplete',
      response: describeResponse(request, identity, end),
    },
  ];
  const encode = (event: Event, number: number) => encoded(event, number, request);
  return {
    frames: events.map(encode),
    errorFrame: Buffer.concat(
      failureEvents(request, identity).map((event, at) =>
        encode(event, Math.floor(events.length / 2) + at),
      ),
    ),
  };
}

function encoded(event: Event, number: number, request: ResponseRequest): Buffer {
  const { type, ...rest } = event;
  const isDelta = type.endsWith('.delta') && request.includeObfuscation;
  const padding = isDelta ? { obfuscation: obfuscation() } : {};
  return namedEvent(type, { type, ...rest, ...padding, sequence_number: number });
}

// The provider reports twice: what went wrong, then what became of the response.
function failureEvents(request: ResponseRequest, identity: ResponseIdentity): Event[] {
  const error = { code: 'server_error' as const, message: FAILURE };
  return [
    { type: 'error', ...error, param: null },
    {
      type: 'response.failed',
      response: describeResponse(request, identity, { status: 'failed', error }),
    },
  ];
}

function itemEvents(item: OutputItem, index: number, request: ResponseRequest): Event[] {
  return [
    { type: 'response.output_item.added', item: openedItem(item), output_index: index },
    ...contentEvents(item, index, request),
    { type: 'response.output_item.done', item: finishedItem(item, request), output_index: index },
  ];
}

function contentEvents(item: OutputItem, index: number, request: ResponseRequest): ItemEvent[] {
  const place = { item_id: item.id, output_index: index };
  switch (item.kind) {
    case 'reasoning':
      return item.pieces.length === 0 ? [] : summaryEvents(item.pieces, place);
    case 'call':
      return callEvents(item.call, place);
    case 'message':
      return item.isRefusal
        ? refusalEvents(item, place, request)
        : textEvents(item, place, request);
  }
}

type Place = { item_id: string; output_index: number };
type Message = Extract<OutputItem, { kind: 'message' }>;

function summaryEvents(pieces: readonly string[], place: Place): ItemEvent[] {
  const at = { ...place, summary_index: 0 };
  const text = pieces.join('');
  const part = (words: string) => ({ type: 'summary_text' as const, text: words });
  return [
    { type: 'response.reasoning_summary_part.added', ...at, part: part('') },
    ...pieces.map((delta) => ({
      type: 'response.reasoning_summary_text.delta' as const,
      ...at,
      delta,
    })),
    { type: 'response.reasoning_summary_text.done', ...at, text },
    { type: 'response.reasoning_summary_part.done', ...at, part: part(text) },
  ];
}

function callEvents(call: { name: string; argumentPieces: string[] }, place: Place): ItemEvent[] {
  const done = { arguments: call.argumentPieces.join(''), name: call.name };
  return [
    ...call.argumentPieces.map((delta) => ({
      type: 'response.function_call_arguments.delta' as const,
      ...place,
      delta,
    })),
    { type: 'response.function_call_arguments.done', ...place, ...done },
  ];
}

function textEvents(item: Message, place: Place, request: ResponseRequest): ItemEvent[] {
  const at = { ...place, content_index: 0 };
  const part = describePart(item, request);
  const logprobs = part.type === 'output_text' ? (part.logprobs ?? []) : [];
  const empty = { type: 'output_text' as const, annotations: [], logprobs: [], text: '' };
  return [
    { type: 'response.content_part.added', ...at, part: empty },
    ...item.pieces.map((delta, index) => ({
      type: 'response.output_text.delta' as const,
      ...at,
      delta,
      logprobs: logprobs.slice(index, index + 1),
    })),
    { type: 'response.output_text.done', ...at, text: item.pieces.join(''), logprobs },
    { type: 'response.content_part.done', ...at, part },
  ];
}

function refusalEvents(item: Message, place: Place, request: ResponseRequest): ItemEvent[] {
  const at = { ...place, content_index: 0 };
  return [
    { type: 'response.content_part.added', ...at, part: { type: 'refusal', refusal: '' } },
    ...item.pieces.map((delta) => ({ type: 'response.refusal.delta' as const, ...at, delta })),
    { type: 'response.refusal.done', ...at, refusal: item.pieces.join('') },
    { type: 'response.content_part.done', ...at, part: describePart(item, request) },
  ];
}
