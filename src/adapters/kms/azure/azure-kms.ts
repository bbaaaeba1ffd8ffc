import { createHash } from 'node:crypto';
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
import { type AzureClient, azureAccessTokens } from './azure-access-token.ts';

export interface AzureKmsSettings {
  /** Identifiers of RSA keys with their versions, `https://….vault.azure.net/keys/…/…`; the first one wraps. */
  readonly keys: readonly string[];
  readonly client: AzureClient;
}

interface AzureCall {
  readonly key: string;
  readonly operation: 'wrapkey' | 'unwrapkey' | 'get';
  /** Made anew for each attempt: a body is zeroed once it is sent. */
  readonly body?: () => Buffer;
}

const alg = 'RSA-OAEP-256';
const version = 'api-version=7.4';
const result = z.object({ kid: z.string(), value: z.base64url() });
const unwrapped = z.object({ kid: z.string() });
const bundle = z.object({
  key: z.object({
    kid: z.string(),
    kty: z.enum(['RSA', 'RSA-HSM']),
    n: z.base64url().min(342),
    e: z.base64url(),
  }),
});
const failure = z.object({ error: z.object({ code: z.string() }) });

/**
 * Azure Key Vault and Managed HSM: `wrapKey` and `unwrapKey` with RSA-OAEP-256. The service takes no additional data, so
 * the wrapping is not bound to its context; the ciphertext under the data key is, and that is what holds.
 */
export class AzureKms implements Kms {
  readonly #service: KmsService;
  readonly #tokens: BearerTokens;
  readonly #keys: readonly string[];

  constructor(settings: AzureKmsSettings, service: KmsService) {
    this.#service = service;
    this.#tokens = azureAccessTokens(settings.client, service);
    this.#keys = settings.keys;
  }

  async wrap(dek: Buffer, _context: WrapContext, kekRef?: string): Promise<WrappedKey> {
    const key = kekRef === undefined ? this.#keys[0] : this.#keyOf(kekRef);
    if (key === undefined) throw unavailable(this.#service, `no key ${kekRef}`);
    return this.#wrapUnder(key, dek);
  }

  async unwrap({ kekRef, blob }: WrappedKey): Promise<Buffer> {
    const key = this.#keyOf(kekRef);
    if (key === undefined) throw unreadable(kekRef);
    const body = () => Buffer.from(JSON.stringify({ alg, value: blob.toString('base64url') }));
    return this.#call({ key, operation: 'unwrapkey', body }, (reply) => {
      const dek = takeSecret(reply.body, 'value');
      if (isDataKey(dek) && readJson(unwrapped, reply).kid === key) return dek;
      dek?.fill(0);
      throw unavailable(this.#service, 'unwrapKey answered something else');
    });
  }

  /** The thumbprint (RFC 7638) of each public key, and a round trip that proves access to the private one. */
  async probe(): Promise<readonly KeyCheckValue[]> {
    return Promise.all(
      this.#keys.map(async (key) => {
        const check = await this.#call({ key, operation: 'get' }, (reply) => {
          const { kid, n, e } = readJson(bundle, reply).key;
          if (kid !== key) throw unavailable(this.#service, 'another key was shown');
          const thumbprint = JSON.stringify({ e, kty: 'RSA', n });
          return checkValue(refOf(key), createHash('sha256').update(thumbprint).digest());
        });
        const isSame = await roundTrips({
          wrap: (dek) => this.#wrapUnder(key, dek),
          unwrap: (wrapped) => this.unwrap(wrapped),
        });
        if (!isSame) throw unavailable(this.#service, 'the round trip gave another key');
        return check;
      }),
    );
  }

  #keyOf(kekRef: string): string | undefined {
    return this.#keys.find((one) => refOf(one) === kekRef);
  }

  async #wrapUnder(key: string, dek: Buffer): Promise<WrappedKey> {
    const secret = { name: 'value', bytes: dek, alphabet: 'base64url' } as const;
    const body = () => jsonWithSecret({ alg }, secret);
    return this.#call({ key, operation: 'wrapkey', body }, (reply) => {
      const { kid, value } = readJson(result, reply);
      if (kid !== key) throw unavailable(this.#service, 'another key was used');
      return { kekRef: refOf(key), blob: Buffer.from(value, 'base64url') };
    });
  }

  async #call<T>(call: AzureCall, read: (reply: KmsReply) => T): Promise<T> {
    const path = call.operation === 'get' ? '' : `/${call.operation}`;
    const answer = await this.#tokens.use((token) => {
      const request = {
        method: call.operation === 'get' ? 'GET' : 'POST',
        url: `${call.key}${path}?${version}`,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: call.body?.(),
      } as const;
      return callService(this.#service, request, (reply) => {
        if (reply.status === 401) return tokenRefused;
        if (reply.status !== 200) throw this.#refusal(call, reply);
        return read(reply);
      });
    });
    if (answer === tokenRefused) throw unavailable(this.#service, 'access token refused');
    return answer;
  }

  #refusal({ operation, key }: AzureCall, reply: KmsReply): Error {
    const { code } = readJson(failure, reply).error;
    if (operation === 'unwrapkey' && reply.status === 400 && code === 'BadParameter') {
      return unreadable(refOf(key));
    }
    return unavailable(this.#service, `status ${reply.status}, ${plainCode(code)}`);
  }
}

function refOf(key: string): string {
  return `azure:${key}`;
}
