import type { LaneKey } from '../../../../domain/inspection/stream/lanes.ts';
import type { JsonPath } from '../../../../domain/protocol/json-edit.ts';
import { type Fields, isFields, listOf } from '../../../../domain/protocol/segments/segment.ts';
import { type EventShape, everyLane, noLane, numberOf, type Piece, textOf } from './event-shape.ts';

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
  wholes: () => [],
  ends: (fields) => {
    const choices = listOf(fields['choices']).filter(isFields);
    const ended = choices.filter((choice) => textOf(choice['finish_reason']) !== undefined);
    if (ended.length === 0) return choices.length === 0 ? everyLane : noLane;
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
  stale: (fields) =>
    listOf(fields['choices']).flatMap((choice, at) =>
      isFields(choice) && isFields(choice['logprobs'])
        ? [{ path: ['choices', at, 'logprobs'], text: 'null' }]
        : [],
    ),
};

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
  return [...own, ...said, ...callPieces(delta, index, [...path, 'delta'])];
}

function callPieces(delta: Fields, choice: number, path: JsonPath): readonly Piece[] {
  const pieces = listOf(delta['tool_calls']).flatMap((call, at): readonly Piece[] => {
    if (!isFields(call)) return [];
    const lane = { choice, kind: 'tool_arguments', index: numberOf(call['index']) } as const;
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
