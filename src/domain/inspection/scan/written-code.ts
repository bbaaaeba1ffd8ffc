import type { Code } from './detector.ts';

/** Most codes are turned down by a look at the context: their texts are made when asked for. */
export class WrittenCode implements Code {
  readonly start: number;
  readonly end: number;
  readonly #source: string;
  #written: string | undefined;
  #text: string | undefined;

  constructor(source: string, start: number, end: number) {
    this.start = start;
    this.end = end;
    this.#source = source;
  }

  get written(): string {
    this.#written ??= this.#source.slice(this.start, this.end);
    return this.#written;
  }

  get text(): string {
    this.#text ??= withoutSeparators(this.written);
    return this.#text;
  }
}

function withoutSeparators(written: string): string {
  let text = '';
  let from = 0;
  let hasLetters = false;
  for (let at = 0; at < written.length; at += 1) {
    const unit = written.charCodeAt(at);
    if (unit > 0x39) hasLetters = true;
    else if (unit < 0x30) {
      text += written.slice(from, at);
      from = at + 1;
    }
  }
  text = from === 0 ? written : text + written.slice(from);
  return hasLetters ? text.toUpperCase() : text;
}
