import { unitAt } from '../scan/unit-at.ts';
import { isIdeograph, letterOf, lineEnd, separator, skipped, stop } from './fold-letter.ts';

/** Hash of a word that has no letter yet (FNV-1a, 32 bits). */
export const emptyHash = 0x811c9dc5 | 0;
const hashPrime = 0x01000193;
/** Of ASCII, letters have it and digits do not. */
const letterBit = 0x40;
const pairPrime = 0x27d4eb2f;
const wordLengthMax = 64;
const cellsPerWord = 4;

export function nextHash(hash: number, letter: number): number {
  return Math.imul(hash ^ letter, hashPrime);
}

/** The hash of a word whose letters are all in it. */
export function lastHash(hash: number): number {
  return hash ^ (hash >>> 15);
}

/** For up to 4,096 words, which most texts have: making an array takes longer than reading a short text. */
const scratch = new Int32Array(4_096 * cellsPerWord);

/** The words of a text in order: folded, hashed, with their places, in one array so that reading them stays in the cache. */
export class Words {
  #count = 0;
  #cells = scratch;
  #bits = 0;
  /** Twice its number, so that there is a bit to spare. */
  #sentence = 0;
  #singles = 0;
  #longest = 0;

  get count(): number {
    return this.#count;
  }

  /** How many words have one letter. */
  get singles(): number {
    return this.#singles;
  }

  /** Characters of the longest word, of two or more. */
  get longest(): number {
    return this.#longest;
  }

  /** Whether all letters are ASCII once they are folded. */
  get isAscii(): boolean {
    return this.#bits < 0x80;
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
    return (this.#cells[word * cellsPerWord + 3] ?? 0) >> 1;
  }

  /** Whether there is a digit in the word; of scripts other than ours it may be said though there is none. */
  hasDigit(word: number): boolean {
    return ((this.#cells[word * cellsPerWord + 3] ?? 0) & 1) !== 0;
  }

  /** Whether nothing stands between a word and the one before it, as in scripts without spaces. */
  adjoins(word: number): boolean {
    return word > 0 && this.start(word) === this.end(word - 1);
  }

  /** Hash of a word and the one before it as one word: most words of Chinese have two characters. */
  pairHash(word: number): number {
    return Math.imul(this.hash(word - 1), pairPrime) ^ this.hash(word);
  }

  /** Adds the word that begins at `start`; returns where it ends. */
  read(text: string, start: number): number {
    const limit = Math.min(text.length, start + wordLengthMax);
    let hash = emptyHash;
    let bits = 0;
    let at = start;
    while (at < limit) {
      const letter = letterOf[unitAt(text, at)] ?? separator;
      if (letter > lineEnd) {
        hash = nextHash(hash, letter);
        bits |= letter ^ letterBit;
      } else if (letter !== skipped) break;
      at += 1;
      if (isIdeograph(letter)) break;
    }
    const cell = this.#count * cellsPerWord;
    if (cell === this.#cells.length) this.#grow();
    const cells = this.#cells;
    cells[cell] = lastHash(hash);
    cells[cell + 1] = start;
    cells[cell + 2] = at;
    cells[cell + 3] = this.#sentence | ((bits & letterBit) >> 6);
    this.#count += 1;
    this.#bits |= bits;
    this.#measure(at - start);
    return at;
  }

  /** What is added from here on is in another sentence. */
  endSentence(): void {
    this.#sentence += 2;
  }

  #measure(length: number): void {
    if (length === 1) this.#singles += 1;
    else if (length > this.#longest) this.#longest = length;
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
  let at = 0;
  while (at < text.length) {
    const letter = letterOf[unitAt(text, at)] ?? separator;
    if (letter > lineEnd) {
      at = words.read(text, at);
      continue;
    }
    if (letter >= stop && endsSentence(text, at)) words.endSentence();
    at += 1;
  }
  return words;
}

/** Of a stop: a space or nothing follows. Of a line end: another follows. */
function endsSentence(text: string, at: number): boolean {
  const unit = unitAt(text, at);
  const next = at + 1 < text.length ? unitAt(text, at + 1) : 0x20;
  return unit === 0x0a ? next === 0x0a : next <= 0x20 || unit > 0x7f;
}

/** The hash that `readWords` gives a single word, or a pair of characters that are words of their own. */
export function hashWord(word: string): number {
  const words = readWords(word);
  return words.count === 2 ? words.pairHash(1) : words.hash(0);
}
