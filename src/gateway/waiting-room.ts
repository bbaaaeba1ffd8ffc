/** How many requests may wait for a person at once: each holds a connection, and a place among those in flight. */
const waitingMax = 256;

/** Where requests wait for a person. Whoever finds it full is told to come back instead. */
export class WaitingRoom {
  #waiting = 0;

  /** @returns undefined where there is no room */
  async wait<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#waiting >= waitingMax) return undefined;
    this.#waiting += 1;
    try {
      return await work();
    } finally {
      this.#waiting -= 1;
    }
  }
}
