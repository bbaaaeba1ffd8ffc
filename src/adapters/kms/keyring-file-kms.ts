import { stat } from 'node:fs/promises';
import type { Clock } from '../../ports/clock.ts';
import type { KeyCheckValue, Kms, WrapContext, WrappedKey } from '../../ports/kms.ts';
import type { RandomBytes } from './envelope-vault.ts';
import type { Keyring, KeyringKey } from './keyring.ts';
import { readLocalKeyring } from './local-keyring.ts';
import { LocalKms } from './local-kms.ts';

/** The directory of a serving node is at most 5 s behind the database; a request that uses it takes some more. */
const lingerMs = 60_000;

interface KeyringFileUse {
  readonly random: RandomBytes;
  readonly clock: Clock;
}

/**
 * The keyring file of this machine as it is now: a key that is added to it is there without a restart. One that is
 * taken out still opens, for a minute, what requests under way have already read from the database.
 */
export class KeyringFileKms implements Kms {
  readonly #path: string;
  readonly #use: KeyringFileUse;
  #keyring: Keyring;
  #kms: LocalKms;
  #version: string;
  #departed: { readonly key: KeyringKey; readonly until: number }[] = [];

  private constructor(path: string, use: KeyringFileUse, read: ReadKeyring) {
    this.#path = path;
    this.#use = use;
    this.#version = read.version;
    this.#keyring = read.keyring;
    this.#kms = new LocalKms(read.keyring, use.random);
  }

  /** @throws KeyringError naming the file */
  static async open(path: string, use: KeyringFileUse): Promise<KeyringFileKms> {
    return new KeyringFileKms(path, use, await readVersioned(path));
  }

  wrap(dek: Buffer, context: WrapContext, kekRef?: string): Promise<WrappedKey> {
    return this.#kms.wrap(dek, context, kekRef);
  }

  async unwrap(wrapped: WrappedKey, context: WrapContext): Promise<Buffer> {
    // A row may be faster than the next look at the file.
    if (!this.#kms.holds(wrapped.kekRef)) await this.refresh().catch(() => undefined);
    return this.#kms.unwrap(wrapped, context);
  }

  async probe(): Promise<readonly KeyCheckValue[]> {
    return new LocalKms(this.#keyring, this.#use.random).probe();
  }

  /**
   * Reads the file again when it was changed. What was read before stays in use when it cannot be.
   * @returns whether the keys are others now
   * @throws KeyringError
   */
  async refresh(): Promise<boolean> {
    this.#forget();
    if ((await versionOf(this.#path)) === this.#version) return false;
    const { keyring, version } = await readVersioned(this.#path);
    const kept = new Set(keyring.keys.map(({ kid }) => kid));
    const until = this.#use.clock.monotonic() + lingerMs;
    this.#departed = [
      ...this.#departed.filter(({ key }) => !kept.has(key.kid)),
      ...this.#keyring.keys.filter(({ kid }) => !kept.has(kid)).map((key) => ({ key, until })),
    ];
    const replaced = this.#keyring.keys.filter(({ kid }) => kept.has(kid));
    this.#keyring = keyring;
    this.#version = version;
    this.#rebuild();
    for (const { key } of replaced) key.fill(0);
    return true;
  }

  #forget(): void {
    const now = this.#use.clock.monotonic();
    const gone = this.#departed.filter(({ until }) => now >= until);
    if (gone.length === 0) return;
    this.#departed = this.#departed.filter(({ until }) => now < until);
    this.#rebuild();
    for (const { key } of gone) key.key.fill(0);
  }

  #rebuild(): void {
    const { active, keys } = this.#keyring;
    const departed = this.#departed.map(({ key }) => key);
    this.#kms = new LocalKms({ active, keys: [...keys, ...departed] }, this.#use.random);
  }
}

interface ReadKeyring {
  readonly keyring: Keyring;
  readonly version: string;
}

async function readVersioned(path: string): Promise<ReadKeyring> {
  // In this order: a file that is replaced in between is read again next time.
  const version = await versionOf(path);
  return { keyring: await readLocalKeyring(path), version };
}

/** Changes whenever the file does: it is always replaced, never written to. */
async function versionOf(path: string): Promise<string> {
  try {
    const { ino, mtimeNs, ctimeNs, size } = await stat(path, { bigint: true });
    return `${ino} ${mtimeNs} ${ctimeNs} ${size}`;
  } catch {
    return 'unreadable';
  }
}
