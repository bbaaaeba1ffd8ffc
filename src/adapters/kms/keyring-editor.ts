import { realpath, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KeyringError, parseKeyring, withActive, withKey, withoutKeys } from './keyring.ts';
import {
  codeOf,
  exists,
  newKeyringKey,
  readKeyringText,
  syncDirectory,
  writeDraft,
} from './local-keyring.ts';

const refusals = new Set<unknown>(['EROFS', 'EACCES', 'EPERM', 'EBUSY', 'EXDEV']);

/**
 * Changes the keyring file of this machine. Each change replaces the file whole and durably: whoever reads it, or
 * comes back after a power cut, finds the keyring of before or of after.
 */
export class KeyringEditor {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  get path(): string {
    return this.#path;
  }

  /** Adds a random key; the active one stays active. @param now milliseconds since the epoch @returns its kid */
  async add(now: number): Promise<string> {
    const fresh = newKeyringKey(now);
    try {
      await this.#replace(withKey(await readKeyringText(this.#path), fresh));
      return fresh.kid;
    } finally {
      fresh.key.fill(0);
    }
  }

  /** Puts the mark at a key, unless it is there. */
  async activate(kid: string): Promise<void> {
    const text = await readKeyringText(this.#path);
    const marked = withActive(text, kid);
    if (marked !== text) await this.#replace(marked);
  }

  /**
   * Takes keys out of the keyring. Backups of the database may still need them, so they go into a file beside it
   * first.
   * @returns the name of that file; undefined when the keyring holds none of them
   */
  async archive(kids: ReadonlySet<string>): Promise<string | undefined> {
    const { text, removed } = withoutKeys(await readKeyringText(this.#path), kids);
    if (removed.length === 0) return undefined;
    parseKeyring(text);
    const archive = `${await realpath(this.#path)}.retired`;
    const before = (await exists(archive)) ? await readKeyringText(archive) : '';
    const added = removed.filter((line) => !before.includes(line));
    await this.#write(archive, before + added.map((line) => `${line}\n`).join(''));
    await this.#replace(text);
    return archive;
  }

  async #replace(text: string): Promise<void> {
    // The file may be a link, as where a secret is mounted; the link stays.
    await this.#write(await realpath(this.#path), text);
  }

  async #write(path: string, text: string): Promise<void> {
    try {
      // A command may run as another user than the server, which must be able to read the file afterwards.
      const draft = await writeDraft(path, text, await stat(this.#path));
      await rename(draft, path);
      await syncDirectory(dirname(path));
    } catch (error) {
      const code = codeOf(error);
      if (!refusals.has(code)) throw error;
      throw new KeyringError(
        `The keyring ${this.#path} cannot be changed here (${String(code)}). Change it where it comes from: one line kid:base64 for each key, a * before the active one.`,
      );
    }
  }
}
