import { MonagoError } from '../errors.ts';
import type { JsonArray, JsonNode, JsonObject } from './json-tree.ts';
import type { Ledger } from './ledger.ts';

/**
 * The members of one object in a client's request. Each is taken once, and `close` accounts for those that nobody took,
 * so that no member can be overlooked. Optional members that are `null` count as absent, as they do at OpenAI.
 */
export class RequestFields {
  readonly ledger: Ledger;
  /** Place of the object in the request; empty for the request itself. */
  readonly at: string;
  readonly #left: Map<string, JsonNode>;

  constructor(object: JsonObject, at: string, ledger: Ledger) {
    this.#left = new Map(object.members);
    this.at = at;
    this.ledger = ledger;
  }

  place(name: string): string {
    return this.at === '' ? name : `${this.at}.${name}`;
  }

  take(name: string): JsonNode | undefined {
    const node = this.#left.get(name);
    this.#left.delete(name);
    return node?.kind === 'literal' && node.value === null ? undefined : node;
  }

  /** @throws MonagoError `invalid_request`, like all of the following, for another type */
  string(name: string): string | undefined {
    const node = this.take(name);
    if (node === undefined || node.kind === 'string') return node?.value;
    throw invalidRequest(this.place(name), 'must be a string');
  }

  requiredString(name: string): string {
    return this.required(name, this.string(name));
  }

  number(name: string): number | undefined {
    const node = this.take(name);
    if (node === undefined || node.kind === 'number') return node?.value;
    throw invalidRequest(this.place(name), 'must be a number');
  }

  /** Whole and at least 1. */
  count(name: string): number | undefined {
    const value = this.number(name);
    if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return value;
    throw invalidRequest(this.place(name), 'must be a whole number of at least 1');
  }

  boolean(name: string): boolean | undefined {
    const node = this.take(name);
    if (node === undefined) return undefined;
    if (node.kind === 'literal' && node.value !== null) return node.value;
    throw invalidRequest(this.place(name), 'must be true or false');
  }

  array(name: string): JsonArray | undefined {
    const node = this.take(name);
    if (node === undefined || node.kind === 'array') return node;
    throw invalidRequest(this.place(name), 'must be an array');
  }

  /** The raw object: a JSON Schema, for example. */
  json(name: string): JsonObject | undefined {
    const node = this.take(name);
    if (node === undefined || node.kind === 'object') return node;
    throw invalidRequest(this.place(name), 'must be an object');
  }

  object(name: string): RequestFields | undefined {
    const node = this.json(name);
    return node && new RequestFields(node, this.place(name), this.ledger);
  }

  requiredObject(name: string): RequestFields {
    return this.required(name, this.object(name));
  }

  /** The objects in an array, each with its place. */
  objects(name: string): RequestFields[] | undefined {
    return this.array(name)?.items.map((item, index) =>
      this.element(item, `${this.place(name)}[${index}]`),
    );
  }

  element(node: JsonNode, at: string): RequestFields {
    if (node.kind !== 'object') throw invalidRequest(at, 'must be an object');
    return new RequestFields(node, at, this.ledger);
  }

  required<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw invalidRequest(this.place(name), 'is required');
    return value;
  }

  /** @throws MonagoError `invalid_request` for a member that is there but none of the words */
  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.string(name);
    const word = words.find((known) => known === value);
    if (value === undefined || word !== undefined) return word;
    throw invalidRequest(this.place(name), `must be one of ${words.join(', ')}`);
  }

  /** Leaves the member out of the request; of no consequence for the answer. */
  drop(name: string): void {
    if (this.take(name) !== undefined) this.ledger.drop(this.place(name));
  }

  lose(name: string, reason: string): void {
    if (this.take(name) !== undefined) this.ledger.lose(this.place(name), reason);
  }

  /** Says what is lost of the members that nobody took. */
  close(): void {
    for (const name of [...this.#left.keys()]) {
      this.lose(name, 'is not known and cannot be carried to the provider of this model');
    }
  }
}

/** @param problem goes after the field's name: `must be a string` */
export function invalidRequest(param: string, problem: string): MonagoError {
  return new MonagoError('invalid_request', { message: `\`${param}\` ${problem}.`, param });
}
