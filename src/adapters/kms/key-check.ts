import { timingSafeEqual } from 'node:crypto';
import type { KeyCheckValue, Kms } from '../../ports/kms.ts';

/** Where the check values of all keys that ever wrapped something are remembered: table `key_check`. */
export interface KeyCheckStore {
  list(): Promise<readonly KeyCheckValue[]>;
  /** Keeps the first value of a ref: MUST NOT replace one. @param at milliseconds since the epoch */
  insert(check: KeyCheckValue, at: number): Promise<void>;
}

/** The key-encryption key at hand is not the one the stored secrets need: Monago must not start. */
export class WrongKeyError extends Error {
  override readonly name = 'WrongKeyError';
}

/**
 * Compares every key with what is remembered and remembers the new ones. A wrong or missing key is found here, at
 * boot, and not at the first request.
 * @throws WrongKeyError naming the key
 */
export async function checkKeys(kms: Kms, store: KeyCheckStore, now: number): Promise<void> {
  const held = await kms.probe();
  refuseStrangers(held, await store.list());
  for (const check of held) await store.insert(check, now);
  // Another node may have come first with another key of the same name.
  refuseStrangers(held, await store.list());
}

function refuseStrangers(
  held: readonly KeyCheckValue[],
  remembered: readonly KeyCheckValue[],
): void {
  for (const { kekRef, value } of remembered) {
    const ours = held.find((check) => check.kekRef === kekRef);
    if (ours === undefined) {
      throw new WrongKeyError(
        `The key-encryption key ${kekRef} is missing: this database holds secrets sealed under it. Restore the keyring that holds it.`,
      );
    }
    if (!isSame(ours.value, value)) {
      throw new WrongKeyError(
        `The key-encryption key ${kekRef} is not the one this database was sealed under. Restore the right keyring.`,
      );
    }
  }
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
