import type { LaneKey } from '../../../../domain/inspection/stream/lanes.ts';
import { type Fields, isFields, listOf } from '../../../../domain/protocol/segments/segment.ts';
import { segmentsOf } from '../../../../domain/protocol/segments/segments-of.ts';
import {
  type EventShape,
  everyLane,
  noLane,
  numberOf,
  type Piece,
  sameAgain,
  textOf,
  type WholeText,
} from './event-shape.ts';

const deltas: Readonly<
  Record<string, readonly [kind: LaneKey['kind'], content: Piece['content']]>
> = {
  'response.output_text.delta': ['text', 'text'],
  'response.refusal.delta': ['refusal', 'text'],
  'response.reasoning_summary_text.delta': ['reasoning', 'text'],
  'response.reasoning_text.delta': ['reasoning', 'text'],
  'response.function_call_arguments.delta': ['tool_arguments', 'json'],
  'response.mcp_call_arguments.delta': ['tool_arguments', 'json'],
  'response.custom_tool_call_input.delta': ['tool_arguments', 'text'],
  'response.code_interpreter_call_code.delta': ['tool_arguments', 'text'],
};
const lanesOfType: Readonly<Record<string, boolean>> = {
  message: true,
  function_call: true,
  mcp_call: true,
  custom_tool_call: true,
  code_interpreter_call: true,
};
const partsMax = 1_000;

/** Events of OpenAI Responses: pieces, and what they come to, told again and again. Thoughts stay as they are. */
export const responsesShape: EventShape = {
  isNumbered: true,
  pieces: (fields) => {
    const kind = deltas[textOf(fields['type']) ?? ''];
    const text = textOf(fields['delta']);
    if (kind === undefined || text === undefined) return [];
    const isSigned = kind[0] === 'reasoning';
    return [{ path: ['delta'], text, lane: laneOf(fields, kind[0]), content: kind[1], isSigned }];
  },
  wholes: (fields) => {
    const type = textOf(fields['type']) ?? '';
    if (type.startsWith('response.reasoning')) return [];
    if (isFields(fields['response'])) return outputTexts(fields['response']);
    const nested = ['item', 'part'].flatMap((name) => nestedTexts(fields, name));
    const own = type.endsWith('.done') ? ['text', 'refusal', 'arguments', 'input', 'code'] : [];
    return [...nested, ...own.flatMap((name) => wholeOf(fields, name))];
  },
  ends: (fields) => {
    const type = textOf(fields['type']) ?? '';
    if (isFields(fields['response'])) return overIn(type);
    if (!type.endsWith('.done')) return noLane;
    const item = numberOf(fields['output_index']);
    if (type === 'response.output_item.done') {
      return ({ index }) => Math.floor(index / partsMax) === item;
    }
    const { index } = laneOf(fields, 'text');
    return (lane) => lane.index === index;
  },
  notes: (fields) => {
    const { response, item } = fields;
    const body = isFields(response) ? response : {};
    const usage = isFields(body['usage']) ? body['usage'] : {};
    const name = isFields(item) ? textOf(item['name']) : undefined;
    return {
      model: textOf(body['model']),
      finishReason: body['usage'] === undefined ? undefined : textOf(body['status']),
      outputTokens: numberOf(usage['output_tokens']),
      tools: name === undefined ? [] : [name],
    };
  },
  carry: sameAgain,
};

function overIn(type: string): (lane: LaneKey) => boolean {
  return type === 'response.created' ||
    type === 'response.in_progress' ||
    type === 'response.queued'
    ? noLane
    : everyLane;
}

function laneOf(fields: Fields, kind: LaneKey['kind']): LaneKey {
  const part = Math.min(partsMax - 1, numberOf(fields['content_index'] ?? fields['summary_index']));
  return { choice: 0, kind, index: numberOf(fields['output_index']) * partsMax + part };
}

function wholeOf(fields: Fields, name: string): readonly WholeText[] {
  const text = textOf(fields[name]);
  if (text === undefined) return [];
  return [{ path: [name], text, content: name === 'arguments' ? 'json' : 'text', isNew: false }];
}

/** A part, or an item: what it holds is one of the texts that an answer can have. */
function nestedTexts(fields: Fields, name: string): readonly WholeText[] {
  const inner = fields[name];
  if (!isFields(inner)) return [];
  const isNew = name === 'item' && lanesOfType[textOf(inner['type']) ?? ''] !== true;
  return texts([inner], isNew).map((whole) => ({ ...whole, path: [name, ...whole.path.slice(2)] }));
}

function outputTexts(response: Fields): readonly WholeText[] {
  return texts(listOf(response['output']), false).map((whole) => ({
    ...whole,
    path: ['response', ...whole.path],
  }));
}

function texts(output: readonly unknown[], isNew: boolean): readonly WholeText[] {
  return segmentsOf({ output }).segments.flatMap(({ path, text, use }) =>
    use === 'text' || use === 'json'
      ? [{ path, text, content: use === 'json' ? ('json' as const) : ('text' as const), isNew }]
      : [],
  );
}
