import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface AwsRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Returns the headers of a POST request with its signature (AWS Signature Version 4) among them. */
export type SignAwsRequest = (request: AwsRequest) => Promise<Record<string, string>>;

/** Signs for one region of the key management service, with the given credentials and no others. */
export function awsRequestSigner(credentials: AwsCredentials, region: string): SignAwsRequest {
  const signer = new SignatureV4({ service: 'kms', region, credentials, sha256: Sha256 });
  return async ({ url, headers, body, at }) => {
    const { protocol, hostname, port, host, pathname } = new URL(url);
    const request = {
      method: 'POST',
      protocol,
      hostname,
      ...(port === '' ? {} : { port: Number(port) }),
      path: pathname,
      query: {},
      headers: { ...headers, host },
      body,
    };
    return (await signer.sign(request, { signingDate: new Date(at) })).headers;
  };
}

type Source = string | ArrayBuffer | ArrayBufferView;

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
