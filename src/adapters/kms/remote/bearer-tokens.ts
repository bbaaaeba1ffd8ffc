import type { Clock } from '../../../ports/clock.ts';

export interface BearerToken {
  readonly value: string;
  /** How long it is good for, from the moment it was asked for. */
  readonly lifetimeMs: number;
}

/** Gets a token. `current` is the one in use, where it may be renewed instead. */
export type FetchToken = (current: string | undefined) => Promise<BearerToken>;

/** What a call answers when the service did not accept its token. */
export const tokenRefused = Symbol('token refused');

interface HeldToken {
  readonly value: string;
  readonly obtainedAt: number;
  readonly renewAt: number;
  readonly expiresAt: number;
}

const earlyMsMax = 60_000;
// A token this young is refused for want of permission: another one would be refused as well.
const youngMs = 5_000;

/** An access token, fetched when it is first needed and again shortly before it expires; once for all who wait. */
export class BearerTokens {
  readonly #fetch: FetchToken;
  readonly #clock: Clock;
  #held: HeldToken | undefined;
  #pending: Promise<string> | undefined;

  constructor(fetch: FetchToken, clock: Clock) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /**
   * Makes a call with a token, and a second time with a new one when the first is refused: tokens can be revoked before
   * they expire.
   * @returns `tokenRefused` when there is no better token
   */
  async use<T>(
    call: (token: string) => Promise<T | typeof tokenRefused>,
  ): Promise<T | typeof tokenRefused> {
    const token = await this.#get();
    const answer = await call(token);
    if (answer !== tokenRefused) return answer;
    const held = this.#held;
    if (held?.value === token) {
      if (this.#clock.monotonic() - held.obtainedAt < youngMs) return answer;
      this.#held = undefined;
    }
    return call(await this.#get());
  }

  /** Renews or replaces the token now. */
  refresh(): Promise<string> {
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #get(): Promise<string> {
    const now = this.#clock.monotonic();
    const held = this.#held;
    if (held === undefined || now >= held.expiresAt) return this.refresh();
    if (now < held.renewAt) return held.value;
    // It is about to expire but still good: a token endpoint that fails now does no harm yet.
    return this.refresh().catch(() => held.value);
  }

  async #renew(): Promise<string> {
    const obtainedAt = this.#clock.monotonic();
    const { value, lifetimeMs } = await this.#fetch(this.#held?.value);
    const expiresAt = obtainedAt + lifetimeMs;
    const renewAt = expiresAt - Math.min(earlyMsMax, lifetimeMs / 4);
    this.#held = { value, obtainedAt, renewAt, expiresAt };
    return value;
  }
}
