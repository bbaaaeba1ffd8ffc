import type { Clock } from '../../ports/clock.ts';
import type { Ed25519Sign } from '../../ports/signing-key-vault.ts';
import type { TokenClaims, TokenIssuer } from '../../ports/token-service.ts';
import { unsignedToken } from './token-format.ts';

/** The key that signs now. */
export interface TokenSigningKey {
  readonly kid: string;
  readonly sign: Ed25519Sign;
}

/** Issues access tokens (RFC 9068 `at+jwt`), signed with Ed25519. */
export class JwtIssuer implements TokenIssuer {
  readonly #key: TokenSigningKey;
  readonly #clock: Clock;

  constructor(key: TokenSigningKey, clock: Clock) {
    this.#key = key;
    this.#clock = clock;
  }

  async issue(claims: TokenClaims): Promise<{ jwt: string; kid: string }> {
    const { kid, sign } = this.#key;
    const unsigned = unsignedToken(kid, claims, this.#clock.now());
    const signature = sign(Buffer.from(unsigned, 'latin1')).toString('base64url');
    return { jwt: `${unsigned}.${signature}`, kid };
  }
}
