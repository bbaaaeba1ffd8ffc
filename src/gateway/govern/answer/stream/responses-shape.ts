import type { LaneKey } from '../../../../domain/inspection/stream/lanes.ts';
import type { JsonPath } from '../../../../domain/protocol/json-edit.ts';
import { type Fields, isFields } from '../../../../domain/protocol/segments/segment.ts';
import { segmentsOf } from '../../../../domain/protocol/segments/segments-of.ts';
import { withoutEcho } from '../echo.ts';
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
import { textsOfEvent } from './event-texts.ts';

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
// What else comes in pieces are words of the model too: a patch, a command, what it says aloud. Sound itself is none.
const otherDelta = ['tool_arguments', 'text'] as const;
const sound = 'response.audio.delta';
const lanesOfType: Readonly<Record<string, boolean>> = {
  message: true,
  reasoning: true,
  function_call: true,
  mcp_call: true,
  custom_tool_call: true,
  code_interpreter_call: true,
  apply_patch_call: true,
  shell_call: true,
};
const partsMax = 1_000;

/** Events of OpenAI Responses: pieces, and what they come to, told again and again. Thoughts stay as they are. */
export const responsesShape: EventShape = {
  isNumbered: true,
  pieces: (fields) => {
    const type = textOf(fields['type']) ?? '';
    const text = textOf(fields['delta']);
    if (!type.endsWith('.delta') || type === sound || text === undefined) return [];
    const kind = deltas[type] ?? otherDelta;
    const isSigned = kind[0] === 'reasoning';
    return [{ path: ['delta'], text, lane: laneOf(fields, kind[0]), content: kind[1], isSigned }];
  },
  wholes,
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
  const { content_index: content, summary_index: summary, command_index: command } = fields;
  const part = Math.min(partsMax - 1, numberOf(content ?? summary ?? command));
  return { choice: 0, kind, index: numberOf(fields['output_index']) * partsMax + part };
}

// What an event gives of a lane once that is complete.
const whole = ['text', 'refusal', 'arguments', 'input', 'code', 'diff', 'command'];

/** An answer, an item or a part: what they hold is one of the texts that an answer can have. */
function wholes(fields: Fields): readonly WholeText[] {
  const type = textOf(fields['type']) ?? '';
  const { item, response } = fields;
  // Thoughts stay as they are, and so does what repeats them.
  if (type.startsWith('response.reasoning')) {
    return textsOfEvent(fields, { contents: [], silent: [['text'], ['part'], ['delta']] });
  }
  const contents = [['item'], ['part'], ['annotation'], ['response', 'output']];
  const isItemNew = isFields(item) && lanesOfType[textOf(item['type']) ?? ''] !== true;
  const isNew = ([first]: JsonPath) => (first === 'item' ? isItemNew : first === 'annotation');
  const echo = isFields(response) ? echoIn(response) : [];
  const silent = isFields(response) ? echoPaths(response) : type === sound ? [['delta']] : [];
  const texts = textsOfEvent(fields, { contents, silent, isNew });
  return [...texts.map((text) => (isWhole(text, type) ? completed(text) : text)), ...echo];
}

function isWhole({ path }: WholeText, type: string): boolean {
  const [name, ...inner] = path;
  return inner.length === 0 && type.endsWith('.done') && whole.includes(String(name));
}

function completed(text: WholeText): WholeText {
  return { ...text, use: text.path[0] === 'arguments' ? 'json' : 'text', isNew: false };
}

function echoPaths(response: Fields): readonly JsonPath[] {
  return Object.keys(withoutEcho(response).echo).map((name) => ['response', name]);
}

function echoIn(response: Fields): readonly WholeText[] {
  const { segments } = segmentsOf(withoutEcho(response).echo);
  return segments.map((segment) => ({
    ...segment,
    path: ['response', ...segment.path],
    isNew: false,
    isEcho: true,
  }));
}
