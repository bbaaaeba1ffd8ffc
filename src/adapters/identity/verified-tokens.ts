import { hash } from 'node:crypto';
import type { TokenClaims } from '../../ports/token-service.ts';

const entriesMax = 10_000;

export interface VerifiedToken {
  readonly claims: TokenClaims;
  readonly kid: string;
  /** The key that verified it: the entry is worth nothing once the key set says otherwise. */
  readonly publicKey: Buffer;
}

/**
 * The least recently used tokens that verified. Keyed by SHA-256 of the whole token: a key made of part of it would
 * let two tokens share one identity. Holds no token.
 */
export class VerifiedTokens {
  readonly #entries = new Map<string, VerifiedToken>();

  static key(token: string): string {
    return hash('sha256', token, 'base64');
  }

  get(key: string): VerifiedToken | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // A Map keeps the order of insertion; putting the entry back makes it the youngest.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  set(key: string, entry: VerifiedToken): void {
    this.#entries.set(key, entry);
    if (this.#entries.size <= entriesMax) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  get size(): number {
    return this.#entries.size;
  }
}
