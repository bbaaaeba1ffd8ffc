import { isLetter } from './hash-words.ts';
import { unitAt } from './unit-at.ts';
import { emptyHash, hashStep, sharesOf } from './word-set.ts';

/** Words that are kept: as many as may stand near a place, and those in what a detector looks back over. */
const wordsMax = 256;
const slotMask = wordsMax - 1;
/** A word that goes on longer is none that anybody waits for. */
const wordLengthMax = 32;
/** From a place to the beginning of the farthest word that counts as near: a gap, the words' reach, and a word. */
const reachBack = 32 + 96 + wordLengthMax;
const nowhere = 0x7fffffff;
/** Text is looked at in stretches of 128 units, of which as many are kept as the words usually reach back. */
const stretchBits = 7;
const stretchesMax = 16;
const stretchMask = stretchesMax - 1;

/** Signs that end the search for words: after a place, and before a place that has a label. */
const stopsAfter = 1;
const stopsLabel = 2;
const lineBreak = 4;
const signs = buildSigns();

// One text is gone through at a time, and nothing is read that was not written for it: most texts are short, so that making
// these anew would cost more than to scan.
const scratch = {
  starts: new Int32Array(wordsMax),
  ends: new Int32Array(wordsMax),
  hashes: new Int32Array(wordsMax),
  blanks: new Int32Array(wordsMax),
  stops: new Int32Array(wordsMax),
  labelStops: new Uint8Array(wordsMax),
  shares: new Int32Array(stretchesMax),
};

/**
 * The words of a text and what stands between them, found once from left to right as far as they are asked for. Stretches
 * that nobody asks about are left out.
 */
export class WordTrail {
  readonly #text: string;
  readonly #starts = scratch.starts;
  readonly #ends = scratch.ends;
  readonly #hashes = scratch.hashes;
  // Of the gap that follows each word: its first blank line, its last sign that ends a search, and whether a label ends in it.
  readonly #blanks = scratch.blanks;
  readonly #stops = scratch.stops;
  readonly #labelStops = scratch.labelStops;
  /** Of the words that end in a stretch, the shares of the sets that they are in. */
  readonly #shares = scratch.shares;
  #stretch = 0;
  // The stretches that were asked about last, and what was found there.
  #firstNear = -1;
  #lastNear = -1;
  #sharesNear = 0;
  /** Words are numbered from 1 on; 0 is the beginning of what was gone through. */
  #newest = 0;
  #frontier = 0;
  #wordStart = -1;
  #hash = emptyHash;

  constructor(text: string) {
    this.#text = text;
    this.#restart(0);
  }

  /** The shares of the sets that words near a place, up to `end`, may be in, those of some words farther away included. */
  sharesNear(place: number, end: number): number {
    const first = Math.max(0, place - reachBack) >> stretchBits;
    const last = end >> stretchBits;
    // Neighbouring places mostly have the same stretches around them.
    if (first !== this.#firstNear || last !== this.#lastNear) {
      this.#reach(place);
      this.readAhead((last + 1) << stretchBits);
      this.#firstNear = first;
      this.#lastNear = last;
      this.#sharesNear = this.#sharesIn(first, Math.min(last, this.#stretch));
    }
    return this.#sharesNear;
  }

  /** All shares when the stretches are not all known any more. */
  #sharesIn(first: number, last: number): number {
    if (first + stretchesMax <= this.#stretch) return -1;
    let shares = 0;
    for (let at = first; at <= last; at += 1) shares |= this.#shares[at & stretchMask] ?? 0;
    return shares;
  }

  /** Number of the last word that ends before a place; 0 when none was seen. */
  wordBefore(place: number, from: number): number {
    this.#reach(place);
    this.#readTo(place);
    // When more was read already, the word that is open stands behind the place.
    const isOpenHere = this.#frontier === place && !isLetter(unitAt(this.#text, place));
    if (isOpenHere) this.#endWord(place);
    let word = Math.min(from, this.#newest);
    while (word < this.#newest && this.endOf(word + 1) <= place) word += 1;
    while (word > 0 && this.endOf(word) > place) word -= 1;
    return word;
  }

  /** Reads on so that the words that begin before a place are known. */
  readAhead(place: number): void {
    const length = this.#text.length;
    this.#readTo(Math.min(place, length));
    const open = this.#wordStart;
    if (open >= 0 && open < place) {
      const last = Math.min(length, open + wordLengthMax);
      while (this.#wordStart === open && this.#frontier < last) this.#readTo(this.#frontier + 1);
    }
    if (this.#frontier === length) this.#endWord(length);
  }

  isKnown(word: number): boolean {
    return word > 0 && word <= this.#newest && word > this.#newest - wordsMax;
  }

  /** Whether a blank line follows a word before a place. */
  hasBlankLine(word: number, place: number): boolean {
    return (this.#blanks[word & slotMask] ?? 0) < place;
  }

  /** Whether a sign that ends the search stands between a place and the word that follows `word`. */
  hasStop(word: number, place: number): boolean {
    return (this.#stops[word & slotMask] ?? 0) >= place;
  }

  /** Whether a word stands too far back, or in another paragraph or before another label. */
  isCutOff(
    word: number,
    { start, labelled }: { readonly start: number; readonly labelled: boolean },
  ): boolean {
    if (!this.isKnown(word) || this.hasBlankLine(word, start)) return true;
    return labelled && this.#labelStops[word & slotMask] === 1;
  }

  hashOf(word: number): number {
    return this.#hashes[word & slotMask] ?? 0;
  }

  startOf(word: number): number {
    return this.#starts[word & slotMask] ?? 0;
  }

  endOf(word: number): number {
    return this.#ends[word & slotMask] ?? 0;
  }

  /** Leaves out what is too far before a place, or goes back to it. */
  #reach(place: number): void {
    if (place > this.#frontier + reachBack || this.#isForgotten(place)) {
      this.#restart(Math.max(0, place - reachBack));
    }
  }

  #isForgotten(place: number): boolean {
    const oldest = Math.max(0, this.#newest - wordsMax + 16);
    return place < this.endOf(oldest);
  }

  #restart(from: number): void {
    const text = this.#text;
    this.#newest = 0;
    this.#stretch = from >> stretchBits;
    this.#shares.fill(0);
    this.#wordStart = -1;
    let at = from;
    if (at > 0 && isLetter(unitAt(text, at - 1))) {
      while (at < from + wordLengthMax && isLetter(unitAt(text, at))) at += 1;
    }
    this.#frontier = at;
    this.#ends[0] = from;
    this.#openGap(0);
  }

  #openGap(word: number): void {
    this.#blanks[word & slotMask] = nowhere;
    this.#stops[word & slotMask] = -1;
    this.#labelStops[word & slotMask] = 0;
  }

  #readTo(place: number): void {
    const text = this.#text;
    for (let at = this.#frontier; at < place; at += 1) {
      const unit = unitAt(text, at);
      if (isLetter(unit)) this.#readLetter(unit, at);
      else this.#readSign(signs[unit] ?? 0, at);
    }
    if (place > this.#frontier) this.#frontier = place;
  }

  #readLetter(unit: number, at: number): void {
    const isNewPart = this.#wordStart >= 0 && isUpper(unit) && !isUpper(unitAt(this.#text, at - 1));
    if (isNewPart) this.#endWord(at);
    if (this.#wordStart < 0) {
      this.#wordStart = at;
      this.#hash = emptyHash;
    }
    this.#hash = hashStep(this.#hash, unit);
  }

  #endWord(end: number): void {
    if (this.#wordStart < 0) return;
    this.#newest += 1;
    const slot = this.#newest & slotMask;
    this.#starts[slot] = this.#wordStart;
    this.#ends[slot] = end;
    this.#hashes[slot] = this.#hash;
    this.#share(end >> stretchBits, sharesOf(this.#hash));
    this.#wordStart = -1;
    this.#openGap(this.#newest);
  }

  #share(stretch: number, shares: number): void {
    while (this.#stretch < stretch) {
      this.#stretch += 1;
      this.#shares[this.#stretch & stretchMask] = 0;
    }
    this.#shares[stretch & stretchMask] = (this.#shares[stretch & stretchMask] ?? 0) | shares;
  }

  #readSign(sign: number, at: number): void {
    if (this.#wordStart >= 0) this.#endWord(at);
    if (sign === 0) return;
    const slot = this.#newest & slotMask;
    if ((sign & stopsAfter) > 0) this.#stops[slot] = at;
    if ((sign & stopsLabel) > 0) this.#labelStops[slot] = 1;
    const isBlank = (sign & lineBreak) > 0 && unitAt(this.#text, at - 1) === 0x0a;
    if (isBlank && this.#blanks[slot] === nowhere) this.#blanks[slot] = at;
  }
}

function isUpper(unit: number): boolean {
  return unit >= 0x41 && unit <= 0x5a;
}

function buildSigns(): Uint8Array {
  const table = new Uint8Array(65_536);
  const mark = (written: string, flag: number) => {
    for (const sign of written) table[unitAt(sign, 0)] = (table[unitAt(sign, 0)] ?? 0) | flag;
  };
  mark('\n,;:|.=!?', stopsAfter);
  mark('\n,;{}|&?', stopsLabel);
  mark('\n', lineBreak);
  return table;
}
