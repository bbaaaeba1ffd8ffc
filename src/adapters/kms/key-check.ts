import { timingSafeEqual } from 'node:crypto';
import type { KeyRegistry, RegisteredKey } from '../../ports/key-registry.ts';
import type { KeyCheckValue, Kms } from '../../ports/kms.ts';

/** The key-encryption key at hand is not the one the stored secrets need: Monago must not start. */
export class WrongKeyError extends Error {
  override readonly name = 'WrongKeyError';
  readonly kekRef: string;

  constructor(kekRef: string, message: string) {
    super(message);
    this.kekRef = kekRef;
  }
}

/**
 * Compares every key that stored secrets may need with what is remembered, so that a wrong or missing one is found at
 * boot and not at the first request. The first key of a new deployment becomes its active one.
 * @returns the check values of the keys at hand
 * @throws WrongKeyError naming the key
 */
export async function checkKeys(
  kms: Kms,
  registry: Pick<KeyRegistry, 'list' | 'enrol'>,
): Promise<readonly KeyCheckValue[]> {
  const held = await kms.probe();
  const [first] = held;
  const registered = await registry.list();
  requireKeys(registered, held);
  if (first === undefined || registered.some(({ state }) => state === 'active')) return held;
  await registry.enrol(first);
  // Another node may have come first with another key of the same name.
  requireKeys(await registry.list(), held);
  return held;
}

/** A staged key has wrapped nothing yet, so a node can do without it until it is activated. @throws WrongKeyError */
export function requireKeys(
  registered: readonly RegisteredKey[],
  held: readonly KeyCheckValue[],
): void {
  for (const { kekRef, value, state } of registered) {
    if (state === 'staged') continue;
    const own = held.find((check) => check.kekRef === kekRef);
    if (own === undefined) {
      throw new WrongKeyError(
        kekRef,
        `The key-encryption key ${kekRef} is missing, and this database holds secrets sealed under it. Restore the keyring that holds it, or name the key in the settings.`,
      );
    }
    if (!isSame(own.value, value)) {
      throw new WrongKeyError(
        kekRef,
        `The key-encryption key ${kekRef} is not the one that this database was sealed under. Restore the right one.`,
      );
    }
  }
}

/** Refs of the registered keys that are at hand, and are really the same. */
export function heldOf(
  registered: readonly RegisteredKey[],
  held: readonly KeyCheckValue[],
): readonly string[] {
  return registered
    .filter((key) => held.some((own) => own.kekRef === key.kekRef && isSame(own.value, key.value)))
    .map(({ kekRef }) => kekRef);
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
