import { MonagoError } from '../../domain/errors.ts';
import type { Clock } from '../../ports/clock.ts';

const attemptsMax = { account: 5, address: 20 } as const;
const waitMs = 60_000;
const keysMax = 20_000;

interface Attempts {
  readonly count: number;
  /** When the count was last raised, by the monotonic clock. */
  readonly at: number;
}

/** Whose attempts are counted. Many people can share one address behind a proxy, so an address may try more often. */
export interface Attempt {
  readonly account: string;
  readonly address: string;
}

/**
 * Slows down who guesses passwords: after 5 failures for one account, or 20 from one address, no attempt is looked at
 * for a minute.
 */
export class SignInThrottle {
  readonly #clock: Clock;
  readonly #attempts = new Map<string, Attempts>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts an attempt before it is looked at, so that attempts at once count too. @throws MonagoError `rate_limited` */
  begin(attempt: Attempt): void {
    const now = this.#clock.monotonic();
    const keys = keysOf(attempt).map(({ key, max }) => ({ key, max, seen: this.#seen(key, now) }));
    for (const { seen, max } of keys) {
      if (seen.count >= max) throw limited(seen.at + waitMs - now);
    }
    for (const { key, seen } of keys) this.#remember(key, { count: seen.count + 1, at: now });
  }

  /** The account's owner is here: what was counted against the account and this attempt is forgotten. */
  succeed(attempt: Attempt): void {
    const now = this.#clock.monotonic();
    const [account, address] = keysOf(attempt);
    this.#attempts.delete(account.key);
    const { count, at } = this.#seen(address.key, now);
    if (count > 0) this.#attempts.set(address.key, { count: count - 1, at });
  }

  #seen(key: string, now: number): Attempts {
    const seen = this.#attempts.get(key);
    return seen === undefined || seen.at + waitMs <= now ? { count: 0, at: now } : seen;
  }

  #remember(key: string, attempts: Attempts): void {
    this.#attempts.delete(key);
    this.#attempts.set(key, attempts);
    if (this.#attempts.size <= keysMax) return;
    const [oldest] = this.#attempts.keys();
    if (oldest !== undefined) this.#attempts.delete(oldest);
  }
}

function keysOf({ account, address }: Attempt) {
  return [
    { key: `account ${account}`, max: attemptsMax.account },
    { key: `address ${address}`, max: attemptsMax.address },
  ] as const;
}

function limited(waitForMs: number): MonagoError {
  return new MonagoError('rate_limited', {
    message: 'Too many attempts. Wait a minute and try again.',
    retryAfterSeconds: Math.max(1, Math.ceil(waitForMs / 1000)),
  });
}
