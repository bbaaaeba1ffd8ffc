import type { LaneKey } from '../../../../domain/inspection/stream/lanes.ts';
import { type Fields, isFields } from '../../../../domain/protocol/segments/segment.ts';
import { type EventShape, everyLane, noLane, numberOf, type Piece, textOf } from './event-shape.ts';
import { textsOfEvent } from './event-texts.ts';

/** Events of Anthropic Messages. What the model thinks is signed, and stays as it is. */
export const messagesShape: EventShape = {
  isNumbered: false,
  pieces: piecesOf,
  wholes: (fields) =>
    textsOfEvent(fields, { contents: [['delta'], ['content_block'], ['message', 'content']] }),
  ends: (fields) => {
    const index = numberOf(fields['index']);
    if (fields['type'] === 'content_block_stop') return (lane) => lane.index === index;
    const { delta } = fields;
    if (isFields(delta) && delta['type'] === 'signature_delta')
      return (lane) => lane.index === index;
    const isOver = fields['type'] === 'message_delta' || fields['type'] === 'message_stop';
    return isOver ? everyLane : noLane;
  },
  notes: (fields) => {
    const { message, delta, content_block: block, usage } = fields;
    const name =
      isFields(block) && textOf(block['type'])?.endsWith('_use') ? block['name'] : undefined;
    return {
      model: isFields(message) ? textOf(message['model']) : undefined,
      finishReason: isFields(delta) ? textOf(delta['stop_reason']) : undefined,
      outputTokens: isFields(usage) ? numberOf(usage['output_tokens']) : undefined,
      tools: typeof name === 'string' ? [name] : [],
    };
  },
  carry: ({ path, lane }, _fields, { event }) => {
    const name = String(path.at(-1));
    const type = Object.keys(deltas).find((known) => deltas[known]?.name === name);
    const kind = 'content_block_delta';
    const data = JSON.stringify({ type: kind, index: lane.index, delta: { type, [name]: '' } });
    return { frame: { event: event === '' ? '' : kind, data }, path: ['delta', name] };
  },
};

interface Delta {
  /** Of the member with the text. */
  readonly name: string;
  readonly kind: LaneKey['kind'];
  readonly content: Piece['content'];
  readonly isSigned?: boolean;
}

const deltas: Readonly<Record<string, Delta>> = {
  text_delta: { name: 'text', kind: 'text', content: 'text' },
  thinking_delta: { name: 'thinking', kind: 'reasoning', content: 'text', isSigned: true },
  input_json_delta: { name: 'partial_json', kind: 'tool_arguments', content: 'json' },
};

function piecesOf(fields: Fields): readonly Piece[] {
  const { delta, content_block: block, type } = fields;
  const index = numberOf(fields['index']);
  if (type === 'content_block_start' && isFields(block)) return beginningIn(block, index);
  if (type !== 'content_block_delta' || !isFields(delta)) return [];
  const known = deltas[textOf(delta['type']) ?? ''];
  if (known === undefined) return [];
  const { name, kind, ...piece } = known;
  const lane = { choice: 0, kind, index };
  return [{ ...piece, path: ['delta', name], text: textOf(delta[name]) ?? '', lane }];
}

function beginningIn(block: Fields, index: number): readonly Piece[] {
  const text = block['type'] === 'text' ? textOf(block['text']) : undefined;
  if (text === undefined) return [];
  const lane = { choice: 0, kind: 'text', index } as const;
  return [{ path: ['content_block', 'text'], text, lane, content: 'text' }];
}
