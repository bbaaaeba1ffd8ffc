/**
 * JSON (RFC 8259) that remembers how it was written. Numbers beyond 2^53, `1.0`, the order of members and the spelling
 * of strings survive a translation, because what is carried over is the text itself.
 */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonNumber | JsonLiteral;

interface Written {
  /** Exactly as it stands in the text. */
  readonly raw: string;
}

export interface JsonObject extends Written {
  readonly kind: 'object';
  /** In the order of the text. */
  readonly members: ReadonlyMap<string, JsonNode>;
}

export interface JsonArray extends Written {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export interface JsonString extends Written {
  readonly kind: 'string';
  readonly value: string;
}

export interface JsonNumber extends Written {
  readonly kind: 'number';
  /** As a double; `raw` has the digits. */
  readonly value: number;
}

export interface JsonLiteral extends Written {
  readonly kind: 'literal';
  readonly value: boolean | null;
}

const depthMax = 64;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const space = /[ \t\r\n]*/y;

/** @throws SyntaxError with the position of the fault */
export function parseJsonTree(text: string): JsonNode {
  return new Parser(text).document();
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonNode {
    const node = this.#value(1);
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#fault();
    return node;
  }

  #value(depth: number): JsonNode {
    if (depth > depthMax) throw this.#fault();
    this.#skipSpace();
    const start = this.#at;
    const first = this.#text[start];
    if (first === '{') {
      const members = this.#members(depth);
      return { kind: 'object', members, raw: this.#text.slice(start, this.#at) };
    }
    if (first === '[') {
      const items = this.#items(depth);
      return { kind: 'array', items, raw: this.#text.slice(start, this.#at) };
    }
    return first === '"' ? this.#string() : this.#scalar();
  }

  #members(depth: number): Map<string, JsonNode> {
    const members = new Map<string, JsonNode>();
    this.#at += 1;
    if (this.#takes('}')) return members;
    do {
      this.#skipSpace();
      const name = this.#string().value;
      if (!this.#takes(':')) throw this.#fault();
      members.set(name, this.#value(depth + 1));
    } while (this.#takes(','));
    if (!this.#takes('}')) throw this.#fault();
    return members;
  }

  #items(depth: number): JsonNode[] {
    const items: JsonNode[] = [];
    this.#at += 1;
    if (this.#takes(']')) return items;
    do items.push(this.#value(depth + 1));
    while (this.#takes(','));
    if (!this.#takes(']')) throw this.#fault();
    return items;
  }

  #string(): JsonString {
    const start = this.#at;
    if (this.#text[start] !== '"') throw this.#fault();
    let end = start;
    do {
      end = this.#text.indexOf('"', end + 1);
      if (end < 0) throw this.#fault();
    } while (this.#isEscaped(end));
    const raw = this.#text.slice(start, end + 1);
    const value = String(JSON.parse(raw));
    this.#at = end + 1;
    return { kind: 'string', raw, value };
  }

  /** Whether an odd number of backslashes stands before the character. */
  #isEscaped(at: number): boolean {
    let before = at - 1;
    while (this.#text[before] === '\\') before -= 1;
    return (at - before) % 2 === 0;
  }

  #scalar(): JsonNumber | JsonLiteral {
    const raw = this.#match(scalar);
    if (raw === 'null') return { kind: 'literal', raw, value: null };
    if (raw === 'true' || raw === 'false') return { kind: 'literal', raw, value: raw === 'true' };
    return { kind: 'number', raw, value: Number(raw) };
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw this.#fault();
    this.#at += found.length;
    return found;
  }

  #takes(wanted: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== wanted) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    space.lastIndex = this.#at;
    space.test(this.#text);
    this.#at = space.lastIndex;
  }

  #fault(): SyntaxError {
    return new SyntaxError(`not JSON at character ${this.#at}`);
  }
}
