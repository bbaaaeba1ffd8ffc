import type { TenantId, TokenId, WorkspaceId } from '../domain/ids.ts';

export interface TokenClaims {
  readonly tenantId: TenantId;
  readonly workspaceId: WorkspaceId;
  readonly tokenId: TokenId;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Checks access tokens (RFC 9068 `at+jwt`, Ed25519). */
export interface TokenVerifier {
  /**
   * Signature, type, issuer, audience, times and shape; says nothing about revocation (see `Directory.token`).
   * `claims` of an expired but genuine token are kept, so that the failure can be audited under its tenant.
   */
  verify(token: string): Promise<
    | { readonly ok: true; readonly claims: TokenClaims }
    | {
        readonly ok: false;
        readonly reason: 'malformed' | 'signature' | 'expired';
        readonly claims?: TokenClaims;
      }
  >;
}

/** Issues access tokens. */
export interface TokenIssuer {
  /** The signed JWT; `kid` names the key that signed it. */
  issue(claims: TokenClaims): Promise<{ readonly jwt: string; readonly kid: string }>;
}
