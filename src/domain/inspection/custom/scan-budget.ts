const baseMs = 50;
const msPerKilobyte = 0.5;

/**
 * How long patterns may look at one text. What they cost is measured before they are stored, yet some text may be worse than
 * those that they were tried on.
 */
export class ScanBudget {
  readonly #now: () => number;
  readonly #end: number;

  /** @param now milliseconds from any start, never going back */
  constructor(length: number, now: () => number) {
    this.#now = now;
    this.#end = now() + baseMs + (length / 1024) * msPerKilobyte;
  }

  /** @throws Error when the time is over: what the text holds is unknown then */
  check(): void {
    if (this.#now() > this.#end) throw new Error('The patterns of the tenant took too long');
  }
}
