import type { JsonNode } from '../json-tree.ts';
import { member, numberOf, objectOf, textOf } from './answer-node.ts';

/** A piece of a tool call; id and name are those of its first piece. */
export interface ToolCallPiece {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

type KnownCall = Omit<ToolCallPiece, 'text'>;

/**
 * Tells which call a piece in a stream belongs to. By the format that is its `index`, but some servers give every call
 * the index 0, or none at all; then a new id begins a new call.
 */
export class ToolCallKeys {
  readonly #calls = new Map<number, KnownCall>();
  #count = 0;
  #last = 0;

  read(call: JsonNode, answerId: string): ToolCallPiece {
    const called = objectOf(call, 'function');
    const index = numberOf(call, 'index') ?? this.#indexOf(textOf(call, 'id'));
    this.#last = index;
    const known = this.#calls.get(index);
    const isKnown = known && !isAnother(call, known);
    const begun = isKnown ? known : this.#begin(index, call, answerId);
    return { ...begun, text: argumentsOf(called) };
  }

  /** The one call of the form before tools. */
  readLegacy(called: JsonNode, answerId: string): ToolCallPiece {
    const name = textOf(called, 'name') ?? '';
    const known = this.#calls.get(-1) ?? { key: 'call', id: `call_${answerId}`, name };
    this.#calls.set(-1, known);
    return { ...known, text: argumentsOf(called) };
  }

  #indexOf(id: string | undefined): number {
    if (id === undefined) return this.#last;
    const found = [...this.#calls].find(([, call]) => call.id === id);
    return found?.[0] ?? this.#count;
  }

  #begin(index: number, call: JsonNode, answerId: string): KnownCall {
    const key = `call ${this.#count}`;
    const id = textOf(call, 'id') ?? `call_${answerId}_${this.#count}`;
    const begun = { key, id, name: textOf(objectOf(call, 'function'), 'name') ?? '' };
    this.#count += 1;
    this.#calls.set(index, begun);
    return begun;
  }
}

/** Some servers repeat the id with each piece, or make up another; a name comes only with the first. */
function isAnother(call: JsonNode, known: KnownCall): boolean {
  const id = textOf(call, 'id');
  const isNamed = textOf(objectOf(call, 'function'), 'name') !== undefined;
  return isNamed && id !== undefined && id !== known.id;
}

/** Some servers give the object itself. */
function argumentsOf(called: JsonNode | undefined): string {
  const node = member(called, 'arguments');
  return node?.kind === 'object' ? node.raw : (textOf(called, 'arguments') ?? '');
}
