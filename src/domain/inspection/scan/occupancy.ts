/** One bit for each code unit of a stretch that tells whether something stands there. */
export class Occupancy {
  readonly #origin: number;
  readonly #taken: Int32Array;

  /** From `first` to `end`, in code units. */
  constructor(first: number, end: number) {
    this.#origin = first;
    this.#taken = new Int32Array(((end - first) >> 5) + 1);
  }

  isFree(start: number, end: number): boolean {
    const first = (start - this.#origin) >> 5;
    const last = (end - 1 - this.#origin) >> 5;
    for (let at = first; at <= last; at += 1) {
      if (((this.#taken[at] ?? 0) & this.#bitsOf(at, start, end)) !== 0) return false;
    }
    return true;
  }

  /** Where in a span the first code unit is taken. */
  firstTakenIn(start: number, end: number): number | undefined {
    for (let at = start; at < end; at += 1) if (!this.isFree(at, at + 1)) return at;
    return undefined;
  }

  take(start: number, end: number): void {
    const first = (start - this.#origin) >> 5;
    const last = (end - 1 - this.#origin) >> 5;
    for (let at = first; at <= last; at += 1) {
      this.#taken[at] = (this.#taken[at] ?? 0) | this.#bitsOf(at, start, end);
    }
  }

  /** The bits of a span in one number of the array. */
  #bitsOf(at: number, start: number, end: number): number {
    const origin = this.#origin + (at << 5);
    const from = start > origin ? -1 << (start - origin) : -1;
    const to = end < origin + 32 ? ~(-1 << (end - origin)) : -1;
    return from & to;
  }
}
