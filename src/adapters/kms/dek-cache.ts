import { createHash } from 'node:crypto';
import type { CredentialId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KeyCheckValue, Kms, WrapContext, WrappedKey } from '../../ports/kms.ts';

export interface DekCacheOptions {
  /** From the moment the service was asked; at most 300,000. */
  readonly ttlMs: number;
  readonly clock: Clock;
  readonly entriesMax?: number;
}

interface Entry {
  readonly credentialId: CredentialId;
  readonly dek: Buffer;
  readonly expiresAt: number;
}

interface Flight {
  readonly credentialId: CredentialId;
  readonly dek: Promise<Buffer>;
  waiting: number;
  /** The credential was dropped meanwhile: those who wait may have the key, but nobody after them. */
  isDropped: boolean;
}

const ttlMsMax = 300_000;
const entriesMaxDefault = 10_000;

/**
 * Keeps unwrapped data keys of credentials for a short time, so that a remote service is not asked for every request and
 * may be away for a moment. Provider keys are never kept, only what decrypts them together with the database; every buffer
 * is zeroed when it leaves. Not for a local keyring, which is faster than the cache is worth.
 */
export class DekCache implements Kms {
  readonly #kms: Kms;
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #entriesMax: number;
  /** Oldest first: all entries live equally long. */
  readonly #entries = new Map<string, Entry>();
  readonly #flights = new Map<string, Flight>();
  #timer: NodeJS.Timeout | undefined;

  constructor(kms: Kms, { ttlMs, clock, entriesMax = entriesMaxDefault }: DekCacheOptions) {
    if (!(ttlMs > 0 && ttlMs <= ttlMsMax)) throw new RangeError('a data key is kept 300 s at most');
    this.#kms = kms;
    this.#clock = clock;
    this.#ttlMs = ttlMs;
    this.#entriesMax = entriesMax;
  }

  wrap(dek: Buffer, context: WrapContext, kekRef?: string): Promise<WrappedKey> {
    return this.#kms.wrap(dek, context, kekRef);
  }

  probe(): Promise<readonly KeyCheckValue[]> {
    return this.#kms.probe();
  }

  async unwrap(wrapped: WrappedKey, context: WrapContext): Promise<Buffer> {
    const { credentialId } = context.fields;
    // Signing keys are opened once, when Monago starts.
    if (credentialId === undefined) return this.#kms.unwrap(wrapped, context);
    const name = nameOf(wrapped, context);
    const entry = this.#entries.get(name);
    if (entry !== undefined && this.#clock.monotonic() < entry.expiresAt) {
      return Buffer.from(entry.dek);
    }
    const flight =
      this.#flights.get(name) ??
      this.#start(name, credentialId, () => this.#kms.unwrap(wrapped, context));
    return copyFrom(flight);
  }

  /** Forgets every data key of a credential: it was rotated, disabled or revoked. */
  drop(credentialId: CredentialId): void {
    for (const [name, entry] of this.#entries) {
      if (entry.credentialId === credentialId) this.#forget(name, entry);
    }
    for (const [name, flight] of this.#flights) {
      if (flight.credentialId !== credentialId) continue;
      flight.isDropped = true;
      this.#flights.delete(name);
    }
  }

  /** Forgets everything. */
  close(): void {
    for (const [name, entry] of this.#entries) this.#forget(name, entry);
    for (const flight of this.#flights.values()) flight.isDropped = true;
    this.#flights.clear();
    clearTimeout(this.#timer);
  }

  #start(name: string, credentialId: CredentialId, ask: () => Promise<Buffer>): Flight {
    const expiresAt = this.#clock.monotonic() + this.#ttlMs;
    const dek = ask().then(
      (answer) => {
        this.#land(name, flight, { credentialId, dek: answer, expiresAt });
        return answer;
      },
      (error: unknown) => {
        if (this.#flights.get(name) === flight) this.#flights.delete(name);
        throw error;
      },
    );
    const flight: Flight = { credentialId, dek, waiting: 0, isDropped: false };
    this.#flights.set(name, flight);
    return flight;
  }

  #land(name: string, flight: Flight, entry: Entry): void {
    if (flight.isDropped) return;
    this.#flights.delete(name);
    const former = this.#entries.get(name);
    if (former !== undefined) this.#forget(name, former);
    // Those who wait copy what they wait for; the cache has a buffer of its own that it may zero at any time.
    this.#entries.set(name, { ...entry, dek: Buffer.from(entry.dek) });
    const [oldest] = this.#entries;
    if (this.#entries.size > this.#entriesMax && oldest !== undefined) this.#forget(...oldest);
    this.#timer ??= this.#sweepAfter(this.#ttlMs);
  }

  #forget(name: string, entry: Entry): void {
    entry.dek.fill(0);
    this.#entries.delete(name);
  }

  /** Expired keys are zeroed even when nobody asks for them again. */
  #sweepAfter(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      const now = this.#clock.monotonic();
      for (const [name, entry] of this.#entries) {
        if (now >= entry.expiresAt) this.#forget(name, entry);
      }
      const [next] = this.#entries.values();
      this.#timer =
        next === undefined ? undefined : this.#sweepAfter(Math.max(1, next.expiresAt - now));
    }, delayMs).unref();
  }
}

/** A copy for one caller; the last one zeroes the original. */
async function copyFrom(flight: Flight): Promise<Buffer> {
  flight.waiting += 1;
  const dek = await flight.dek;
  const copy = Buffer.from(dek);
  flight.waiting -= 1;
  if (flight.waiting === 0) dek.fill(0);
  return copy;
}

/** The whole of what was asked for: a data key is never given out for another context or blob. */
function nameOf({ kekRef, blob }: WrappedKey, { aad }: WrapContext): string {
  const hash = createHash('sha256').update(aad).update(`${kekRef}\n`).update(blob);
  return hash.digest('base64');
}
