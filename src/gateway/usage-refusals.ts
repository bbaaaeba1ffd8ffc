const destinationsMax = 1_000;

/**
 * Where servers stand that speak OpenAI's format and refuse to be asked for the usage of a stream. What is learnt here
 * costs the first stream a second call, and the others none.
 */
export class UsageRefusals {
  readonly #destinations = new Set<string>();

  has(destination: string): boolean {
    return this.#destinations.has(destination);
  }

  add(destination: string): void {
    const [oldest] = this.#destinations;
    if (this.#destinations.size >= destinationsMax && oldest !== undefined) {
      this.#destinations.delete(oldest);
    }
    this.#destinations.add(destination);
  }
}
