import { joinPictures, pictureLengthMax, separatorSymbol } from './picture.ts';
import { unitAt } from './unit-at.ts';

/** Groups that a code may have. */
const groupsMax = 8;
const slotMask = groupsMax - 1;

// For one text at a time: see `WordTrail`.
const scratch = {
  starts: new Int32Array(groupsMax),
  ends: new Int32Array(groupsMax),
  digitCounts: new Int32Array(groupsMax),
  hashes: new Int32Array(groupsMax),
  links: new Uint8Array(groupsMax),
};

/**
 * The last few runs of letters and digits, each with the separator that ties it to the one before. Codes written in groups
 * are looked for from the newest run backwards, so that a text is gone through once.
 */
export class TokenTrail {
  readonly starts = scratch.starts;
  readonly ends = scratch.ends;
  readonly digitCounts = scratch.digitCounts;
  readonly #hashes = scratch.hashes;
  /** Symbol of the separator before the run, 0 when nothing ties it to the run before. */
  readonly #links = scratch.links;
  #newest = 0;
  #length = 0;
  // The window that is being widened, from the newest run backwards.
  #oldest = 0;
  #groups = 0;
  #windowHash = 0;
  #windowLength = 0;
  #windowDigits = 0;
  #smallestGroup = 0;
  #separator = 0;
  #isUniform = true;

  push(
    text: string,
    token: {
      readonly start: number;
      readonly end: number;
      readonly digits: number;
      readonly picture: number;
    },
  ): void {
    const before = this.#newest;
    const slot = (before + 1) & slotMask;
    const isNext = this.#length > 0 && token.start === (this.ends[before] ?? 0) + 1;
    const link = isNext ? separatorSymbol(unitAt(text, token.start - 1)) : 0;
    this.#length = link === 0 ? 1 : Math.min(groupsMax, this.#length + 1);
    this.starts[slot] = token.start;
    this.ends[slot] = token.end;
    this.digitCounts[slot] = token.digits;
    this.#hashes[slot] = token.picture;
    this.#links[slot] = link;
    this.#newest = slot;
  }

  /** Whether the run before the newest is tied to it and holds a digit. */
  followsDigits(): boolean {
    if (this.#length < 2) return false;
    return (this.digitCounts[(this.#newest - 1) & slotMask] ?? 0) > 0;
  }

  /** Starts over with the newest run alone. False when it is too long to be a code. */
  openWindow(): boolean {
    const slot = this.#newest;
    const length = this.#lengthAt(slot);
    this.#oldest = slot;
    this.#groups = 1;
    this.#windowHash = this.#hashes[slot] ?? 0;
    this.#windowLength = length;
    this.#windowDigits = this.digitCounts[slot] ?? 0;
    this.#smallestGroup = length;
    this.#separator = 0;
    this.#isUniform = true;
    return length <= pictureLengthMax;
  }

  /** Takes in the run before; false when none is tied to the window or it would be too long. */
  widenWindow(): boolean {
    if (this.#groups >= this.#length) return false;
    const link = this.#links[this.#oldest] ?? 0;
    const slot = (this.#oldest - 1) & slotMask;
    const length = this.#lengthAt(slot);
    const total = this.#windowLength + length + 1;
    if (total > pictureLengthMax) return false;
    this.#windowHash = joinPictures(this.#hashes[slot] ?? 0, link, {
      hash: this.#windowHash,
      length: this.#windowLength,
    });
    this.#oldest = slot;
    this.#windowLength = total;
    this.#windowDigits += this.digitCounts[slot] ?? 0;
    if (length < this.#smallestGroup) this.#smallestGroup = length;
    if (this.#groups > 1 && link !== this.#separator) this.#isUniform = false;
    this.#separator = link;
    this.#groups += 1;
    return true;
  }

  get windowStart(): number {
    return this.starts[this.#oldest] ?? 0;
  }

  get windowEnd(): number {
    return this.ends[this.#newest] ?? 0;
  }

  get windowHash(): number {
    return this.#windowHash;
  }

  /** Digits, when the window holds nothing else and one separator only that is no slash; 0 otherwise. */
  get numberDigits(): number {
    const isNumber = this.#windowDigits === this.#windowLength - (this.#groups - 1);
    const isOther = !this.#isUniform || this.#separator === separatorSymbol(0x2f);
    return isNumber && !isOther ? this.#windowDigits : 0;
  }

  /** Length of the window's shortest group. */
  get smallestGroup(): number {
    return this.#smallestGroup;
  }

  /** Whether a hyphen or point ties the window to a run with digits before it. */
  get isTiedToDigits(): boolean {
    if (this.#groups >= this.#length) return false;
    const link = this.#links[this.#oldest] ?? 0;
    const before = (this.#oldest - 1) & slotMask;
    return (link === 4 || link === 5) && (this.digitCounts[before] ?? 0) > 0;
  }

  #lengthAt(slot: number): number {
    return (this.ends[slot] ?? 0) - (this.starts[slot] ?? 0);
  }
}
