import { MonagoError } from '../../domain/errors.ts';
import type { TokenId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';

/** Enough to copy a log of a hundred thousand entries, hashes and all, in two minutes. */
const requestsMax = 600;
const windowMs = 60_000;
const programsMax = 10_000;

interface Window {
  readonly endsAt: number;
  count: number;
}

/** How often a program may ask the control plane of this node in a minute, by its API key. */
export class ProgramLimit {
  readonly #clock: Clock;
  /** Oldest first. */
  readonly #windows = new Map<TokenId, Window>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one request. @throws MonagoError `rate_limited` saying when the next one may come */
  take(tokenId: TokenId): void {
    const now = this.#clock.monotonic();
    const window = this.#windowOf(tokenId, now);
    if (window.count >= requestsMax) {
      throw new MonagoError('rate_limited', {
        message: 'This API key has asked too often. Wait a minute and try again.',
        retryAfterSeconds: Math.ceil((window.endsAt - now) / 1000),
      });
    }
    window.count += 1;
  }

  #windowOf(tokenId: TokenId, now: number): Window {
    const known = this.#windows.get(tokenId);
    if (known !== undefined && now < known.endsAt) return known;
    const window = { endsAt: now + windowMs, count: 0 };
    this.#windows.delete(tokenId);
    this.#windows.set(tokenId, window);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > programsMax && oldest !== undefined) this.#windows.delete(oldest);
    return window;
  }
}
