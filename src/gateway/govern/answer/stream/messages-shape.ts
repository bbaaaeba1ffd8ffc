import { type Fields, isFields } from '../../../../domain/protocol/segments/segment.ts';
import { type EventShape, everyLane, noLane, numberOf, type Piece, textOf } from './event-shape.ts';

/** Events of Anthropic Messages. What the model thinks is signed, and stays as it is. */
export const messagesShape: EventShape = {
  isNumbered: false,
  pieces: piecesOf,
  wholes: (fields) => {
    const { delta, content_block: block } = fields;
    // Citations repeat what stands in documents of the request; results of server tools come as a whole.
    if (fields['type'] === 'content_block_delta' && isFields(delta)) {
      const citation = isFields(delta['citation']) ? delta['citation'] : {};
      const text = textOf(citation['cited_text']);
      if (text === undefined) return [];
      return [{ path: ['delta', 'citation', 'cited_text'], text, content: 'text', isNew: true }];
    }
    if (fields['type'] !== 'content_block_start' || !isFields(block)) return [];
    return isFields(block['input']) || Array.isArray(block['content']) ? textsIn(block) : [];
  },
  ends: (fields) => {
    const index = numberOf(fields['index']);
    if (fields['type'] === 'content_block_stop') return (lane) => lane.index === index;
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
  stale: () => [],
};

function piecesOf(fields: Fields): readonly Piece[] {
  const { delta, content_block: block, type } = fields;
  const index = numberOf(fields['index']);
  const lane = { choice: 0, kind: 'text', index } as const;
  if (type === 'content_block_start' && isFields(block) && block['type'] === 'text') {
    const text = textOf(block['text']) ?? '';
    return [{ path: ['content_block', 'text'], text, lane, content: 'text' }];
  }
  if (type !== 'content_block_delta' || !isFields(delta)) return [];
  if (delta['type'] === 'text_delta') {
    const text = textOf(delta['text']) ?? '';
    return [{ path: ['delta', 'text'], text, lane, content: 'text' }];
  }
  if (delta['type'] !== 'input_json_delta') return [];
  const text = textOf(delta['partial_json']) ?? '';
  const call = { choice: 0, kind: 'tool_arguments', index } as const;
  return [{ path: ['delta', 'partial_json'], text, lane: call, content: 'json' }];
}

function textsIn(block: Readonly<Record<string, unknown>>) {
  return [...deepTexts(block['input'], ['input']), ...deepTexts(block['content'], ['content'])].map(
    ({ path, text }) =>
      ({ path: ['content_block', ...path], text, content: 'text', isNew: true }) as const,
  );
}

interface DeepText {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

const opaque: ReadonlySet<string> = new Set([
  'type',
  'encrypted_content',
  'url',
  'id',
  'tool_use_id',
]);

function deepTexts(value: unknown, path: readonly (string | number)[]): readonly DeepText[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, at) => deepTexts(item, [...path, at]));
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    opaque.has(name) ? [] : deepTexts(inner, [...path, name]),
  );
}
