import { encodeBase64 } from '../../../../../src/domain/audit/base64.ts';
import type { Ed25519Verify } from '../../../../../src/domain/audit/signed-note.ts';

/** Asks Web Crypto about one signature. Undefined where this browser cannot tell. */
export type AskEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => Promise<boolean | undefined>;

export interface Judged<T> {
  readonly value: T;
  /** False where a signature could not be checked: it was taken for valid. */
  readonly areSignaturesChecked: boolean;
}

/** Answers can raise new questions at most as often as one key succeeds another. */
const roundsMax = 8;

/**
 * Runs a verifier that asks about signatures in passing, by a library that answers later: what is not known yet is
 * taken for valid and asked about afterwards, and where it was not, the verifier runs once more and is told.
 */
export async function withSignatures<T>(
  ask: AskEd25519,
  run: (verify: Ed25519Verify) => Promise<T>,
): Promise<Judged<T>> {
  const answers = new Map<string, boolean>();
  for (let round = 0; round < roundsMax; round++) {
    const questions = new Map<string, () => Promise<boolean | undefined>>();
    const verify: Ed25519Verify = (publicKey, message, signature) => {
      const key = [publicKey, message, signature].map(encodeBase64).join(' ');
      const known = answers.get(key);
      if (known === undefined) questions.set(key, () => ask(publicKey, message, signature));
      return known ?? true;
    };
    const value = await run(verify);
    const told = await Promise.all(
      [...questions].map(async ([key, question]) => [key, await question()] as const),
    );
    for (const [key, isValid] of told) if (isValid !== undefined) answers.set(key, isValid);
    if (told.every(([, isValid]) => isValid !== false)) {
      return { value, areSignaturesChecked: told.every(([, isValid]) => isValid === true) };
    }
  }
  throw new Error('the signatures lead to no end');
}

/** Ed25519 of Web Crypto, which is there where the page came over HTTPS or from the same machine. */
export async function askWebCrypto(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean | undefined> {
  try {
    const key = await crypto.subtle.importKey('raw', own(publicKey), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, own(signature), own(message));
  } catch {
    return undefined;
  }
}

// Web Crypto takes no view of memory that others may share.
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
