import type { JsonPath } from '../../../../domain/protocol/json-edit.ts';
import { type Fields, isFields, listOf } from '../../../../domain/protocol/segments/segment.ts';
import { chatShape } from './chat-shape.ts';
import { converseShape } from './converse-shape.ts';
import {
  type EventShape,
  everyLane,
  noLane,
  type Piece,
  sameAgain,
  textOf,
} from './event-shape.ts';
import { textsOfEvent } from './event-texts.ts';
import { messagesShape } from './messages-shape.ts';

// Nova puts each event of Converse into a member with its name.
const converseEvents = [
  'messageStart',
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockStop',
  'messageStop',
  'metadata',
];
/** Of models that say nothing but text: Titan, Llama, Cohere, Mistral. */
const textMembers = ['outputText', 'generation', 'completion', 'text'];
const endMembers = ['completionReason', 'stop_reason', 'finish_reason', 'stop'];

/** Chunks of InvokeModelWithResponseStream, in the format of whichever model it is. */
export const invokeShape: EventShape = {
  isNumbered: false,
  pieces: (fields, event) => read(fields, event, (shape, ...given) => shape.pieces(...given)),
  wholes: (fields, event) => read(fields, event, (shape, ...given) => shape.wholes(...given)),
  ends: (fields, event) => {
    const { shape, inner, name } = formatOf(fields);
    return shape.ends(inner, name ?? event);
  },
  notes: (fields, event) => {
    const { shape, inner, name } = formatOf(fields);
    return shape.notes(inner, name ?? event);
  },
  carry: (piece, fields, frame) => {
    const { shape, name } = formatOf(fields);
    return name === undefined ? shape.carry(piece, fields, frame) : sameAgain(piece, fields, frame);
  },
};

/** Without a known member, everything is read and nothing changed. */
const plainShape: EventShape = {
  isNumbered: false,
  pieces: (fields) => [
    ...textMembers.flatMap((name) => pieceAt(fields[name], [name])),
    ...listOf(fields['outputs']).flatMap((output, at) =>
      isFields(output) ? pieceAt(output['text'], ['outputs', at, 'text']) : [],
    ),
  ],
  wholes: (fields) => textsOfEvent(fields, { contents: [] }),
  ends: (fields) => {
    const parts = [fields, ...listOf(fields['outputs']).filter(isFields)];
    const isOver = parts.some((part) => endMembers.some((name) => textOf(part[name])));
    return isOver ? everyLane : noLane;
  },
  notes: () => ({}),
  carry: sameAgain,
};

function pieceAt(value: unknown, path: JsonPath): readonly Piece[] {
  const text = textOf(value);
  const lane = { choice: 0, kind: 'text', index: 0 } as const;
  return text === undefined ? [] : [{ path, text, lane, content: 'text' }];
}

interface Format {
  readonly shape: EventShape;
  readonly inner: Fields;
  /** Of the event, where that is a member. */
  readonly name?: string;
}

function formatOf(fields: Fields): Format {
  if (textOf(fields['type']) !== undefined) return { shape: messagesShape, inner: fields };
  if (Array.isArray(fields['choices'])) return { shape: chatShape, inner: fields };
  for (const name of converseEvents) {
    const inner = fields[name];
    if (isFields(inner)) return { shape: converseShape, inner, name };
  }
  return { shape: plainShape, inner: fields };
}

function read<Part extends { readonly path: JsonPath }>(
  fields: Fields,
  event: string,
  by: (shape: EventShape, fields: Fields, event: string) => readonly Part[],
): readonly Part[] {
  const { shape, inner, name } = formatOf(fields);
  const parts = by(shape, inner, name ?? event);
  return name === undefined
    ? parts
    : parts.map((part) => ({ ...part, path: [name, ...part.path] }));
}
