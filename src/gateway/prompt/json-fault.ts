/** Why a text is refused although it may look like JSON, and where. */
export interface JsonFault {
  /** Index of the character at fault. */
  readonly position: number;
  readonly problem: string;
}

/** Where a number stands, half-open. */
export interface NumberPlace {
  readonly start: number;
  readonly end: number;
}

const depthMax = 64;
// No double loses a digit of a shorter one.
const inexactLengthMin = 16;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escapeEnd = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

/**
 * Looks for what makes a JSON text (RFC 8259) invalid or ambiguous. A name that occurs twice in one object is refused:
 * Monago would inspect one of the values and the provider might use the other.
 * @param inexact gets the numbers with more digits than a double keeps (IEEE 754), in their order
 */
export function findJsonFault(text: string, inexact: NumberPlace[] = []): JsonFault | undefined {
  try {
    new Scanner(text, inexact).document();
    return undefined;
  } catch (fault) {
    if (fault instanceof Fault) return { position: fault.position, problem: fault.message };
    throw fault;
  }
}

class Fault extends Error {
  readonly position: number;

  constructor(position: number, problem: string) {
    super(problem);
    this.position = position;
  }
}

class Scanner {
  readonly #text: string;
  readonly #inexact: NumberPlace[];
  #at = 0;

  constructor(text: string, inexact: NumberPlace[]) {
    this.#text = text;
    this.#inexact = inexact;
  }

  document(): void {
    this.#value(1);
    if (this.#peek() !== undefined) throw this.#fault('the text goes on after its end');
  }

  #value(depth: number): void {
    const first = this.#peek();
    const isNested = first === '{' || first === '[';
    if (isNested && depth > depthMax) throw this.#fault(`it has more than ${depthMax} levels`);
    if (first === '{') this.#object(depth);
    else if (first === '[') this.#array(depth);
    else if (first === '"') this.#string();
    else this.#scalar();
  }

  #object(depth: number): void {
    this.#at += 1;
    if (this.#takes('}')) return;
    const names = new Set<string>();
    do {
      if (this.#peek() !== '"') throw this.#fault('a name in double quotes is expected');
      const start = this.#at;
      const name = this.#string();
      if (names.has(name)) throw new Fault(start, 'a name occurs twice in one object');
      names.add(name);
      if (!this.#takes(':')) throw this.#fault('":" is expected');
      this.#value(depth + 1);
    } while (this.#takes(','));
    if (!this.#takes('}')) throw this.#fault('"," or "}" is expected');
  }

  #array(depth: number): void {
    this.#at += 1;
    if (this.#takes(']')) return;
    do this.#value(depth + 1);
    while (this.#takes(','));
    if (!this.#takes(']')) throw this.#fault('"," or "]" is expected');
  }

  /** Moves over a string and returns what it says. */
  #string(): string {
    const text = this.#text;
    const start = this.#at;
    let at = start + 1;
    let hasEscape = false;
    for (; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 0x22) break;
      if (code === 0x5c) {
        hasEscape = true;
        at = this.#escape(at);
      } else if (code < 0x20) throw new Fault(at, 'a string holds a control character');
      else if (Number.isNaN(code)) throw new Fault(start, 'a string is not ended');
    }
    this.#at = at + 1;
    const written = text.slice(start, at + 1);
    return hasEscape ? String(JSON.parse(written)) : written.slice(1, -1);
  }

  /** Index of the last character of the escape that begins here. */
  #escape(at: number): number {
    escapeEnd.lastIndex = at + 1;
    if (!escapeEnd.test(this.#text)) throw new Fault(at, 'a string holds a bad escape');
    return escapeEnd.lastIndex - 1;
  }

  /** A number or a literal. */
  #scalar(): void {
    scalar.lastIndex = this.#at;
    if (!scalar.test(this.#text)) throw this.#fault('a value is expected');
    const [start, end] = [this.#at, scalar.lastIndex];
    this.#at = end;
    if (end - start < inexactLengthMin) return;
    const value = Number(this.#text.slice(start, end));
    if (Math.abs(value) > Number.MAX_SAFE_INTEGER) this.#inexact.push({ start, end });
  }

  #takes(wanted: string): boolean {
    if (this.#peek() !== wanted) return false;
    this.#at += 1;
    return true;
  }

  /** The next character that is not white space, without moving past it. */
  #peek(): string | undefined {
    for (; ; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
    }
    return this.#text[this.#at];
  }

  #fault(problem: string): Fault {
    const isEnd = this.#at >= this.#text.length;
    return new Fault(this.#at, isEnd ? 'the text ends too early' : problem);
  }
}
