import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { TokenVerifier } from '../../ports/token-service.ts';
import { readToken, type TokenParts, tokenBytesMax } from './token-format.ts';
import { VerifiedTokens } from './verified-tokens.ts';

type Verification = Awaited<ReturnType<TokenVerifier['verify']>>;

export interface JwtVerifierUse {
  /** Public key (32 bytes) of a signing key; undefined once it is retired. */
  readonly signingKey: (kid: string) => Buffer | undefined;
  readonly clock: Clock;
}

// Nodes of one deployment may disagree on the time by this much.
const clockSkewMs = 60_000;
const keysMax = 64;
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');
const malformed: Verification = { ok: false, reason: 'malformed' };
const badSignature: Verification = { ok: false, reason: 'signature' };

/** Verifies the access tokens that this deployment issued. */
export class JwtVerifier implements TokenVerifier {
  readonly #use: JwtVerifierUse;
  readonly #verified = new VerifiedTokens();
  readonly #keys = new Map<string, { readonly raw: Buffer; readonly key: KeyObject }>();

  constructor(use: JwtVerifierUse) {
    this.#use = use;
  }

  async verify(token: string): Promise<Verification> {
    if (token.length > tokenBytesMax) return malformed;
    const cacheKey = VerifiedTokens.key(token);
    return this.#remembered(cacheKey) ?? this.#verifyAnew(token, cacheKey);
  }

  #remembered(cacheKey: string): Verification | undefined {
    const entry = this.#verified.get(cacheKey);
    if (entry === undefined) return undefined;
    const isCurrent = this.#use.signingKey(entry.kid)?.equals(entry.publicKey) === true;
    if (isCurrent && entry.claims.expiresAt > this.#use.clock.now()) {
      return { ok: true, claims: entry.claims };
    }
    this.#verified.delete(cacheKey);
    return undefined;
  }

  #verifyAnew(token: string, cacheKey: string): Verification {
    const parts = readToken(token);
    if (parts === undefined) return malformed;
    const publicKey = this.#use.signingKey(parts.kid);
    if (publicKey === undefined || !this.#isSigned(parts, publicKey)) return badSignature;
    const now = this.#use.clock.now();
    if (parts.issuedAt > now + clockSkewMs) return malformed;
    if (parts.claims.expiresAt <= now) {
      return { ok: false, reason: 'expired', claims: parts.claims };
    }
    this.#verified.set(cacheKey, { claims: parts.claims, kid: parts.kid, publicKey });
    return { ok: true, claims: parts.claims };
  }

  #isSigned({ kid, signed, signature }: TokenParts, publicKey: Buffer): boolean {
    return verify(null, signed, this.#keyObject(kid, publicKey), signature);
  }

  #keyObject(kid: string, raw: Buffer): KeyObject {
    const known = this.#keys.get(kid);
    if (known?.raw.equals(raw)) return known.key;
    const spki = Buffer.concat([spkiHead, raw]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    if (this.#keys.size >= keysMax) this.#keys.clear();
    this.#keys.set(kid, { raw, key });
    return key;
  }
}
