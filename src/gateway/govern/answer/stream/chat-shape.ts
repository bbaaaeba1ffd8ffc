import type { LaneKey } from '../../../../domain/inspection/stream/lanes.ts';
import type { JsonPath } from '../../../../domain/protocol/json-edit.ts';
import { type Fields, isFields, listOf } from '../../../../domain/protocol/segments/segment.ts';
import type { StreamFrame } from '../../../../domain/protocol/stream-frame.ts';
import {
  type Carrier,
  type EventShape,
  noLane,
  numberOf,
  type Piece,
  textOf,
} from './event-shape.ts';
import { textsOfEvent } from './event-texts.ts';

const texts: Readonly<Record<string, LaneKey['kind']>> = {
  content: 'text',
  refusal: 'refusal',
  reasoning_content: 'reasoning',
  reasoning: 'reasoning',
};

/** Chunks of OpenAI chat completions, and of legacy completions. */
export const chatShape: EventShape = {
  isNumbered: false,
  pieces: (fields) =>
    listOf(fields['choices']).flatMap((choice, at) =>
      isFields(choice) ? piecesOf(choice, at) : [],
    ),
  wholes: (fields) => {
    const contents = listOf(fields['choices']).map((_, at) => ['choices', at, 'delta']);
    return textsOfEvent(fields, { contents });
  },
  ends: (fields) => {
    const choices = listOf(fields['choices']).filter(isFields);
    const ended = choices.filter((choice) => textOf(choice['finish_reason']) !== undefined);
    if (ended.length === 0) return noLane;
    const indexes = new Set(ended.map((choice) => numberOf(choice['index'])));
    return ({ choice }) => indexes.has(choice);
  },
  notes: (fields) => {
    const choices = listOf(fields['choices']).filter(isFields);
    const reasons = choices.map((choice) => textOf(choice['finish_reason']));
    const usage = isFields(fields['usage']) ? fields['usage'] : {};
    return {
      model: textOf(fields['model']),
      finishReason: reasons.find((reason) => reason !== undefined),
      outputTokens: numberOf(usage['completion_tokens']),
      tools: choices.flatMap(toolsIn),
    };
  },
  carry,
};

/** Who speaks, and what a call is called, is said once: some clients put such members together too. */
function carry({ path, lane }: Piece, fields: Fields, { event }: StreamFrame): Carrier {
  const { usage: _, ...about } = fields;
  const [, , ...inChoice] = path;
  const isCall = inChoice[1] === 'tool_calls';
  const place = isCall ? inChoice.with(2, 0) : inChoice;
  const said = nested(place, isCall ? { index: lane.index } : {});
  const choice = { index: lane.choice, ...said, finish_reason: null };
  const data = JSON.stringify({ ...about, choices: [choice] });
  return { frame: { event, data }, path: ['choices', 0, ...place] };
}

/** Members within each other, and an empty text in the innermost; an item has those given. */
function nested([name, ...inner]: JsonPath, item: Fields): Fields {
  if (inner.length === 0) return { [String(name)]: '' };
  if (inner[0] === 0) return { [String(name)]: [{ ...item, ...nested(inner.slice(1), item) }] };
  return { [String(name)]: nested(inner, item) };
}

function piecesOf(choice: Fields, at: number): readonly Piece[] {
  const index = numberOf(choice['index']);
  const path = ['choices', at] as const;
  const text = textOf(choice['text']);
  const own: readonly Piece[] =
    text === undefined
      ? []
      : [
          {
            path: [...path, 'text'],
            text,
            lane: { choice: index, kind: 'text', index: 0 },
            content: 'text',
          },
        ];
  const { delta } = choice;
  if (!isFields(delta)) return own;
  const said = Object.entries(texts).flatMap(([name, kind]): readonly Piece[] => {
    const piece = textOf(delta[name]);
    if (piece === undefined) return [];
    // Two names for thoughts are two lanes, so that none is mixed with the other.
    const lane = { choice: index, kind, index: name === 'reasoning' ? 1 : 0 };
    return [{ path: [...path, 'delta', name], text: piece, lane, content: 'text' }];
  });
  const aloud = transcriptPiece(delta['audio'], index, [...path, 'delta', 'audio']);
  return [...own, ...said, ...aloud, ...callPieces(delta, index, [...path, 'delta'])];
}

/** What the model says aloud is a lane beside what it writes. */
function transcriptPiece(audio: unknown, choice: number, path: JsonPath): readonly Piece[] {
  const text = isFields(audio) ? textOf(audio['transcript']) : undefined;
  if (text === undefined) return [];
  const lane = { choice, kind: 'text', index: 1 } as const;
  return [{ path: [...path, 'transcript'], text, lane, content: 'text' }];
}

function callPieces(delta: Fields, choice: number, path: JsonPath): readonly Piece[] {
  const pieces = listOf(delta['tool_calls']).flatMap((call, at): readonly Piece[] => {
    if (!isFields(call)) return [];
    // Some servers leave the number out.
    const index = call['index'] === undefined ? at : numberOf(call['index']);
    const lane = { choice, kind: 'tool_arguments', index } as const;
    const place = [...path, 'tool_calls', at];
    return [
      ...pieceIn(call['function'], { lane, path: [...place, 'function'], name: 'arguments' }),
      ...pieceIn(call['custom'], { lane, path: [...place, 'custom'], name: 'input' }),
    ];
  });
  const lane = { choice, kind: 'tool_arguments', index: -1 } as const;
  const old = { lane, path: [...path, 'function_call'], name: 'arguments' } as const;
  return [...pieces, ...pieceIn(delta['function_call'], old)];
}

function pieceIn(
  called: unknown,
  at: { readonly lane: LaneKey; readonly path: JsonPath; readonly name: 'arguments' | 'input' },
): readonly Piece[] {
  const text = isFields(called) ? textOf(called[at.name]) : undefined;
  if (text === undefined) return [];
  const content = at.name === 'arguments' ? 'json' : 'text';
  return [{ path: [...at.path, at.name], text, lane: at.lane, content }];
}

function toolsIn({ delta }: Fields): readonly string[] {
  if (!isFields(delta)) return [];
  const calls = [...listOf(delta['tool_calls']), { function: delta['function_call'] }];
  return calls.flatMap((call) => {
    const called = isFields(call) ? (call['function'] ?? call['custom']) : undefined;
    const name = isFields(called) ? textOf(called['name']) : undefined;
    return name === undefined ? [] : [name];
  });
}
