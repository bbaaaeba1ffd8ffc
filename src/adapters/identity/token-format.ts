import { z } from 'zod';
import { isId, type TenantId, type TokenId, type WorkspaceId } from '../../domain/ids.ts';
import type { TokenClaims } from '../../ports/token-service.ts';

/** The one algorithm (RFC 9864) and the one type (RFC 9068) of Monago's tokens. */
const tokenAlgorithm = 'Ed25519';
const tokenType = 'at+jwt';
const tokenIssuer = 'monago';
const tokenAudience = 'monago-gateway';
export const tokenBytesMax = 8 * 1024;

const lifetimeSecondsMax = 366 * 24 * 60 * 60;
const seconds = z.int().nonnegative();

// Strict: a header that names a key of its own (jwk, jku, x5u, x5c) or a critical extension is refused, not ignored.
const headerSchema = z.strictObject({
  alg: z.literal(tokenAlgorithm),
  typ: z.literal(tokenType),
  kid: z.string().min(1).max(64),
});

const payloadSchema = z
  .strictObject({
    iss: z.literal(tokenIssuer),
    aud: z.literal(tokenAudience),
    sub: z.string(),
    tid: z.custom<TenantId>((text) => typeof text === 'string' && isId('ten', text)),
    wid: z.custom<WorkspaceId>((text) => typeof text === 'string' && isId('ws', text)),
    jti: z.custom<TokenId>((text) => typeof text === 'string' && isId('tok', text)),
    iat: seconds,
    exp: seconds,
  })
  .refine(({ sub, jti }) => sub === `app:${jti}`)
  .refine(({ iat, exp }) => exp > iat && exp - iat <= lifetimeSecondsMax);

export interface TokenParts {
  readonly kid: string;
  /** `header.payload`, what the signature covers. */
  readonly signed: Buffer;
  /** 64 bytes. */
  readonly signature: Buffer;
  readonly claims: TokenClaims;
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
}

/** `header.payload` of a token, ready to be signed. @param iatMs milliseconds since the epoch */
export function unsignedToken(kid: string, claims: TokenClaims, iatMs: number): string {
  const header = { alg: tokenAlgorithm, typ: tokenType, kid };
  const payload = {
    iss: tokenIssuer,
    aud: tokenAudience,
    sub: `app:${claims.tokenId}`,
    tid: claims.tenantId,
    wid: claims.workspaceId,
    jti: claims.tokenId,
    iat: Math.floor(iatMs / 1000),
    exp: Math.floor(claims.expiresAt / 1000),
  };
  return `${encode(header)}.${encode(payload)}`;
}

/** The shape of a token, nothing about its signature or times; undefined when it is not one of ours. */
export function readToken(token: string): TokenParts | undefined {
  const [header, payload, signature, extra] = token.split('.', 4);
  if (header === undefined || payload === undefined || signature === undefined) return undefined;
  if (extra !== undefined) return undefined;
  const head = headerSchema.safeParse(decode(header));
  const body = payloadSchema.safeParse(decode(payload));
  const bytes = canonicalBytes(signature);
  if (!head.success || !body.success || bytes?.length !== 64) return undefined;
  const { tid, wid, jti, iat, exp } = body.data;
  return {
    kid: head.data.kid,
    signed: Buffer.from(`${header}.${payload}`, 'latin1'),
    signature: bytes,
    claims: { tenantId: tid, workspaceId: wid, tokenId: jti, expiresAt: exp * 1000 },
    issuedAt: iat * 1000,
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Parsed JSON in the only spelling we write: no blanks, no member twice, no other base64. */
function decode(part: string): unknown {
  const text = canonicalBytes(part)?.toString('utf8');
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return JSON.stringify(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

// Node's decoder skips what it does not know; two spellings of one token would then be the same token.
function canonicalBytes(part: string): Buffer | undefined {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : undefined;
}
