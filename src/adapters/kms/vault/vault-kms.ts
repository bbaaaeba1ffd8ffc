import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { KeyCheckValue, Kms, WrapContext, WrappedKey } from '../../../ports/kms.ts';
import type { KmsReply } from '../../../ports/kms-transport.ts';
import { jsonWithSecret, takeSecret } from '../remote/base64-field.ts';
import { tokenRefused } from '../remote/bearer-tokens.ts';
import { checkValue, isDataKey } from '../remote/data-key.ts';
import { KmsSetupError } from '../remote/kms-setup-error.ts';
import { roundTrips } from '../remote/round-trip.ts';
import {
  callService,
  type KmsService,
  readJson,
  unavailable,
  unreadable,
} from '../remote/service-call.ts';
import { type VaultSite, VaultTokens, vaultHeaders } from './vault-login.ts';

export interface VaultKmsSettings extends VaultSite {
  /** `mount/name` of transit keys made with `derived=true`; the first one wraps. */
  readonly keys: readonly string[];
}

interface VaultCall {
  readonly key: string;
  readonly operation: 'encrypt' | 'decrypt' | 'hmac' | 'keys';
  /** Made anew for each attempt: a body is zeroed once it is sent. */
  readonly body?: () => Buffer;
}

interface WrapTarget {
  readonly key: string;
  /** The newest one when it is left out. */
  readonly version?: number;
}

const encrypted = z.object({ data: z.object({ ciphertext: z.string() }) });
const digest = z.object({ data: z.object({ hmac: z.string().min(1) }) });
const failure = z.object({ errors: z.array(z.string()) });
const keyState = z.object({
  data: z.object({
    derived: z.boolean(),
    latest_version: z.number().int().positive(),
    min_decryption_version: z.number().int().nonnegative(),
  }),
});
const ciphertextPattern = /^vault:v([1-9]\d{0,8}):[A-Za-z0-9+/]+=*$/;
const versionPattern = /:v([1-9]\d{0,8})$/;
const checkInput = Buffer.from('monago key check v1').toString('base64');
const versionsMax = 100;

/**
 * The transit engine of OpenBao or Vault. The key is derived from a context, here the hash of the additional data, so that
 * `rewrap` works as well: it takes a context but no associated data. Each version of a key is a key-encryption key of its
 * own, `vault:<mount>/<name>:v<N>`, so that a new version wraps nothing before it is activated.
 */
export class VaultKms implements Kms {
  readonly #service: KmsService;
  readonly #settings: VaultKmsSettings;
  readonly #login: VaultTokens;

  constructor(settings: VaultKmsSettings, service: KmsService) {
    this.#service = service;
    this.#settings = settings;
    this.#login = new VaultTokens(settings, service);
  }

  close(): void {
    this.#login.close();
  }

  async wrap(dek: Buffer, context: WrapContext, kekRef?: string): Promise<WrappedKey> {
    const target =
      kekRef === undefined ? { key: this.#settings.keys[0] ?? '' } : this.#targetOf(kekRef);
    if (target === undefined) throw unavailable(this.#service, `no key ${kekRef}`);
    const wrapped = await this.#wrapUnder(target, dek, context);
    // A version is pinned: what came back under another would be a key that nobody has activated.
    if (kekRef !== undefined && wrapped.kekRef !== kekRef) {
      throw unavailable(this.#service, 'another version was used');
    }
    return wrapped;
  }

  async unwrap({ kekRef, blob }: WrappedKey, { aad }: WrapContext): Promise<Buffer> {
    const ciphertext = blob.toString('latin1');
    const version = ciphertextPattern.exec(ciphertext)?.[1];
    const key = this.#settings.keys.find((one) => refOf(one, version) === kekRef);
    if (key === undefined) throw unreadable(kekRef);
    const body = () => Buffer.from(JSON.stringify({ ciphertext, context: derivation(aad) }));
    return this.#call({ key, operation: 'decrypt', body }, (reply) => {
      if (reply.status === 400) throw this.#decryptRefusal(reply, kekRef);
      if (reply.status !== 200) throw this.#refusal(reply);
      const dek = takeSecret(reply.body, 'plaintext');
      if (!isDataKey(dek)) throw unavailable(this.#service, 'decrypt answered something else');
      return dek;
    });
  }

  /** An HMAC of a fixed text under every version that can still decrypt, and a round trip under each key. */
  async probe(): Promise<readonly KeyCheckValue[]> {
    const checks = await Promise.all(
      this.#settings.keys.map(async (key) => {
        const versions = await this.#versions(key);
        const isSame = await roundTrips({
          wrap: (dek, context) => this.#wrapUnder({ key }, dek, context),
          unwrap: (wrapped, context) => this.unwrap(wrapped, context),
        });
        if (!isSame) throw unavailable(this.#service, 'the round trip gave another key');
        return Promise.all(versions.map((version) => this.#check(key, version)));
      }),
    );
    return checks.flat();
  }

  /** @throws KmsSetupError when the key is missing or would not bind a data key to its context */
  async #versions(key: string): Promise<readonly number[]> {
    const state = await this.#call({ key, operation: 'keys' }, (reply) => {
      if (reply.status === 404) return readJson(failure, reply).errors;
      if (reply.status !== 200) throw this.#refusal(reply);
      return readJson(keyState, reply).data;
    });
    if (!('derived' in state)) throw new KmsSetupError(`There is no transit key ${key}.`);
    if (!state.derived) {
      throw new KmsSetupError(
        `The transit key ${key} is not derived. Make one with derived=true: without it a stored key is not bound to its tenant.`,
      );
    }
    const oldest = Math.max(
      1,
      state.min_decryption_version,
      state.latest_version - versionsMax + 1,
    );
    const count = state.latest_version - oldest + 1;
    return Array.from({ length: count }, (_, at) => state.latest_version - at);
  }

  #check(key: string, version: number): Promise<KeyCheckValue> {
    const fields = { input: checkInput, key_version: version };
    const body = () => Buffer.from(JSON.stringify(fields));
    return this.#call({ key, operation: 'hmac', body }, (reply) => {
      if (reply.status !== 200) throw this.#refusal(reply);
      return checkValue(refOf(key, String(version)), readJson(digest, reply).data.hmac);
    });
  }

  #targetOf(kekRef: string): WrapTarget | undefined {
    for (const key of this.#settings.keys) {
      const version = versionPattern.exec(kekRef)?.[1];
      if (version !== undefined && refOf(key, version) === kekRef) {
        return { key, version: Number(version) };
      }
    }
    return undefined;
  }

  async #wrapUnder(
    { key, version: pinned }: WrapTarget,
    dek: Buffer,
    { aad }: WrapContext,
  ): Promise<WrappedKey> {
    const fields = {
      context: derivation(aad),
      ...(pinned === undefined ? {} : { key_version: pinned }),
    };
    const secret = { name: 'plaintext', bytes: dek, alphabet: 'base64' } as const;
    const body = () => jsonWithSecret(fields, secret);
    return this.#call({ key, operation: 'encrypt', body }, (reply) => {
      if (reply.status !== 200) throw this.#refusal(reply);
      const { ciphertext } = readJson(encrypted, reply).data;
      const version = ciphertextPattern.exec(ciphertext)?.[1];
      if (version === undefined) throw unavailable(this.#service, 'no ciphertext of transit');
      return { kekRef: refOf(key, version), blob: Buffer.from(ciphertext, 'latin1') };
    });
  }

  async #call<T>({ key, operation, body }: VaultCall, read: (reply: KmsReply) => T): Promise<T> {
    const slash = key.lastIndexOf('/');
    const [mount, name] = [key.slice(0, slash), key.slice(slash + 1)];
    const answer = await this.#login.tokens.use((token) => {
      const request = {
        method: body === undefined ? 'GET' : 'POST',
        url: `${this.#settings.address}/v1/${mount}/${operation}/${name}`,
        headers: vaultHeaders(this.#settings, token),
        body: body?.(),
      } as const;
      return callService(this.#service, request, (reply) =>
        reply.status === 403 ? tokenRefused : read(reply),
      );
    });
    if (answer === tokenRefused) throw unavailable(this.#service, `${operation} not permitted`);
    return answer;
  }

  /** The service has one status for a ciphertext that does not fit and for a key that is not there. */
  #decryptRefusal(reply: KmsReply, kekRef: string): Error {
    const { errors } = readJson(failure, reply);
    const isMissing = errors.some((text) => /key not found|no handler/i.test(text));
    return isMissing ? this.#refusal(reply) : unreadable(kekRef);
  }

  #refusal({ status }: KmsReply): Error {
    return unavailable(this.#service, `status ${status}`);
  }
}

function refOf(key: string, version: string | undefined): string {
  return `vault:${key}:v${version}`;
}

function derivation(aad: Buffer): string {
  return createHash('sha256').update(aad).digest('base64');
}
