/**
 * Just enough of a TypeScript lexer to tell code from comments, strings and regular expressions: the compiler has no
 * programming interface, and a search in plain text would find its own examples.
 */
export interface Token {
  readonly kind: 'word' | 'string' | 'template' | 'regex' | 'number' | 'punct';
  /** Strings without their quotes; `?.` is given as `.`. */
  readonly text: string;
  readonly line: number;
}

const blank = /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const plain: ReadonlyArray<readonly [Token['kind'], RegExp]> = [
  ['string', /'(?:\\[\s\S]|[^'\\\n])*'?|"(?:\\[\s\S]|[^"\\\n])*"?/y],
  ['number', /\d[\w.]*/y],
  ['word', /[#@]?[\p{ID_Start}$_][\p{ID_Continue}$]*/uy],
  ['punct', /=>|\?\.(?!\d)|\.{3}|[\s\S]/y],
];
const regex = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/y;
const templateChunk = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{|$)/y;

/** After these a slash begins a regular expression; after any other word it divides. */
const beforeRegex = new Set(
  'return typeof case in of delete void throw new else do yield await instanceof'.split(' '),
);

class Lexer {
  readonly tokens: Token[] = [];
  /** For each template literal that is open: the braces open within its current `${`. */
  readonly #braces: number[] = [];
  readonly #source: string;
  #at = 0;
  #line = 1;

  constructor(source: string) {
    this.#source = source;
  }

  run(): Token[] {
    while (this.#at < this.#source.length) {
      if (this.#take(blank) === undefined) this.#next();
    }
    return this.tokens;
  }

  #next(): void {
    const character = this.#source[this.#at];
    if (character === '`' || (character === '}' && this.#braces.at(-1) === 0)) {
      this.#template(character);
    } else if (character !== '/' || !this.#regexMayFollow() || !this.#emit('regex', regex)) {
      plain.some(([kind, pattern]) => this.#emit(kind, pattern));
      this.#countBrace();
    }
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#source)?.[0];
    if (text === undefined) return undefined;
    this.#at += text.length;
    this.#line += text.split('\n').length - 1;
    return text;
  }

  #emit(kind: Token['kind'], pattern: RegExp): boolean {
    const line = this.#line;
    const raw = this.#take(pattern);
    if (raw === undefined) return false;
    const text = kind === 'string' ? raw.replace(/^["']|["']$/g, '') : raw;
    this.tokens.push({ kind, text: text === '?.' ? '.' : text, line });
    return true;
  }

  #template(character: string): void {
    if (character === '}') this.#braces.pop();
    this.#at += 1;
    this.#emit('template', templateChunk);
    if (this.tokens.at(-1)?.text.endsWith('${') === true) this.#braces.push(0);
  }

  #countBrace(): void {
    const last = this.tokens.at(-1);
    const open = this.#braces.pop();
    if (open === undefined) return;
    const change = last?.kind !== 'punct' ? 0 : last.text === '{' ? 1 : last.text === '}' ? -1 : 0;
    this.#braces.push(open + change);
  }

  #regexMayFollow(): boolean {
    const last = this.tokens.at(-1);
    if (last === undefined) return true;
    if (last.kind === 'word') return beforeRegex.has(last.text);
    // A slash after `<` closes a JSX element.
    return last.kind === 'punct' && !')]}<'.includes(last.text);
  }
}

export function tokensOf(source: string): readonly Token[] {
  return new Lexer(source).run();
}

/** Indexes at which the given texts stand one after the other, e.g. `process . env`. */
export function indexesOf(tokens: readonly Token[], sequence: string): readonly number[] {
  const wanted = sequence.split(' ');
  const isCode = (token: Token | undefined) => token?.kind === 'word' || token?.kind === 'punct';
  return tokens.flatMap((_, start) =>
    wanted.every((text, offset) => {
      const token = tokens[start + offset];
      return isCode(token) && token?.text === text;
    })
      ? [start]
      : [],
  );
}
