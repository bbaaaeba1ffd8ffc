import { MonagoError } from '../../domain/errors.ts';

/** Lets a bounded number of tasks run, a bounded number wait, and refuses the rest. */
export class Semaphore {
  readonly #waiting: (() => void)[] = [];
  readonly #waitingMax: number;
  #free: number;

  constructor(atOnceMax: number, waitingMax: number) {
    this.#free = atOnceMax;
    this.#waitingMax = waitingMax;
  }

  /** @throws MonagoError `overloaded` when too many wait already */
  async run<T>(task: () => Promise<T>): Promise<T> {
    await this.#enter();
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  #enter(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    if (this.#waiting.length >= this.#waitingMax) {
      return Promise.reject(new MonagoError('overloaded', { retryAfterSeconds: 1 }));
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  // The place passes straight to the next in line, so nobody can slip in between.
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
