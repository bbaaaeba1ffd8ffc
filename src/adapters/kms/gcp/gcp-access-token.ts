import { createPrivateKey, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { type BearerToken, BearerTokens } from '../remote/bearer-tokens.ts';
import { callService, type KmsService, readJson, unavailable } from '../remote/service-call.ts';

/** What Monago needs of a service account's key file. */
export interface GcpServiceAccount {
  readonly clientEmail: string;
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
  readonly privateKeyId: string;
  readonly tokenUri: string;
}

const scope = 'https://www.googleapis.com/auth/cloudkms';
const assertionSeconds = 3600;
const answer = z.object({
  access_token: z.string().min(1),
  token_type: z.literal('Bearer'),
  expires_in: z.number().positive(),
});

/** Access tokens for a service account's signed assertions (RFC 7523). */
export function gcpAccessTokens(account: GcpServiceAccount, service: KmsService): BearerTokens {
  const key = createPrivateKey(account.privateKey);
  return new BearerTokens(() => fetchToken(account, key, service), service.clock);
}

async function fetchToken(
  account: GcpServiceAccount,
  key: KeyObject,
  service: KmsService,
): Promise<BearerToken> {
  const now = Math.floor(service.clock.now() / 1000);
  const assertion = await new SignJWT({ scope })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: account.privateKeyId })
    .setIssuer(account.clientEmail)
    .setAudience(account.tokenUri)
    .setIssuedAt(now)
    .setExpirationTime(now + assertionSeconds)
    .sign(key);
  const form = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion,
  });
  const call = {
    method: 'POST',
    url: account.tokenUri,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(form.toString()),
  } as const;
  return callService(service, call, (reply) => {
    if (reply.status !== 200) throw unavailable(service, `no access token, ${reply.status}`);
    const { access_token, expires_in } = readJson(answer, reply);
    return { value: access_token, lifetimeMs: expires_in * 1000 };
  });
}
