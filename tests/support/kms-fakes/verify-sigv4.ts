import { createHash, createHmac } from 'node:crypto';
import type { SeenCall } from './fake-service.ts';

export interface SigV4Account {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
  readonly service: string;
}

const fields =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
const mustBeSigned = ['host', 'x-amz-date', 'x-amz-target'];

/** Recomputes the signature of a POST without query (AWS Signature Version 4); the error code, or undefined. */
export function sigV4Fault(call: SeenCall, account: SigV4Account): string | undefined {
  const [, id, day = '', region, service, signed = '', signature = ''] =
    fields.exec(call.headers['authorization'] ?? '') ?? [];
  if (id === undefined) return 'MissingAuthenticationTokenException';
  const isKnown =
    id === account.accessKeyId && call.headers['x-amz-security-token'] === account.sessionToken;
  if (!isKnown) return 'UnrecognizedClientException';
  const isHere = region === account.region && service === account.service;
  const isRight =
    isHere && isComplete(call, account, { day, signed }) && sign(call, account, { day, signed });
  return isRight === signature ? undefined : 'InvalidSignatureException';
}

interface Signed {
  readonly day: string;
  /** Names of the signed headers, with semicolons between them. */
  readonly signed: string;
}

function isComplete(call: SeenCall, account: SigV4Account, { day, signed }: Signed): boolean {
  const names = signed.split(';');
  const needed =
    account.sessionToken === undefined ? mustBeSigned : [...mustBeSigned, 'x-amz-security-token'];
  const isToday = call.headers['x-amz-date']?.startsWith(`${day}T`) === true;
  return isToday && needed.every((name) => names.includes(name));
}

function sign(call: SeenCall, account: SigV4Account, { day, signed }: Signed): string {
  const headerOf = (name: string) => (call.headers[name] ?? '').trim().replace(/ +/g, ' ');
  const headers = signed.split(';').map((name) => `${name}:${headerOf(name)}`);
  const request = [call.method, call.path, '', ...headers, '', signed, hash(call.body)].join('\n');
  const scope = [day, account.region, account.service, 'aws4_request'];
  const toSign = [
    'AWS4-HMAC-SHA256',
    call.headers['x-amz-date'],
    scope.join('/'),
    hash(Buffer.from(request)),
  ].join('\n');
  const key = scope.reduce<Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    Buffer.from(`AWS4${account.secretAccessKey}`),
  );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
