import { isIdeograph, letterOf, lineEnd, separator, skipped, stop } from './fold-letter.ts';

/** Hash of a word that has no letter yet (FNV-1a, 32 bits). */
const emptyHash = 0x811c9dc5 | 0;
const hashPrime = 0x01000193;
const wordLengthMax = 64;
const cellsPerWord = 4;

/** For up to 4,096 words, which most texts have: making an array takes longer than reading a short text. */
const scratch = new Int32Array(4_096 * cellsPerWord);

/** The words of a text in order: folded, hashed, with their places, in one array so that reading them stays in the cache. */
export class Words {
  #count = 0;
  #cells = scratch;

  get count(): number {
    return this.#count;
  }

  hash(word: number): number {
    return this.#cells[word * cellsPerWord] ?? 0;
  }

  /** UTF-16 code unit that the word starts at. */
  start(word: number): number {
    return this.#cells[word * cellsPerWord + 1] ?? 0;
  }

  /** UTF-16 code unit after the word. */
  end(word: number): number {
    return this.#cells[word * cellsPerWord + 2] ?? 0;
  }

  /** Number of the sentence that the word is in; never falls from one word to the next. */
  sentence(word: number): number {
    return this.#cells[word * cellsPerWord + 3] ?? 0;
  }

  add(hash: number, start: number, end: number): void {
    const at = this.#count * cellsPerWord;
    if (at === this.#cells.length) this.#grow();
    this.#cells[at] = hash ^ (hash >>> 15);
    this.#cells[at + 1] = start;
    this.#cells[at + 2] = end;
    this.#count += 1;
  }

  /** Says which sentence the word that was added last is in. */
  placeIn(sentence: number): void {
    this.#cells[this.#count * cellsPerWord - 1] = sentence;
  }

  #grow(): void {
    const larger = new Int32Array(this.#cells.length * 2);
    larger.set(this.#cells);
    this.#cells = larger;
  }
}

/** Reads a text once; the words are those of this text until the next is read. A run of more than 64 letters is cut into words of 64. */
export function readWords(text: string): Words {
  const words = new Words();
  let sentence = 0;
  let at = 0;
  while (at < text.length) {
    const letter = letterOf[text.charCodeAt(at)] ?? separator;
    if (letter > lineEnd) {
      at = readWord(text, at, words);
      words.placeIn(sentence);
      continue;
    }
    if (letter >= stop && endsSentence(text, at)) sentence += 1;
    at += 1;
  }
  return words;
}

function readWord(text: string, start: number, words: Words): number {
  const limit = Math.min(text.length, start + wordLengthMax);
  let hash = emptyHash;
  let at = start;
  while (at < limit) {
    const letter = letterOf[text.charCodeAt(at)] ?? separator;
    if (letter > lineEnd) hash = Math.imul(hash ^ letter, hashPrime);
    else if (letter !== skipped) break;
    at += 1;
    if (isIdeograph(letter)) break;
  }
  words.add(hash, start, at);
  return at;
}

/** Of a stop: a space or nothing follows. Of a line end: another follows. */
function endsSentence(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  const next = at + 1 < text.length ? text.charCodeAt(at + 1) : 0x20;
  return unit === 0x0a ? next === 0x0a : next <= 0x20 || unit > 0x7f;
}

/** The hash that `readWords` gives a single word. */
export function hashWord(word: string): number {
  return readWords(word).hash(0);
}
