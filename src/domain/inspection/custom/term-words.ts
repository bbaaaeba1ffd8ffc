import { unitAt } from '../scan/unit-at.ts';
/** What terms and texts are compared by: a word, or one sign that is neither part of a word nor a separator. */
export interface TermWord {
  readonly start: number;
  readonly end: number;
  readonly hash: number;
}

const kinds = { separator: 0, sign: 1, word: 2 } as const;

interface Tables {
  readonly kindOf: Uint8Array;
  readonly lowerOf: Uint16Array;
}

let tables: Tables | undefined;

/**
 * Scripts that put no space between words: there, a term may begin and end within a run of letters. Korean puts spaces, but
 * its particles stand at the ends of words.
 */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const wordUnit = /[\p{L}\p{M}\p{N}]/u;
const separatorUnit = /[\s_-]/u;

/** Every code unit, looked at once: texts are long, and expressions slow. */
function makeTables(): Tables {
  const kindOf = new Uint8Array(65_536).fill(kinds.sign);
  const lowerOf = new Uint16Array(65_536);
  for (let unit = 0; unit < 65_536; unit += 1) {
    const sign = String.fromCharCode(unit);
    lowerOf[unit] = sign.toLowerCase().charCodeAt(0);
    if (separatorUnit.test(sign)) kindOf[unit] = kinds.separator;
    else if (wordUnit.test(sign) && !unspaced.test(sign)) kindOf[unit] = kinds.word;
  }
  return { kindOf, lowerOf };
}

/**
 * Reads a text word by word. Case, and whether spaces, hyphens or underscores stand between words, make no difference:
 * `Project Falcon` reads like `project-falcon`; `C++` is a word and two signs.
 */
export class TermWords implements TermWord {
  readonly #text: string;
  start = 0;
  end = 0;
  hash = 0;

  constructor(text: string) {
    this.#text = text;
    tables ??= makeTables();
  }

  /** Moves to the next word; false when there is none. */
  next(): boolean {
    const text = this.#text;
    let start = this.end;
    while (start < text.length && kindAt(text, start) === kinds.separator) start += 1;
    if (start === text.length) return false;
    let end = start + 1;
    if (kindAt(text, start) === kinds.word)
      while (end < text.length && kindAt(text, end) === kinds.word) end += 1;
    this.start = start;
    this.end = end;
    this.hash = hashSpan(text, start, end);
    return true;
  }
}

function kindAt(text: string, at: number): number {
  return tables?.kindOf[unitAt(text, at)] ?? kinds.sign;
}

/** What is equal for all ways to write a word. */
export function plainWord(text: string, { start, end }: TermWord): string {
  return text.slice(start, end).normalize('NFC').toLowerCase();
}

/** Of FNV-1a over lower-cased code units; a letter with its accent behind it counts as one. */
function hashSpan(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = start; at < end; at += 1) {
    const unit = unitAt(text, at);
    if (unit >= 0x300 && unit <= 0x36f) return hashWhole(text.slice(start, end).normalize('NFC'));
    hash = hashStep(hash, unit);
  }
  return hash;
}

function hashWhole(word: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < word.length; at += 1) hash = hashStep(hash, unitAt(word, at));
  return hash;
}

function hashStep(hash: number, unit: number): number {
  return Math.imul(hash ^ (tables?.lowerOf[unit] ?? unit), 0x01000193);
}
