import { unitAt } from './unit-at.ts';

/** Units of ASCII that belong together: 1 where one does. */
export type UnitSet = Uint8Array;

export function unitSet(of: string): UnitSet {
  const set = new Uint8Array(128);
  for (const unit of of) set[unitAt(unit, 0)] = 1;
  return set;
}

/** Where so many units of a set stand in a row. Asked from left to right, more or less, a text is gone through once. */
export class UnitRuns {
  readonly #text: string;
  readonly #units: UnitSet;
  readonly #length: number;
  /** From here on the next run is known. */
  #from = 0;
  #next = -1;

  constructor(text: string, units: UnitSet, length: number) {
    this.#text = text;
    this.#units = units;
    this.#length = length;
  }

  /** Where the next run begins, from a place on; the end of the text when none does. */
  after(place: number): number {
    if (place > this.#next) {
      this.#next = this.#search(place, this.#text.length) ?? this.#text.length;
      this.#from = place;
    } else if (place < this.#from) {
      this.#next = this.#search(place, this.#from) ?? this.#next;
      this.#from = place;
    }
    return this.#next;
  }

  /** One that begins before `end`. The last unit is looked at first: where it is another, no run reaches across. */
  #search(from: number, end: number): number | undefined {
    let start = from;
    let at = start + this.#length - 1;
    while (start < end) {
      while (at >= start && this.#units[unitAt(this.#text, at)] === 1) at -= 1;
      if (at < start) return start;
      start = at + 1;
      at += this.#length;
    }
    return undefined;
  }
}
