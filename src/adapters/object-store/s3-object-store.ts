import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Clock } from '../../ports/clock.ts';
import type { KmsTransport } from '../../ports/kms-transport.ts';
import type { ObjectStore, StoredObject } from '../../ports/object-store.ts';

export interface S3Settings {
  /** Origin of the service, such as `https://s3.ap-southeast-3.amazonaws.com`. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface S3Dependencies {
  readonly transport: KmsTransport;
  readonly clock: Clock;
}

const timeoutMs = 30_000;

/**
 * An S3-compatible bucket, addressed by path. Retention is Object Lock in compliance mode, which asks for a checksum of
 * the body; both that AWS and that others know are sent.
 */
export class S3ObjectStore implements ObjectStore {
  readonly #settings: S3Settings;
  readonly #use: S3Dependencies;
  readonly #signer: SignatureV4;

  constructor(settings: S3Settings, use: S3Dependencies) {
    this.#settings = settings;
    this.#use = use;
    const { region, accessKeyId, secretAccessKey } = settings;
    const credentials = { accessKeyId, secretAccessKey };
    // Of all services, S3 alone does not want the path escaped a second time.
    const options = { service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false };
    this.#signer = new SignatureV4(options);
  }

  async put(object: StoredObject): Promise<string> {
    const { endpoint, bucket } = this.#settings;
    const url = new URL(`${endpoint}/${bucket}/${object.key}`);
    const body = Buffer.from(object.bytes);
    const { status } = await this.#use.transport.request({
      method: 'PUT',
      url: url.href,
      headers: await this.#sign('PUT', url, { headers: headersOf(object, body), body }),
      body,
      timeoutMs,
    });
    if (status !== 200) throw new Error(`${url.host}: PUT of ${object.key}: status ${status}`);
    if (object.retainUntil !== undefined) await this.#confirm(url, object.retainUntil);
    return url.href;
  }

  /** A bucket without Object Lock, or a service that does not know it, takes the object and lets anybody delete it. */
  async #confirm(object: URL, retainUntil: number): Promise<void> {
    const url = new URL(`${object.href}?retention=`);
    const { status, body } = await this.#use.transport.request({
      method: 'GET',
      url: url.href,
      headers: await this.#sign('GET', url, { headers: {}, body: undefined }),
      body: undefined,
      timeoutMs,
    });
    const answer = body.toString('utf8');
    const [, until = ''] = /<RetainUntilDate>([^<]{1,40})</.exec(answer) ?? [];
    const isLocked = status === 200 && /<Mode>COMPLIANCE</.test(answer);
    // Services keep whole seconds.
    if (isLocked && Date.parse(until) >= retainUntil - 1_000) return;
    throw new Error(
      `${url.host}: the object is not locked until the time asked for: status ${status} of GET ?retention`,
    );
  }

  async #sign(
    method: 'GET' | 'PUT',
    url: URL,
    { headers, body }: { headers: Record<string, string>; body: Buffer | undefined },
  ): Promise<Record<string, string>> {
    const request = {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host, ...headers },
      ...(body === undefined ? {} : { body }),
    };
    const signed = await this.#signer.sign(request, {
      signingDate: new Date(this.#use.clock.now()),
    });
    return signed.headers;
  }
}

function headersOf(
  { contentType, retainUntil }: StoredObject,
  body: Buffer,
): Record<string, string> {
  return {
    'content-type': contentType,
    'content-md5': createHash('md5').update(body).digest('base64'),
    'x-amz-checksum-sha256': createHash('sha256').update(body).digest('base64'),
    ...(retainUntil === undefined
      ? {}
      : {
          'x-amz-object-lock-mode': 'COMPLIANCE',
          'x-amz-object-lock-retain-until-date': new Date(retainUntil).toISOString(),
        }),
  };
}

type Source = string | ArrayBuffer | ArrayBufferView;

/** The hash that the signer is given: the one of the runtime. */
class Sha256 {
  readonly #secret: Buffer | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: Source) {
    this.#secret = secret === undefined ? undefined : bytesOf(secret);
    this.#hash = this.#start();
  }

  update(data: Source): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#start();
  }

  #start(): Hash | Hmac {
    return this.#secret === undefined ? createHash('sha256') : createHmac('sha256', this.#secret);
  }
}

function bytesOf(source: Source): Buffer {
  if (typeof source === 'string') return Buffer.from(source, 'utf8');
  if (source instanceof ArrayBuffer) return Buffer.from(source);
  return Buffer.from(source.buffer, source.byteOffset, source.byteLength);
}
