import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoredVersion {
  readonly bytes: Buffer;
  /** ISO 8601; undefined without a lock. */
  readonly retainUntil: string | undefined;
}

export interface S3Server {
  readonly url: string;
  /** Every version of each object, by `/bucket/key`. */
  readonly objects: ReadonlyMap<string, readonly StoredVersion[]>;
  /** Whether Object Lock is on for the bucket; where it is off this server ignores the headers, as some do. */
  locks: boolean;
  close(): Promise<void>;
}

export interface S3Account {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

interface Answer {
  readonly status: number;
  readonly body?: string;
}

/** A bucket that checks signatures, checksums and retention, as S3 does. */
export async function startS3Server(account: S3Account): Promise<S3Server> {
  const objects = new Map<string, StoredVersion[]>();
  const state = { locks: true };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const isSigned = isSignedBy(account, request, body);
    const answer = isSigned ? answerTo(request, body, { objects, ...state }) : denied;
    response.writeHead(answer.status, { 'content-type': 'application/xml' }).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    objects,
    get locks() {
      return state.locks;
    },
    set locks(on) {
      state.locks = on;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const denied: Answer = { status: 403, body: '<Error><Code>SignatureDoesNotMatch</Code></Error>' };

interface Bucket {
  readonly objects: Map<string, StoredVersion[]>;
  readonly locks: boolean;
}

function answerTo(request: IncomingMessage, body: Buffer, bucket: Bucket): Answer {
  const { method, url = '' } = request;
  const [path = '', query = ''] = url.split('?');
  if (method === 'PUT' && query === '') return put(request, { path, body }, bucket);
  if (method === 'GET' && /^retention=?$/.test(query)) return retentionOf(path, bucket);
  return { status: 405 };
}

function put(
  { headers }: IncomingMessage,
  { path, body }: { readonly path: string; readonly body: Buffer },
  { objects, locks }: Bucket,
): Answer {
  const until = headers['x-amz-object-lock-retain-until-date'];
  let retainUntil: string | undefined;
  if (until !== undefined) {
    const isWhole = headers['content-md5'] === createHash('md5').update(body).digest('base64');
    const isAhead = Date.parse(String(until)) > Date.now();
    if (!isWhole || !isAhead) return { status: 400 };
    const isLocked = locks && headers['x-amz-object-lock-mode'] === 'COMPLIANCE';
    retainUntil = isLocked ? String(until) : undefined;
  }
  objects.set(path, [...(objects.get(path) ?? []), { bytes: body, retainUntil }]);
  return { status: 200 };
}

function retentionOf(path: string, { objects }: Bucket): Answer {
  const until = objects.get(path)?.at(-1)?.retainUntil;
  if (until === undefined) return { status: 404 };
  const inner = `<Mode>COMPLIANCE</Mode><RetainUntilDate>${until}</RetainUntilDate>`;
  return { status: 200, body: `<?xml version="1.0"?><Retention>${inner}</Retention>` };
}

/** AWS Signature Version 4, by the published steps. */
function isSignedBy(account: S3Account, request: IncomingMessage, body: Buffer): boolean {
  const { method = '', url = '', headers } = request;
  const authorization = String(headers.authorization);
  const [path = '', query = ''] = url.split('?');
  const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1] ?? '';
  const [, keyId, date = '', region = ''] =
    /Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request/.exec(authorization) ?? [];
  if (keyId !== account.accessKeyId || region !== account.region) return false;
  const hash = createHash('sha256').update(body).digest('hex');
  if (headers['x-amz-content-sha256'] !== hash) return false;
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonicalQuery = query === '' || query.includes('=') ? query : `${query}=`;
  const canonical = [method, path, canonicalQuery, lines.join(''), signed, hash].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    `${date}/${region}/s3/aws4_request`,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const key = [date, region, 's3', 'aws4_request'].reduce<Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    Buffer.from(`AWS4${account.secretAccessKey}`),
  );
  const expected = createHmac('sha256', key).update(toSign).digest();
  const given = Buffer.from(/Signature=([0-9a-f]{64})/.exec(authorization)?.[1] ?? '', 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
