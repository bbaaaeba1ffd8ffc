import { characterClass, classOf, isDigitUnit, lowerOf } from '../scan/character-class.ts';
import { unitAt } from '../scan/unit-at.ts';
import { emptyNameHash, nameHashFolded, nameHashStep } from './name-hash.ts';
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

// What a code unit is: those below `digit` end a word. From there on the values are bits.
const sign = 0;
const space = 1;
const lineEnd = 2;
const joiner = 3;
const digit = 4;
const lower = 8;
const upper = 16;

const apostrophe = 0x27;
const hyphen = 0x2d;

const kindBits = 8;
const kindMask = 0xff;
const kindOf: Uint8Array = buildKinds();
/** Kind and lower case of a code unit in one number, because words are most of a text. */
const entryOf: Int32Array = Int32Array.from(
  lowerOf,
  (lowered, unit) => (lowered << kindBits) | (kindOf[unit] ?? sign),
);
/** By the kinds of all letters after the first one; for words that begin with a capital. */
const shapeOfRest: Uint8Array = buildShapes();

/**
 * The tokens of a stretch of text, one array for each thing that is known of them. The first token stands at `edgeTokens`.
 * The arrays are used again for the next stretch.
 */
export class NameTokens {
  /** What the tokens were read from. */
  text = '';
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly hashes: Int32Array;
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
    this.text = text;
    this.count = 0;
    let at = from;
    while (at < text.length && this.count < this.#countMax) {
      const kind = kindOf[unitAt(text, at)] ?? sign;
      if (kind === space) at += 1;
      else at = kind > digit ? this.#readWord(at) : this.#readOther(at, kind);
    }
    this.#markEdge(edgeTokens + this.count);
    this.#markEdge(edgeTokens + this.count + 1);
    return at;
  }

  /** Numbers of the same length are the same token. */
  #readOther(start: number, kind: number): number {
    const { text } = this;
    const unit = unitAt(text, start);
    if (!isDigitUnit(unit)) {
      const shape = kind === lineEnd ? tokenShape.lineEnd : tokenShape.sign;
      this.#mark(edgeTokens + this.count, nameHashStep(emptyNameHash, unit), shape);
      return this.#place(start, start + 1);
    }
    let hash = emptyNameHash;
    let end = start;
    for (; isDigitUnit(unitAt(text, end)); end += 1) hash = nameHashStep(hash, 0x30);
    this.#mark(edgeTokens + this.count, hash, tokenShape.number);
    return this.#place(start, end);
  }

  #readWord(start: number): number {
    const { text } = this;
    const first = unitAt(text, start);
    let hash = nameHashStep(emptyNameHash, first);
    let rest = 0;
    let end = start + 1;
    while (end < text.length) {
      const entry = entryOf[unitAt(text, end)] ?? sign;
      const kind = entry & kindMask;
      if (kind < digit && !(kind === joiner && joins(text, start, end))) break;
      rest |= kind;
      hash = nameHashFolded(hash, entry >>> kindBits);
      end += 1;
    }
    const slot = edgeTokens + this.count;
    const letters = rest & (digit | lower | upper);
    this.#mark(
      slot,
      hash,
      kindOf[first] === upper ? shapeOfCapital(letters) : shapeOfLower(letters),
    );
    if (end - start > 1) this.classes[slot] = this.#words.of(hash);
    if ((rest & joiner) !== 0) this.classes[slot] = this.#classesOfPart(start, end, slot);
    return this.#place(start, end);
  }

  /** Of a name with a hyphen, the first part counts too. */
  #classesOfPart(start: number, end: number, slot: number): number {
    const classes = this.classes[slot] ?? 0;
    let hash = emptyNameHash;
    for (let at = start; at < end; at += 1) {
      const unit = unitAt(this.text, at);
      if (unit === hyphen) return classes | this.#words.of(hash);
      hash = nameHashStep(hash, unit);
    }
    return classes;
  }

  #place(start: number, end: number): number {
    const slot = edgeTokens + this.count;
    this.starts[slot] = start;
    this.ends[slot] = end;
    this.count += 1;
    return end;
  }

  #mark(slot: number, hash: number, shape: number): void {
    this.hashes[slot] = hash;
    this.shapes[slot] = shape;
    this.classes[slot] = 0;
    this.labels[slot] = 0;
  }

  #markEdge(slot: number): void {
    this.#mark(slot, slot < edgeTokens ? 1 : 2, tokenShape.edge);
  }
}

/** Whether an apostrophe or hyphen is part of a name: O'Brien, Jean-Paul. */
function joins(text: string, start: number, at: number): boolean {
  const next = kindOf[unitAt(text, at + 1)] ?? sign;
  if (unitAt(text, at) === apostrophe) return at - start <= 2 && next > digit;
  return next === upper && kindOf[unitAt(text, start)] === upper;
}

function shapeOfCapital(rest: number): number {
  return shapeOfRest[rest] ?? tokenShape.code;
}

function shapeOfLower(rest: number): number {
  return rest > lower || (rest & digit) !== 0 ? tokenShape.code : tokenShape.lower;
}

function buildShapes(): Uint8Array {
  const shapes = new Uint8Array(2 * upper).fill(tokenShape.code);
  shapes[0] = tokenShape.initial;
  shapes[lower] = tokenShape.capitalized;
  shapes[upper] = tokenShape.upper;
  shapes[lower | upper] = tokenShape.mixed;
  return shapes;
}

function buildKinds(): Uint8Array {
  const kinds = new Uint8Array(65_536);
  for (let unit = 0; unit < 65_536; unit += 1) {
    const letter = lowerOf[unit] === unit ? lower : upper;
    const found = classOf[unit] ?? characterClass.other;
    const isLetter = found === characterClass.letter || found === characterClass.foreignLetter;
    if (isLetter) kinds[unit] = letter;
    else if (isDigitUnit(unit)) kinds[unit] = digit;
  }
  // An underscore makes a word code, as a digit does.
  kinds[0x5f] = digit;
  kinds[apostrophe] = joiner;
  kinds[hyphen] = joiner;
  kinds.set([space, lineEnd], 0x09);
  kinds[0x0d] = space;
  kinds[0x20] = space;
  return kinds;
}
