import { isDigitUnit } from './character-class.ts';
import { unitAt } from './unit-at.ts';

/** Where so many digits stand in a row. Asked from left to right, more or less, a text is gone through once. */
export class DigitRuns {
  readonly #text: string;
  readonly #length: number;
  /** From here on the next run is known. */
  #from = 0;
  #next = -1;

  constructor(text: string, length: number) {
    this.#text = text;
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

  /** One that begins before `end`. The last digit is looked at first: where none stands, no run reaches across. */
  #search(from: number, end: number): number | undefined {
    let start = from;
    let at = start + this.#length - 1;
    while (start < end) {
      while (at >= start && isDigitUnit(unitAt(this.#text, at))) at -= 1;
      if (at < start) return start;
      start = at + 1;
      at += this.#length;
    }
    return undefined;
  }
}
