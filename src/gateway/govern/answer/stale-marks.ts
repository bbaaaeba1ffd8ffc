import type { JsonEdit, JsonPath } from '../../../domain/protocol/json-edit.ts';
import { type Fields, isFields } from '../../../domain/protocol/segments/segment.ts';

/** What counts characters or tokens of a text, by the name of the member, and what stands there once the text is another. */
const marks = { logprobs: 'null', annotations: '[]' } as const;

/**
 * Positions and probabilities in an answer whose text was changed: they would be about another text. Each is emptied where it
 * stands beside such a text, or around it.
 */
export function staleMarks(answer: Fields, edits: readonly JsonEdit[]): readonly JsonEdit[] {
  const found = new Map<string, JsonEdit>();
  for (const { path } of edits) {
    for (let length = path.length - 1; length >= 0; length -= 1) {
      const parent = path.slice(0, length);
      for (const mark of marksIn(valueAt(answer, parent), parent)) {
        found.set(JSON.stringify(mark.path), mark);
      }
    }
  }
  return [...found.values()];
}

function marksIn(value: unknown, path: JsonPath): readonly JsonEdit[] {
  if (!isFields(value)) return [];
  return Object.entries(marks).flatMap(([name, text]) => {
    const isThere = Object.hasOwn(value, name) && value[name] !== null;
    const isEmpty = Array.isArray(value[name]) && value[name].length === 0;
    // Where the format has a list of probabilities, the list stays.
    const empty = Array.isArray(value[name]) ? '[]' : text;
    return isThere && !isEmpty ? [{ path: [...path, name], text: empty }] : [];
  });
}

function valueAt(value: unknown, path: JsonPath): unknown {
  let inner = value;
  for (const step of path) {
    if (Array.isArray(inner)) inner = inner[Number(step)];
    else inner = isFields(inner) ? inner[String(step)] : undefined;
  }
  return inner;
}
