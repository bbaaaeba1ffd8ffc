import { MonagoError } from '../../errors.ts';
import { RawJson } from '../json-text.ts';
import type { JsonNode, JsonObject } from '../json-tree.ts';
import type { Ledger } from '../ledger.ts';

/** A value in the client's request, and where it stands. */
export interface Placed {
  readonly node: JsonNode;
  readonly at: string;
}

/**
 * One object of a client's request. What is taken out of it is accounted for; `loseRest` names the others. A member
 * that is null counts as absent, as it does for AWS.
 */
export class RequestObject {
  readonly at: string;
  readonly #left: Map<string, JsonNode>;

  /** @param at empty for the body itself */
  constructor(object: JsonObject, at: string) {
    this.at = at;
    this.#left = new Map(object.members);
    for (const [name, node] of object.members) {
      if (node.kind === 'literal' && node.value === null) this.#left.delete(name);
    }
  }

  /** @throws MonagoError `invalid_request` for anything but an object */
  static from({ node, at }: Placed): RequestObject {
    if (node.kind !== 'object') throw invalid(at, 'has to be an object');
    return new RequestObject(node, at);
  }

  /** Names of the members that nobody has taken yet. */
  get left(): readonly string[] {
    return [...this.#left.keys()];
  }

  place(name: string): string {
    return this.at === '' ? name : `${this.at}.${name}`;
  }

  take(name: string): Placed | undefined {
    const node = this.#left.get(name);
    this.#left.delete(name);
    return node && { node, at: this.place(name) };
  }

  text(name: string): string | undefined {
    const taken = this.take(name);
    if (taken === undefined) return undefined;
    if (taken.node.kind !== 'string') throw invalid(taken.at, 'has to be a string');
    return taken.node.value;
  }

  requiredText(name: string): string {
    const text = this.text(name);
    if (text === undefined) throw invalid(this.place(name), 'is required');
    return text;
  }

  number(name: string): number | undefined {
    const taken = this.take(name);
    if (taken === undefined) return undefined;
    if (taken.node.kind !== 'number') throw invalid(taken.at, 'has to be a number');
    return taken.node.value;
  }

  integer(name: string): number | undefined {
    const value = this.number(name);
    if (value !== undefined && !Number.isSafeInteger(value))
      throw invalid(this.place(name), 'has to be an integer');
    return value;
  }

  boolean(name: string): boolean | undefined {
    const taken = this.take(name);
    if (taken === undefined) return undefined;
    if (taken.node.kind !== 'literal' || taken.node.value === null)
      throw invalid(taken.at, 'has to be true or false');
    return taken.node.value;
  }

  object(name: string): RequestObject | undefined {
    const taken = this.take(name);
    return taken && RequestObject.from(taken);
  }

  requiredObject(name: string): RequestObject {
    const object = this.object(name);
    if (object === undefined) throw invalid(this.place(name), 'is required');
    return object;
  }

  /** Empty where there is no such member. */
  list(name: string): readonly Placed[] {
    const taken = this.take(name);
    if (taken === undefined) return [];
    if (taken.node.kind !== 'array') throw invalid(taken.at, 'has to be a list');
    return taken.node.items.map((node, index) => ({ node, at: `${taken.at}[${index}]` }));
  }

  /** An object, as it is written. */
  raw(name: string): RawJson | undefined {
    const taken = this.take(name);
    if (taken === undefined) return undefined;
    if (taken.node.kind !== 'object') throw invalid(taken.at, 'has to be an object');
    return new RawJson(taken.node.raw);
  }

  /** @throws MonagoError `unsupported_parameter` in strict mode, if anything is left */
  loseRest(ledger: Ledger): void {
    for (const name of this.#left.keys()) ledger.lose(this.place(name), bedrockOnly);
    this.#left.clear();
  }
}

export const bedrockOnly = 'has no counterpart outside of Bedrock';

export function invalid(at: string, complaint: string): MonagoError {
  return new MonagoError('invalid_request', { message: `\`${at}\` ${complaint}.`, param: at });
}
