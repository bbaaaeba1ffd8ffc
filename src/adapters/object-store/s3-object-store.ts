import { createHash } from 'node:crypto';
import type { SignAwsRequest } from '../../ports/aws-request-signer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { KmsTransport } from '../../ports/kms-transport.ts';
import type { ObjectStore, StoredObject } from '../../ports/object-store.ts';

export interface S3Settings {
  /** Origin of the service, such as `https://s3.ap-southeast-3.amazonaws.com`. */
  readonly endpoint: string;
  readonly bucket: string;
}

export interface S3Dependencies {
  readonly transport: KmsTransport;
  /** With the bucket's credentials, for S3 in its region. */
  readonly sign: SignAwsRequest;
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

  constructor(settings: S3Settings, use: S3Dependencies) {
    this.#settings = settings;
    this.#use = use;
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

  #sign(
    method: 'GET' | 'PUT',
    { href: url }: URL,
    { headers, body }: { headers: Record<string, string>; body: Buffer | undefined },
  ): Promise<Record<string, string>> {
    return this.#use.sign({ method, url, headers, body, at: this.#use.clock.now() });
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
