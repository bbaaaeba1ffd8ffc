/** How long it may take to scan a text. One text is scanned at a time, and a limit is asked about between stretches of long ones. */
export class TimeLimit {
  #now: () => number = () => 0;
  #end = Number.POSITIVE_INFINITY;

  /**
   * Does some work within so many milliseconds.
   * @param now milliseconds from any start, never going back
   * @throws Error when the work checks the limit after that, and what the work does
   */
  within<Result>(ms: number, now: () => number, work: () => Result): Result {
    this.#now = now;
    this.#end = now() + ms;
    try {
      return work();
    } finally {
      this.#end = Number.POSITIVE_INFINITY;
    }
  }

  /** @throws Error when the time is over */
  check(): void {
    if (this.#end !== Number.POSITIVE_INFINITY && this.#now() > this.#end)
      throw new Error('To inspect a text took too long');
  }
}
