import { createHash, timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SeenRequest } from '../server/request-log.ts';
import { type AccountRules, defaultRegion, type EmulatedAccessKey } from './account.ts';
import { AwsFailure } from './aws-failure.ts';
import { Sha256 } from './sha256.ts';

/** The words in which a service refuses a signature: STS and Bedrock use different codes. */
export type SignatureCodes = {
  missing: string;
  unknownKey: string;
  wrong: string;
  expired: string;
};

export const stsCodes: SignatureCodes = {
  missing: 'MissingAuthenticationToken',
  unknownKey: 'InvalidClientTokenId',
  wrong: 'SignatureDoesNotMatch',
  expired: 'ExpiredToken',
};
export const bedrockCodes: SignatureCodes = {
  missing: 'MissingAuthenticationTokenException',
  unknownKey: 'UnrecognizedClientException',
  wrong: 'InvalidSignatureException',
  expired: 'ExpiredTokenException',
};

const AUTHORITY = ':authority';
const SKEW_MS_MAX = 5 * 60 * 1000;
const FIELDS =
  /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

type Claim = {
  accessKeyId: string;
  region: string;
  service: string;
  signedHeaders: string[];
  authorization: string;
  date: Date;
};

/** The access key that signed the request; throws the refusal that AWS gives. */
export async function verifySignature(
  request: SeenRequest,
  expected: { service: string; codes: SignatureCodes },
  rules: AccountRules,
): Promise<EmulatedAccessKey> {
  const { codes, service } = expected;
  const claim = readClaim(request, codes);
  const region = rules.region ?? defaultRegion;
  const key = rules.accessKeys?.find(({ accessKeyId }) => accessKeyId === claim.accessKeyId);
  const token = request.headers['x-amz-security-token'];
  if (key === undefined || token !== key.sessionToken) {
    throw refusal(codes.unknownKey, 'The security token included in the request is invalid.');
  }
  if (claim.region !== region) {
    const message = `Credential should be scoped to a valid region, not '${claim.region}'. `;
    throw refusal(codes.wrong, message);
  }
  if (claim.service !== service) {
    throw refusal(codes.wrong, `Credential should be scoped to correct service: '${service}'. `);
  }
  refuseClock(claim, codes);
  await refuseWrongSignature(request, { claim, key, codes });
  if (key.isExpired) {
    throw refusal(codes.expired, 'The security token included in the request is expired');
  }
  return key;
}

function readClaim(request: SeenRequest, codes: SignatureCodes): Claim {
  const authorization = request.headers.authorization ?? '';
  const [, accessKeyId, day, region, service, names] = FIELDS.exec(authorization) ?? [];
  const date = dateOf(request.headers['x-amz-date']);
  if (!accessKeyId || !day || !region || !service || !names || date === undefined) {
    throw refusal(codes.missing, 'Request is missing Authentication Token');
  }
  const signedHeaders = names.split(';');
  return { accessKeyId, region, service, signedHeaders, authorization, date };
}

function dateOf(header: string | string[] | undefined): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(header));
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function refuseClock({ date }: Claim, codes: SignatureCodes): void {
  const skew = Date.now() - date.getTime();
  if (Math.abs(skew) <= SKEW_MS_MAX) return;
  const what = skew > 0 ? 'Signature expired' : 'Signature not yet current';
  throw refusal(codes.wrong, `${what}: ${date.toISOString()} is too far from now`);
}

async function refuseWrongSignature(
  request: SeenRequest,
  { claim, key, codes }: { claim: Claim; key: EmulatedAccessKey; codes: SignatureCodes },
): Promise<void> {
  // Over HTTP/2, AWS's client signs the pseudo-header that stands for the host.
  const host = claim.signedHeaders.includes(AUTHORITY) ? AUTHORITY : 'host';
  const mustBeSigned = [host, 'x-amz-date'];
  if (key.sessionToken !== undefined) mustBeSigned.push('x-amz-security-token');
  const isComplete = mustBeSigned.every((name) => claim.signedHeaders.includes(name));
  const hash = request.headers['x-amz-content-sha256'];
  const isBodyIntact =
    hash === undefined || hash === createHash('sha256').update(request.body).digest('hex');
  const right = await authorizationOf(request, claim, key);
  if (isComplete && isBodyIntact && isEqual(right, claim.authorization)) return;
  throw refusal(
    codes.wrong,
    'The request signature we calculated does not match the signature you provided. ' +
      `Check your AWS Secret Access Key and signing method. (${claim.accessKeyId})`,
  );
}

async function authorizationOf(
  request: SeenRequest,
  claim: Claim,
  key: EmulatedAccessKey,
): Promise<string> {
  const { region, service, signedHeaders } = claim;
  const signer = new SignatureV4({
    credentials: key,
    region,
    service,
    sha256: Sha256,
    applyChecksum: false,
  });
  const signed = await signer.sign(
    unsigned(request, signedHeaders),
    // Names that a signer leaves out by itself are signed when the client signed them.
    { signingDate: claim.date, signableHeaders: new Set(signedHeaders) },
  );
  return signed.headers['authorization'] ?? '';
}

function unsigned(request: SeenRequest, signedHeaders: readonly string[]) {
  const { pathname, searchParams } = splitTarget(request.path);
  const headers: Record<string, string> = {};
  for (const name of signedHeaders) {
    headers[name] = String(request.headers[name === AUTHORITY ? 'host' : name]);
  }
  const query: Record<string, string[]> = {};
  for (const [name, value] of searchParams) query[name] = [...(query[name] ?? []), value];
  return {
    method: request.method,
    protocol: 'http:',
    hostname: 'emulator.invalid',
    path: pathname,
    query,
    headers,
    body: request.body,
  };
}

// A URL would rewrite the path, and the signature is over the path as it was sent.
function splitTarget(target: string): { pathname: string; searchParams: URLSearchParams } {
  const at = target.indexOf('?');
  return {
    pathname: at < 0 ? target : target.slice(0, at),
    searchParams: new URLSearchParams(at < 0 ? '' : target.slice(at + 1)),
  };
}

function refusal(code: string, message: string): AwsFailure {
  return new AwsFailure(403, { code, message });
}

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
