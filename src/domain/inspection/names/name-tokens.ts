import {
  characterClass,
  classOf,
  isDigitUnit,
  isWordUnit,
  lowerOf,
} from '../scan/character-class.ts';
import { emptyNameHash, nameHashStep } from './name-hash.ts';
import type { WordClasses } from './word-classes.ts';

/** How a token is written. `initial` is one capital, `mixed` has capitals inside, `code` digits or underscores. */
export const tokenShape = {
  lower: 0,
  capitalized: 1,
  initial: 2,
  upper: 3,
  mixed: 4,
  code: 5,
  number: 6,
  sign: 7,
  lineEnd: 8,
  edge: 9,
} as const;

/** Tokens that stand before the first and after the last one, so that their neighbours need no special case. */
export const edgeTokens = 2;

const apostrophe = 0x27;
const hyphen = 0x2d;
const lineFeed = 0x0a;
const underscore = 0x5f;

/**
 * The tokens of a stretch of text, one array for each thing that is known of them. The first token stands at `edgeTokens`.
 * The arrays are used again for the next stretch.
 */
export class NameTokens {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly hashes: Int32Array;
  /** Hash of the first three letters. */
  readonly prefixes: Int32Array;
  /** The last three letters. */
  readonly suffixes: Int32Array;
  readonly shapes: Uint8Array;
  readonly classes: Uint8Array;
  /** What the tagger made of them. */
  readonly labels: Uint8Array;
  count = 0;
  readonly #words: WordClasses;
  readonly #countMax: number;

  constructor(words: WordClasses, countMax: number) {
    const length = countMax + 2 * edgeTokens;
    this.starts = new Int32Array(length);
    this.ends = new Int32Array(length);
    this.hashes = new Int32Array(length);
    this.prefixes = new Int32Array(length);
    this.suffixes = new Int32Array(length);
    this.shapes = new Uint8Array(length);
    this.classes = new Uint8Array(length);
    this.labels = new Uint8Array(length);
    this.#words = words;
    this.#countMax = countMax;
    this.#markEdge(0);
    this.#markEdge(1);
  }

  /** Reads from `from` until the text ends or there is room for no more; returns where it stopped. */
  read(text: string, from: number): number {
    this.count = 0;
    let at = from;
    while (at < text.length && this.count < this.#countMax) {
      const unit = text.charCodeAt(at);
      if (unit === 0x20 || unit === 0x09 || unit === 0x0d) at += 1;
      else at = this.#readToken(text, at);
    }
    this.#markEdge(edgeTokens + this.count);
    this.#markEdge(edgeTokens + this.count + 1);
    return at;
  }

  #readToken(text: string, start: number): number {
    const unit = text.charCodeAt(start);
    if (isDigitUnit(unit)) return this.#readNumber(text, start);
    if (classOf[unit] !== characterClass.other && isWordUnit(unit))
      return this.#readWord(text, start);
    const shape = unit === lineFeed ? tokenShape.lineEnd : tokenShape.sign;
    this.#add({ start, end: start + 1, hash: nameHashStep(emptyNameHash, unit), shape });
    return start + 1;
  }

  /** Numbers of the same length are the same token. */
  #readNumber(text: string, start: number): number {
    let hash = emptyNameHash;
    let end = start;
    for (; isDigitUnit(text.charCodeAt(end)); end += 1) hash = nameHashStep(hash, 0x30);
    this.#add({ start, end, hash, shape: tokenShape.number });
    return end;
  }

  #readWord(text: string, start: number): number {
    const end = wordEnd(text, start);
    const hash = hashOf(text, start, end);
    const slot = this.#add({ start, end, hash, shape: shapeOf(text, start, end) });
    if (end - start > 3) this.prefixes[slot] = hashOf(text, start, start + 3);
    this.suffixes[slot] = hashOf(text, Math.max(start, end - 3), end);
    if (end - start > 1)
      this.classes[slot] = this.#words.of(hash) | this.#classesOfPart(text, start, end);
    return end;
  }

  /** Of a name with a hyphen, the first part counts too. */
  #classesOfPart(text: string, start: number, end: number): number {
    for (let at = start + 2; at < end; at += 1) {
      if (text.charCodeAt(at) === hyphen) return this.#words.of(hashOf(text, start, at));
    }
    return 0;
  }

  #add(token: { start: number; end: number; hash: number; shape: number }): number {
    const slot = edgeTokens + this.count;
    this.starts[slot] = token.start;
    this.ends[slot] = token.end;
    this.hashes[slot] = token.hash;
    this.prefixes[slot] = token.hash;
    this.suffixes[slot] = token.hash;
    this.shapes[slot] = token.shape;
    this.classes[slot] = 0;
    this.labels[slot] = 0;
    this.count += 1;
    return slot;
  }

  #markEdge(slot: number): void {
    this.hashes[slot] = slot < edgeTokens ? 1 : 2;
    this.shapes[slot] = tokenShape.edge;
    this.classes[slot] = 0;
    this.labels[slot] = 0;
  }
}

function wordEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (!isWordUnit(unit) && unit !== underscore && !joins(text, start, at)) return at;
    at += 1;
  }
  return at;
}

/** Whether an apostrophe or hyphen is part of a name: O'Brien, Jean-Paul. */
function joins(text: string, start: number, at: number): boolean {
  const unit = text.charCodeAt(at);
  if (unit !== apostrophe && unit !== hyphen) return false;
  const next = text.charCodeAt(at + 1);
  if (!isWordUnit(next) || isDigitUnit(next)) return false;
  if (unit === apostrophe) return at - start <= 2;
  return isUpperUnit(text.charCodeAt(start)) && isUpperUnit(next);
}

function isUpperUnit(unit: number): boolean {
  return lowerOf[unit] !== unit;
}

function shapeOf(text: string, start: number, end: number): number {
  let capitals = 0;
  for (let at = start; at < end; at += 1) {
    const unit = text.charCodeAt(at);
    if (isUpperUnit(unit)) capitals += 1;
    else if (isDigitUnit(unit) || unit === underscore) return tokenShape.code;
  }
  const isCapital = isUpperUnit(text.charCodeAt(start));
  if (capitals === 0) return tokenShape.lower;
  return isCapital ? shapeOfCapital(capitals, end - start) : tokenShape.code;
}

function shapeOfCapital(capitals: number, length: number): number {
  if (length === 1) return tokenShape.initial;
  if (capitals === length) return tokenShape.upper;
  return capitals > 1 ? tokenShape.mixed : tokenShape.capitalized;
}

function hashOf(text: string, start: number, end: number): number {
  let hash = emptyNameHash;
  for (let at = start; at < end; at += 1) hash = nameHashStep(hash, text.charCodeAt(at));
  return hash;
}
