import { z } from 'zod';
import type { KeyCheckValue, Kms, WrapContext, WrappedKey } from '../../../ports/kms.ts';
import type { KmsReply } from '../../../ports/kms-transport.ts';
import { jsonWithSecret, takeSecret } from '../remote/base64-field.ts';
import { type BearerTokens, tokenRefused } from '../remote/bearer-tokens.ts';
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
import { crc32c } from './crc32c.ts';
import { type GcpServiceAccount, gcpAccessTokens } from './gcp-access-token.ts';

export interface GcpKmsSettings {
  /** `projects/…/locations/…/keyRings/…/cryptoKeys/…`, symmetric; the first one wraps. */
  readonly keys: readonly string[];
  /** Origin. */
  readonly endpoint: string;
  readonly account: GcpServiceAccount;
}

const encrypted = z.object({
  name: z.string(),
  ciphertext: z.base64(),
  ciphertextCrc32c: z.coerce.number(),
  verifiedPlaintextCrc32c: z.literal(true),
  verifiedAdditionalAuthenticatedDataCrc32c: z.literal(true),
});
const decrypted = z.object({ plaintextCrc32c: z.coerce.number() });
const failure = z.object({ error: z.object({ status: z.string() }) });

interface GcpCall {
  readonly kekRef: string;
  readonly operation: 'encrypt' | 'decrypt';
  /** Made anew for each attempt: a body is zeroed once it is sent. */
  readonly body: () => Buffer;
}

/** Google Cloud KMS (REST v1) with additional authenticated data, and checksums in both directions. */
export class GcpKms implements Kms {
  readonly #service: KmsService;
  readonly #tokens: BearerTokens;
  readonly #endpoint: string;
  readonly #keys: readonly string[];

  constructor(settings: GcpKmsSettings, service: KmsService) {
    this.#service = service;
    this.#tokens = gcpAccessTokens(settings.account, service);
    this.#endpoint = settings.endpoint;
    this.#keys = settings.keys;
  }

  async wrap(dek: Buffer, context: WrapContext, kekRef?: string): Promise<WrappedKey> {
    const [first = ''] = this.#keys;
    const wanted = kekRef ?? refOf(first);
    if (!this.#holds(wanted)) throw unavailable(this.#service, `no key ${wanted}`);
    return this.#wrapUnder(wanted, dek, context);
  }

  async unwrap({ kekRef, blob }: WrappedKey, { aad }: WrapContext): Promise<Buffer> {
    if (!this.#holds(kekRef)) throw unreadable(kekRef);
    const fields = {
      ciphertext: blob.toString('base64'),
      ciphertextCrc32c: String(crc32c(blob)),
      ...withAad(aad),
    };
    const body = () => Buffer.from(JSON.stringify(fields));
    return this.#call({ kekRef, operation: 'decrypt', body }, (reply) => {
      const dek = takeSecret(reply.body, 'plaintext');
      if (isDataKey(dek) && readJson(decrypted, reply).plaintextCrc32c === crc32c(dek)) return dek;
      dek?.fill(0);
      throw unavailable(this.#service, 'what was decrypted was damaged on its way');
    });
  }

  /** Google never gives a key's name twice; that this one is at hand is proven by a round trip. */
  async probe(): Promise<readonly KeyCheckValue[]> {
    return Promise.all(
      this.#keys.map(async (name) => {
        const isSame = await roundTrips({
          wrap: (dek, context) => this.#wrapUnder(refOf(name), dek, context),
          unwrap: (wrapped, context) => this.unwrap(wrapped, context),
        });
        if (!isSame) throw unavailable(this.#service, 'the round trip gave another key');
        return checkValue(refOf(name), name);
      }),
    );
  }

  #holds(kekRef: string): boolean {
    return this.#keys.some((name) => refOf(name) === kekRef);
  }

  async #wrapUnder(kekRef: string, dek: Buffer, { aad }: WrapContext): Promise<WrappedKey> {
    const fields = { plaintextCrc32c: String(crc32c(dek)), ...withAad(aad) };
    const secret = { name: 'plaintext', bytes: dek, alphabet: 'base64' } as const;
    const body = () => jsonWithSecret(fields, secret);
    return this.#call({ kekRef, operation: 'encrypt', body }, (reply) => {
      const answer = readJson(encrypted, reply);
      const blob = Buffer.from(answer.ciphertext, 'base64');
      if (!answer.name.startsWith(`${nameOf(kekRef)}/cryptoKeyVersions/`)) {
        throw unavailable(this.#service, 'another key was used');
      }
      if (answer.ciphertextCrc32c !== crc32c(blob)) {
        throw unavailable(this.#service, 'what was encrypted was damaged on its way');
      }
      return { kekRef, blob };
    });
  }

  async #call<T>(call: GcpCall, read: (reply: KmsReply) => T): Promise<T> {
    const url = `${this.#endpoint}/v1/${nameOf(call.kekRef)}:${call.operation}`;
    const answer = await this.#tokens.use((token) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      return callService(
        this.#service,
        { method: 'POST', url, headers, body: call.body() },
        (reply) => {
          if (reply.status === 401) return tokenRefused;
          if (reply.status !== 200) throw this.#refusal(call, reply);
          return read(reply);
        },
      );
    });
    if (answer === tokenRefused) throw unavailable(this.#service, 'access token refused');
    return answer;
  }

  #refusal({ operation, kekRef }: GcpCall, reply: KmsReply): Error {
    const { status } = readJson(failure, reply).error;
    // For `decrypt` this means that ciphertext, key and additional data do not fit each other.
    if (operation === 'decrypt' && reply.status === 400 && status === 'INVALID_ARGUMENT') {
      return unreadable(kekRef);
    }
    return unavailable(this.#service, `status ${reply.status}, ${plainCode(status)}`);
  }
}

function refOf(name: string): string {
  return `gcp:${name}`;
}

function nameOf(kekRef: string): string {
  return kekRef.slice('gcp:'.length);
}

function withAad(aad: Buffer) {
  return {
    additionalAuthenticatedData: aad.toString('base64'),
    additionalAuthenticatedDataCrc32c: String(crc32c(aad)),
  };
}
