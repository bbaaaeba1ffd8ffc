import { isDigitUnit } from './character-class.ts';
import type { Code } from './detector.ts';
import { pictureLengthMax } from './picture.ts';
import { unitAt } from './unit-at.ts';

// For one code at a time: most are turned down by their digits, so that those must cost nothing to ask for.
const digitsOfCode = new Uint8Array(pictureLengthMax);

/** Most codes are turned down by a look at the context: what they are made of is looked at when asked for. */
export class WrittenCode implements Code {
  readonly start: number;
  readonly end: number;
  readonly #source: string;
  #written: string | undefined;
  #text: string | undefined;
  #digits: Uint8Array | undefined;
  #digitCount = 0;

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

  get digits(): Uint8Array {
    return this.#digits ?? this.#readDigits();
  }

  get digitCount(): number {
    if (this.#digits === undefined) this.#readDigits();
    return this.#digitCount;
  }

  #readDigits(): Uint8Array {
    const source = this.#source;
    let count = 0;
    for (let at = this.start; at < this.end; at += 1) {
      const unit = unitAt(source, at);
      if (!isDigitUnit(unit)) continue;
      digitsOfCode[count] = unit - 0x30;
      count += 1;
    }
    this.#digitCount = count;
    this.#digits = digitsOfCode;
    return digitsOfCode;
  }
}

function withoutSeparators(written: string): string {
  let text = '';
  let from = 0;
  let hasLetters = false;
  for (let at = 0; at < written.length; at += 1) {
    const unit = unitAt(written, at);
    if (unit > 0x39) hasLetters = true;
    else if (unit < 0x30) {
      text += written.slice(from, at);
      from = at + 1;
    }
  }
  text = from === 0 ? written : text + written.slice(from);
  return hasLetters ? text.toUpperCase() : text;
}
