import { MonagoError } from '../../../domain/errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { KeyCheckValue, Kms, WrapContext, WrappedKey } from '../../../ports/kms.ts';
import { keyBytes, nonceBytes, tagBytes } from '../aes-gcm.ts';
import type { RandomBytes } from '../envelope-vault.ts';
import { checkValue, isDataKey } from '../remote/data-key.ts';
import { KmsSetupError } from '../remote/kms-setup-error.ts';
import { roundTrips } from '../remote/round-trip.ts';
import { unreadable } from '../remote/service-call.ts';
import { returnCode } from './pkcs11-library.ts';
import {
  isLost,
  type Pkcs11Session,
  Pkcs11Token,
  type Pkcs11TokenSettings,
} from './pkcs11-token.ts';
import { Turns } from './turns.ts';

export interface Pkcs11KmsSettings extends Pkcs11TokenSettings {
  /** Labels of AES-256 keys; the first one wraps. */
  readonly keys: readonly string[];
}

interface Pkcs11Parts {
  readonly random: RandomBytes;
  readonly clock: Clock;
  /** For one operation, waiting for a session included. */
  readonly timeoutMs: number;
}

const aesGcm = 0x1087;
const sessionsMax = 4;
const waitingMax = 256;
const bufferBytes = 256;
// ENCRYPTED_DATA_INVALID, ENCRYPTED_DATA_LEN_RANGE, AEAD_DECRYPT_FAILED.
const misfits = new Set([0x40, 0x41, 0x42]);
// GENERAL_ERROR and FUNCTION_FAILED: what some libraries answer to a wrong tag, and to much else.
const vague = new Set([0x05, 0x06]);

/** A hardware security module by PKCS #11 v2.40: CKM_AES_GCM with additional data under keys that cannot leave it. */
export class Pkcs11Kms implements Kms {
  readonly #token: Pkcs11Token;
  readonly #labels: readonly string[];
  readonly #parts: Pkcs11Parts;
  readonly #turns: Turns;

  constructor(settings: Pkcs11KmsSettings, parts: Pkcs11Parts) {
    this.#token = new Pkcs11Token(settings, settings.keys);
    this.#labels = settings.keys;
    this.#parts = parts;
    this.#turns = new Turns({ atOnceMax: sessionsMax, waitingMax });
  }

  close(): void {
    this.#token.reset();
  }

  async wrap(dek: Buffer, context: WrapContext, kekRef?: string): Promise<WrappedKey> {
    const label = kekRef === undefined ? this.#labels[0] : this.#labelOf(kekRef);
    if (label === undefined) throw unavailable(`no key ${kekRef}`);
    return this.#wrapUnder(label, dek, context);
  }

  async unwrap({ kekRef, blob }: WrappedKey, { aad }: WrapContext): Promise<Buffer> {
    const label = this.#labelOf(kekRef);
    if (label === undefined || blob.length !== nonceBytes + keyBytes + tagBytes) {
      throw unreadable(kekRef);
    }
    const gcm = { label, iv: blob.subarray(0, nonceBytes), aad };
    const ciphertext = blob.subarray(nonceBytes);
    try {
      const dek = await this.#run((session) => decrypt(session, gcm, ciphertext));
      if (isDataKey(dek)) return dek;
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      // If the same key does something else at once, it was not the token that failed.
      if (error.isVague) await this.#run((session) => encryptZeros(session, label));
    }
    throw unreadable(kekRef);
  }

  /** Zeros encrypted under a nonce of zeros, hashed: that tells keys apart, and nothing about them. */
  async probe(): Promise<readonly KeyCheckValue[]> {
    const checks: KeyCheckValue[] = [];
    for (const label of this.#labels) {
      const zeros = await this.#run((session) => encryptZeros(session, label));
      const isSame = await roundTrips({
        wrap: (dek, context) => this.#wrapUnder(label, dek, context),
        unwrap: (wrapped, context) => this.unwrap(wrapped, context),
      });
      if (!isSame) throw unavailable('the round trip gave another key');
      checks.push(checkValue(refOf(label), zeros));
    }
    return checks;
  }

  #labelOf(kekRef: string): string | undefined {
    return this.#labels.find((one) => refOf(one) === kekRef);
  }

  async #wrapUnder(label: string, dek: Buffer, { aad }: WrapContext): Promise<WrappedKey> {
    const iv = this.#parts.random(nonceBytes);
    const sealed = await this.#run((session) => encrypt(session, { label, iv, aad }, dek));
    return { kekRef: refOf(label), blob: Buffer.concat([iv, sealed]) };
  }

  /** Tries once more when the token was restarted. */
  async #run(operation: Operation): Promise<Buffer> {
    const deadline = this.#parts.clock.monotonic() + this.#parts.timeoutMs;
    try {
      return await this.#inTime(operation, deadline).catch((error: unknown) => {
        if (isLost(error)) return this.#inTime(operation, deadline);
        throw error;
      });
    } catch (error) {
      throw operatorError(error);
    }
  }

  /** A call into the library cannot be broken off: its session stays taken until it comes back. */
  async #inTime(operation: Operation, deadline: number): Promise<Buffer> {
    const work = this.#turns.take(() => this.#token.run(operation));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const giveUp = () => {
        work.then((bytes) => bytes.fill(0)).catch(() => undefined);
        reject(unavailable('no answer in time'));
      };
      timer = setTimeout(giveUp, Math.max(0, deadline - this.#parts.clock.monotonic()));
    });
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

type Operation = (session: Pkcs11Session) => Promise<Buffer>;

class Misfit extends Error {
  readonly isVague: boolean;

  constructor(isVague: boolean) {
    super('it does not decrypt');
    this.isVague = isVague;
  }
}

interface GcmUse {
  readonly label: string;
  readonly iv: Buffer;
  readonly aad: Buffer;
}

function mechanism({ gcmParameterType }: Pkcs11Session, { iv, aad }: GcmUse) {
  const parameter = { type: gcmParameterType, iv, aad, ivBits: iv.length * 8, tagBits: 128 };
  return { mechanism: aesGcm, parameter };
}

async function encrypt(use: Pkcs11Session, gcm: GcmUse, plaintext: Buffer): Promise<Buffer> {
  use.cryptoki.C_EncryptInit(use.session, mechanism(use, gcm), use.key(gcm.label));
  return use.cryptoki.C_EncryptAsync(use.session, plaintext, Buffer.alloc(bufferBytes));
}

/** @throws Misfit when ciphertext, key and additional data do not fit each other */
async function decrypt(use: Pkcs11Session, gcm: GcmUse, ciphertext: Buffer): Promise<Buffer> {
  const output = Buffer.alloc(bufferBytes);
  use.cryptoki.C_DecryptInit(use.session, mechanism(use, gcm), use.key(gcm.label));
  try {
    return await use.cryptoki.C_DecryptAsync(use.session, ciphertext, output);
  } catch (error) {
    output.fill(0);
    const code = returnCode(error) ?? 0;
    const isVague = vague.has(code);
    throw isVague || misfits.has(code) ? new Misfit(isVague) : error;
  }
}

function encryptZeros(use: Pkcs11Session, label: string): Promise<Buffer> {
  const iv = Buffer.alloc(nonceBytes);
  return encrypt(use, { label, iv, aad: Buffer.from('probe') }, Buffer.alloc(keyBytes));
}

function refOf(label: string): string {
  return `pkcs11:${label}`;
}

function operatorError(error: unknown): Error {
  if (error instanceof MonagoError || error instanceof KmsSetupError) return error;
  if (error instanceof Misfit) return error;
  const code = returnCode(error);
  return unavailable(code === undefined ? 'it failed' : `CKR 0x${code.toString(16)}`);
}

function unavailable(because: string): MonagoError {
  return new MonagoError('kms_unavailable', { internal: `pkcs11 key management: ${because}` });
}
