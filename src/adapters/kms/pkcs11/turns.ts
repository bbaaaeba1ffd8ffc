import { MonagoError } from '../../../domain/errors.ts';

interface Limits {
  readonly atOnceMax: number;
  readonly waitingMax: number;
}

/** Lets a few tasks run at once and a bounded number wait, first come, first served. */
export class Turns {
  readonly #limits: Limits;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @throws MonagoError `kms_unavailable` when too many wait already */
  async take<T>(task: () => Promise<T>): Promise<T> {
    if (this.#running < this.#limits.atOnceMax) this.#running += 1;
    else await this.#wait();
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      // The turn is handed over, not given back: nobody who comes now can slip in between.
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  #wait(): Promise<void> {
    if (this.#waiting.length >= this.#limits.waitingMax) {
      throw new MonagoError('kms_unavailable', { internal: 'too many wait for the token' });
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
