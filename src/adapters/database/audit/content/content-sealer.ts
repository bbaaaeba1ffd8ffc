import { type EntryContent, encodeContent } from '../../../../domain/audit/entry-content.ts';
import { asMonagoError, MonagoError } from '../../../../domain/errors.ts';
import type { AuditId } from '../../../../domain/ids.ts';
import type { NewEntry } from '../../../../ports/audit-log.ts';
import type { ContentKeys, ContentKeysUse, KeyOwner } from './content-keys.ts';

/** The sealed content of one entry, ready to be written with it. */
export interface SealedEntry {
  readonly keyId: string;
  /** The entry's wrapped data key, nonce, tag and ciphertext, one behind the other. */
  readonly bytes: Buffer;
  readonly owner: KeyOwner;
}

const keyGone = new Error('the key of the content was retired');

/** What to throw when an entry was sealed under a key that has been taken out of use since. */
export function contentKeyGone(): MonagoError {
  return new MonagoError('internal', { internal: keyGone.message, cause: keyGone });
}

export function isContentKeyGone(thrown: unknown): boolean {
  return thrown instanceof MonagoError && thrown.cause === keyGone;
}

/** Seals what belongs to entries but not into them. */
export class ContentSealer {
  readonly #keys: ContentKeys;
  readonly #clock: ContentKeysUse['clock'];

  constructor(keys: ContentKeys, clock: ContentKeysUse['clock']) {
    this.#keys = keys;
    this.#clock = clock;
  }

  /**
   * Undefined for an entry without content. MUST be called before any lock is taken: the key management service may be asked.
   * @throws MonagoError `audit_unavailable`: what cannot be sealed is not kept, and without its salt an entry proves nothing
   */
  async seal({
    tenantId,
    entryId,
    fact,
    salt,
    content,
  }: NewEntry): Promise<SealedEntry | undefined> {
    if (salt === undefined) return undefined;
    const owner = { tenantId, actorId: fact.actor.id, at: this.#clock.now() };
    return this.sealFor(owner, entryId, { salt, parts: content ?? [] });
  }

  /** @throws MonagoError `audit_unavailable` */
  async sealFor(owner: KeyOwner, entryId: AuditId, content: EntryContent): Promise<SealedEntry> {
    const { keyId, key } = await this.#keyOf(owner);
    const plain = encodeContent(content);
    const sealed = key.seal(plain, { tenantId: owner.tenantId, entryId, keyId });
    plain.fill(0);
    const { wrappedDek, nonce, tag, ciphertext } = sealed;
    return { keyId, owner, bytes: Buffer.concat([wrappedDek, nonce, tag, ciphertext]) };
  }

  /** The keys of these entries have been taken out of use: the next ones are sealed under others. */
  forgetKeyOf({ owner }: SealedEntry): void {
    this.#keys.forget(owner);
  }

  async #keyOf(owner: KeyOwner) {
    try {
      return await this.#keys.inUse(owner);
    } catch (cause) {
      const { internal, code } = asMonagoError(cause);
      throw new MonagoError('audit_unavailable', {
        internal: `no key for content: ${internal ?? code}`,
        cause,
        retryAfterSeconds: 1,
      });
    }
  }
}
