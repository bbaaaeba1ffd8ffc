import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SealingContext } from '../../../domain/credential/envelope.ts';
import type { SignAwsRequest } from '../../../ports/aws-request-signer.ts';
import type { KeyCheckValue, Kms, WrapContext, WrappedKey } from '../../../ports/kms.ts';
import type { KmsReply } from '../../../ports/kms-transport.ts';
import { jsonWithSecret, type SecretField, takeSecret } from '../remote/base64-field.ts';
import { checkValue, isDataKey } from '../remote/data-key.ts';
import { roundTrips } from '../remote/round-trip.ts';
import {
  callService,
  type KmsService,
  plainCode,
  readJson,
  unavailable,
  unreadable,
} from '../remote/service-call.ts';
import { type AwsCredentials, awsRequestSigner } from './aws-request-signer.ts';

export interface AwsKmsSettings {
  /** ARNs of symmetric encryption keys; the first one wraps. */
  readonly keys: readonly string[];
  /** Origin of a VPC or FIPS endpoint; otherwise the public one of each key's region. */
  readonly endpoint?: string;
  readonly credentials: AwsCredentials;
}

interface AwsKey {
  readonly arn: string;
  readonly url: string;
  readonly sign: SignAwsRequest;
}

interface AwsCall {
  readonly operation: 'Encrypt' | 'Decrypt';
  /** Zeroed once it is sent. */
  readonly body: Buffer;
}

// The ciphertext, its encryption context or its key do not fit; every other error is about the service or the access.
const misfits = new Set(['InvalidCiphertextException', 'IncorrectKeyException']);

const encrypted = z.object({ KeyId: z.string(), CiphertextBlob: z.base64() });
const decrypted = z.object({ KeyId: z.string() });
const failure = z.object({ __type: z.string() });

/** AWS Key Management Service (JSON 1.1 protocol): `Encrypt` and `Decrypt` with the context as encryption context. */
export class AwsKms implements Kms {
  readonly #service: KmsService;
  readonly #keys: ReadonlyMap<string, AwsKey>;
  readonly #active: string;

  constructor(settings: AwsKmsSettings, service: KmsService) {
    this.#service = service;
    this.#keys = new Map(settings.keys.map((arn) => [refOf(arn), awsKey(arn, settings)]));
    this.#active = refOf(settings.keys[0] ?? '');
  }

  async wrap(dek: Buffer, context: WrapContext, kekRef = this.#active): Promise<WrappedKey> {
    return this.#wrapUnder(kekRef, dek, context);
  }

  async unwrap({ kekRef, blob }: WrappedKey, { fields }: WrapContext): Promise<Buffer> {
    const key = this.#keys.get(kekRef);
    if (key === undefined) throw unreadable(kekRef);
    const body = {
      KeyId: key.arn,
      EncryptionContext: encryptionContext(fields),
      CiphertextBlob: blob.toString('base64'),
    };
    const call = { operation: 'Decrypt', body: Buffer.from(JSON.stringify(body)) } as const;
    return this.#call(key, call, (reply) => {
      if (reply.status !== 200) throw this.#refusal(reply, kekRef);
      const dek = takeSecret(reply.body, 'Plaintext');
      if (!isDataKey(dek) || readJson(decrypted, reply).KeyId !== key.arn) {
        dek?.fill(0);
        throw unavailable(this.#service, 'Decrypt answered something else');
      }
      return dek;
    });
  }

  /** An ARN names one key for ever; that this one is at hand is proven by a round trip. */
  async probe(): Promise<readonly KeyCheckValue[]> {
    return Promise.all(
      [...this.#keys].map(async ([kekRef, { arn }]) => {
        const isSame = await roundTrips({
          wrap: (dek, context) => this.#wrapUnder(kekRef, dek, context),
          unwrap: (wrapped, context) => this.unwrap(wrapped, context),
        });
        if (!isSame) throw unavailable(this.#service, 'the round trip gave another key');
        return checkValue(kekRef, arn);
      }),
    );
  }

  async #wrapUnder(kekRef: string, dek: Buffer, { fields }: WrapContext): Promise<WrappedKey> {
    const key = this.#keys.get(kekRef);
    if (key === undefined) throw unavailable(this.#service, `no key ${kekRef}`);
    const body = { KeyId: key.arn, EncryptionContext: encryptionContext(fields) };
    const secret: SecretField = { name: 'Plaintext', bytes: dek, alphabet: 'base64' };
    const call = { operation: 'Encrypt', body: jsonWithSecret(body, secret) } as const;
    return this.#call(key, call, (reply) => {
      if (reply.status !== 200) throw this.#refusal(reply);
      const { KeyId, CiphertextBlob } = readJson(encrypted, reply);
      if (KeyId !== key.arn) throw unavailable(this.#service, 'Encrypt used another key');
      return { kekRef, blob: Buffer.from(CiphertextBlob, 'base64') };
    });
  }

  async #call<T>(
    key: AwsKey,
    { operation, body }: AwsCall,
    read: (reply: KmsReply) => T,
  ): Promise<T> {
    const headers = await key.sign({
      method: 'POST',
      url: key.url,
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `TrentService.${operation}`,
      },
      body,
      at: this.#service.clock.now(),
    });
    return callService(this.#service, { method: 'POST', url: key.url, headers, body }, read);
  }

  #refusal(reply: KmsReply, kekRef?: string): Error {
    // Some answers put a namespace in front: `com.amazonaws.kms#NotFoundException`.
    const code = readJson(failure, reply).__type.split('#').at(-1);
    if (kekRef !== undefined && misfits.has(code ?? '')) return unreadable(kekRef);
    return unavailable(this.#service, `status ${reply.status}, ${plainCode(code)}`);
  }
}

function refOf(arn: string): string {
  return `aws:${arn}`;
}

function awsKey(arn: string, { endpoint, credentials }: AwsKmsSettings): AwsKey {
  const region = arn.split(':')[3] ?? '';
  const url = `${endpoint ?? publicEndpoint(arn)}/`;
  return { arn, url, sign: awsRequestSigner(credentials, { service: 'kms', region }) };
}

/** Origin of the service in the region and partition of a key's ARN. */
export function publicEndpoint(arn: string): string {
  const [, partition, , region] = arn.split(':');
  return `https://kms.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`;
}

/** Recorded in CloudTrail with each call, so it holds ids and a hash, never an address. */
function encryptionContext(fields: SealingContext): Record<string, string> {
  const { purpose, tenantId, provider, credentialId, version, destination } = fields;
  return {
    app: 'monago',
    purpose,
    tenant: tenantId,
    ...(provider === undefined ? {} : { provider }),
    ...(credentialId === undefined ? {} : { credential: credentialId }),
    version: String(version),
    dest_hash: createHash('sha256').update(destination, 'utf8').digest('hex'),
  };
}
