import type { CodeDetector, Detector, NumberDetector, TokenDetector } from '../scan/detector.ts';
import { WrittenCode } from '../scan/written-code.ts';

const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ';
const digits = '0123456789';
const lettersAndDigits = letters + digits;
const groupsMax = 5;
/** Longer than what follows any prefix at least, and short enough not to be most of a text. */
const secretLength = 44;

/** So many values are tried for one that a detector accepts. Most that have a check digit are right once in ten times. */
const triesMax = 20;

/** Writes values of the shapes that detectors wait for, right ones where chance allows; always the same ones. */
export class SampleValues {
  #state = 1;

  /** What a detector is asked about, behind one of the words that speak for it where it has some. */
  namedValueFor(detector: Detector): string {
    const value = this.valueFor(detector);
    if (!('context' in detector) || detector.context.length === 0) return value;
    return `${this.#pick(detector.context)}: ${value}`;
  }

  valueFor(detector: Detector): string {
    switch (detector.kind) {
      case 'code':
      case 'number':
      case 'token':
        return this.#accepted(detector);
      case 'picture':
        return this.#written(this.#pick(detector.pictures));
      case 'anchor':
        return `a${this.#some(digits, 3)}${detector.anchor}${this.#some(letters, 4)}.example`;
      case 'prefix':
        return this.#pick(detector.prefixes) + this.#some(lettersAndDigits, secretLength);
      case 'word':
        return `${this.#some(digits, 2)} ${capitalized(this.#pick(detector.words))} ${this.#some(digits, 2)}`;
    }
  }

  #accepted(detector: CodeDetector | NumberDetector | TokenDetector): string {
    let value = '';
    for (let tries = 0; tries < triesMax; tries += 1) {
      value = this.#shaped(detector);
      if (detector.accepts(new WrittenCode(value, 0, value.length))) break;
    }
    return value;
  }

  #shaped(detector: CodeDetector | NumberDetector | TokenDetector): string {
    if (detector.kind === 'code') return this.#written(this.#pick(detector.pictures));
    if (detector.kind === 'number') return this.#number(detector);
    const length = this.#between(detector.lengthMin, detector.lengthMax);
    return `A1${this.#some(lettersAndDigits, length - 2)}`;
  }

  /** Together, or in groups as small as they may be. */
  #number({ digitsMin, digitsMax, groupMin }: NumberDetector): string {
    const count = this.#between(digitsMin, digitsMax);
    const size = this.#below(2) === 0 ? count : Math.max(groupMin, Math.ceil(count / groupsMax));
    let written = '';
    for (let left = count; left > 0; left -= size) {
      // What is left at the end is too short for a group of its own.
      const isLast = left < 2 * size;
      written += this.#some(digits, isLast ? left : size);
      if (isLast) break;
      written += ' ';
    }
    return written;
  }

  #written(picture: string): string {
    let written = '';
    for (const symbol of picture) written += this.#symbol(symbol);
    return written;
  }

  #symbol(symbol: string): string {
    if (symbol === '9') return this.#some(digits, 1);
    if (symbol === 'A') return this.#some(letters, 1);
    return symbol === 'X' ? this.#some(lettersAndDigits, 1) : symbol;
  }

  #some(alphabet: string, length: number): string {
    let written = '';
    for (let count = 0; count < length; count += 1)
      written += alphabet.charAt(this.#below(alphabet.length));
    return written;
  }

  #pick(list: readonly string[]): string {
    return list[this.#below(list.length)] ?? '';
  }

  #between(least: number, most: number): number {
    return least + this.#below(most - least + 1);
  }

  // A linear congruential generator: any digits will do, as long as they are the same each time.
  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
