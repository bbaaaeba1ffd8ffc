import { createHash, createHmac } from 'node:crypto';
import type { BedrockSecret } from '../../domain/credential/bedrock-secret.ts';
import type { AwsTarget } from './aws-target.ts';

export type AwsAccessKey = Extract<BedrockSecret, { kind: 'access_key' }>;

export interface AwsRequest {
  readonly method: string;
  /** As the Host header has it, without the scheme's own port. */
  readonly host: string;
  readonly target: AwsTarget;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

export interface AwsScope {
  readonly region: string;
  /** The service's signing name. */
  readonly service: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export const sessionTokenHeader = 'x-amz-security-token';
const algorithm = 'AWS4-HMAC-SHA256';
const terminator = 'aws4_request';

/**
 * The headers of a request with its signature among them (AWS Signature Version 4, double path encoding). The secret
 * access key and the session token are read as bytes and never become strings, and every derived key is zeroed; the
 * session token is part of what is signed, and its header is for the caller to add.
 */
export function signAwsRequest(
  request: AwsRequest,
  key: AwsAccessKey,
  scope: AwsScope,
): Record<string, string> {
  const date = new Date(scope.at).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const bodyHash = sha256(request.body ?? Buffer.alloc(0));
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.host,
    'x-amz-date': date,
    'x-amz-content-sha256': bodyHash,
  };
  const signed = signedHeaders(headers, key);
  const names = signed.map(([name]) => name).join(';');
  const parts = [date.slice(0, 8), scope.region, scope.service, terminator];
  const canonicalHash = createHash('sha256');
  for (const piece of canonicalRequest(request, signed, names)) canonicalHash.update(piece);
  canonicalHash.update(bodyHash);
  const toSign = [algorithm, date, parts.join('/'), canonicalHash.digest('hex')].join('\n');
  const signature = signWith(key.secretAccessKey, parts, toSign);
  const credential = `${key.accessKeyId.toString('latin1')}/${parts.join('/')}`;
  headers['authorization'] =
    `${algorithm} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return headers;
}

type SignedHeader = readonly [name: string, value: string | Buffer];

// Only what decides the meaning of a request is signed: a header that the client library rewrites must not void it.
function signedHeaders(
  headers: Readonly<Record<string, string>>,
  { sessionToken }: AwsAccessKey,
): SignedHeader[] {
  const signed: SignedHeader[] = Object.entries(headers)
    .filter(([name]) => name !== sessionTokenHeader)
    .filter(([name]) => name === 'host' || name === 'content-type' || name.startsWith('x-amz'))
    .map(([name, value]) => [name, value.trim().replace(/\s+/g, ' ')]);
  if (sessionToken !== undefined) signed.push([sessionTokenHeader, sessionToken]);
  return signed.sort(([a], [b]) => (a < b ? -1 : 1));
}

function canonicalRequest(
  { method, target }: AwsRequest,
  signed: readonly SignedHeader[],
  names: string,
): (string | Buffer)[] {
  // The path is encoded a second time; after the first time, the percent sign is all that is left to encode.
  const path = target.path.replaceAll('%', '%25');
  const lines = signed.flatMap(([name, value]) => [`${name}:`, value, '\n']);
  return [`${method}\n${path}\n${target.query}\n`, ...lines, `\n${names}\n`];
}

function signWith(secretAccessKey: Buffer, parts: readonly string[], toSign: string): string {
  const prefix = 'AWS4';
  // Slow: memory of its own, not a slice of the shared pool, so that zeroing it leaves no copy behind.
  let key = Buffer.allocUnsafeSlow(prefix.length + secretAccessKey.length);
  key.write(prefix, 'latin1');
  secretAccessKey.copy(key, prefix.length);
  for (const part of parts) {
    const derived = createHmac('sha256', key).update(part).digest();
    key.fill(0);
    key = derived;
  }
  const signature = createHmac('sha256', key).update(toSign).digest('hex');
  key.fill(0);
  return signature;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
