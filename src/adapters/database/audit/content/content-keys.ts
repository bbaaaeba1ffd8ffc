import type { Pool } from 'pg';
import { contentKeyContext } from '../../../../domain/credential/envelope.ts';
import { asMonagoError, MonagoError } from '../../../../domain/errors.ts';
import { isId, type TenantId } from '../../../../domain/ids.ts';
import type { Clock } from '../../../../ports/clock.ts';
import type { ContentKey, ContentKeyVault } from '../../../../ports/content-key-vault.ts';
import type { Random } from '../../../../ports/random.ts';
import { type SealedColumns, sealedOf, sealedValues } from '../../sealed-columns.ts';
import type { Execute } from '../../sql.ts';
import { inTransaction } from '../../transaction.ts';

export interface ContentKeysUse {
  /** Connections as monago_app. */
  readonly pool: Pool;
  readonly vault: ContentKeyVault;
  readonly clock: Clock;
  readonly random: Random;
}

/** Whose key, and of which month. */
export interface KeyOwner {
  readonly tenantId: TenantId;
  readonly actorId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface NamedKey {
  readonly keyId: string;
  readonly key: ContentKey;
}

interface Cached {
  readonly named: Promise<NamedKey>;
  readonly expiresAt: number;
}

interface KeyRow extends SealedColumns {
  readonly key_id: string;
}

const keptMs = 10 * 60 * 1_000;
const keptMax = 10_000;
const graceMs = 5_000;
/** How long before a month begins its keys are made. */
const aheadMs = 10 * 60 * 1_000;
const keyIdBytes = 8;
const columns = 'key_id, kek_ref, wrapped_dek, nonce, ciphertext, tag';

/** Whose keys the content of an actor is under. What Monago itself does is the tenant's. */
function subjectOf(actorId: string): string {
  return isId('usr', actorId) || isId('tok', actorId) ? actorId : 'tenant';
}

/**
 * Keys of audited content: one for an actor and month, kept in memory for ten minutes, so that neither the database nor
 * the key management service is asked for every entry. Whoever is at work when a month ends has the key of the next one
 * already, so that its beginning needs neither of them either.
 */
export class ContentKeys {
  readonly #use: ContentKeysUse;
  /** Oldest first: all entries live equally long. */
  readonly #kept = new Map<string, Cached>();

  constructor(use: ContentKeysUse) {
    this.#use = use;
  }

  /** The key to seal under. @throws MonagoError `kms_unavailable` | `credential_unreadable` */
  inUse(owner: KeyOwner): Promise<NamedKey> {
    const soon = { ...owner, at: owner.at + aheadMs };
    // Where that fails it is tried again by the next entry.
    if (isOfAnotherMonth(soon, owner)) this.#keep(soon).catch(ignore);
    return this.#keep(owner);
  }

  #keep(owner: KeyOwner): Promise<NamedKey> {
    const name = nameOf(owner);
    const now = this.#use.clock.monotonic();
    const known = this.#kept.get(name);
    if (known !== undefined && now < known.expiresAt) return known.named;
    const named = this.#find(owner).catch((thrown: unknown) => {
      // The log goes on while the service is away; nothing is sealed under a key that was retired meanwhile.
      if (known === undefined || !isAway(thrown)) throw thrown;
      return known.named;
    });
    this.#kept.set(name, { named, expiresAt: now + keptMs });
    named.then(
      (found) => known?.named.then((former) => former !== found && wipeSoon(former), ignore),
      () => this.#drop(name),
    );
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > keptMax && oldest !== undefined) this.#drop(oldest);
    return named;
  }

  /** The key is not to be used any more: somebody else has retired or destroyed it. */
  forget(owner: KeyOwner): void {
    this.#drop(nameOf(owner));
  }

  /** Opens a stored key; the caller wipes it. Undefined where it was destroyed. */
  async open(execute: Execute, tenantId: TenantId, keyId: string): Promise<ContentKey | undefined> {
    const [row] = await execute<KeyRow>(
      `SELECT ${columns} FROM audit_content_key WHERE tenant_id = $1 AND key_id = $2`,
      [tenantId, keyId],
    );
    return row && this.#use.vault.open(sealedOf(row), contentKeyContext(tenantId, keyId));
  }

  close(): void {
    for (const name of [...this.#kept.keys()]) this.#drop(name);
  }

  #drop(name: string): void {
    const known = this.#kept.get(name);
    this.#kept.delete(name);
    known?.named.then(wipeSoon, ignore);
  }

  async #find(owner: KeyOwner): Promise<NamedKey> {
    const { tenantId } = owner;
    const stored = await this.#stored(owner);
    if (stored !== undefined) return this.#opened(tenantId, stored);
    const { vault, random, pool, clock } = this.#use;
    const [subject, period] = [subjectOf(owner.actorId), periodOf(owner.at)];
    const keyId = `${subject}/${period}/${random.bytes(keyIdBytes).toString('hex')}`;
    const { sealed, key } = await vault.create(contentKeyContext(tenantId, keyId));
    const inserted = await inTransaction(pool, { tenantId }, (execute) =>
      execute(
        `INSERT INTO audit_content_key (tenant_id, subject, period, created_at, key_id, kek_ref, wrapped_dek, nonce,
            ciphertext, tag) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
          ON CONFLICT (tenant_id, subject, period) WHERE retired_at IS NULL DO NOTHING RETURNING 1 AS inserted`,
        [tenantId, subject, period, new Date(clock.now()), keyId, ...sealedValues(sealed)],
      ),
    );
    if (inserted.length > 0) return { keyId, key };
    // Another node was first.
    key.wipe();
    const theirs = await this.#stored(owner);
    if (theirs === undefined) {
      throw new MonagoError('audit_unavailable', { internal: 'a content key that comes and goes' });
    }
    return this.#opened(tenantId, theirs);
  }

  async #stored({ tenantId, actorId, at }: KeyOwner): Promise<KeyRow | undefined> {
    const [row] = await inTransaction(this.#use.pool, { tenantId }, (execute) =>
      execute<KeyRow>(
        `SELECT ${columns} FROM audit_content_key
          WHERE tenant_id = $1 AND subject = $2 AND period = $3 AND retired_at IS NULL`,
        [tenantId, subjectOf(actorId), periodOf(at)],
      ),
    );
    return row;
  }

  async #opened(tenantId: TenantId, row: KeyRow): Promise<NamedKey> {
    const context = contentKeyContext(tenantId, row.key_id);
    return { keyId: row.key_id, key: await this.#use.vault.open(sealedOf(row), context) };
  }
}

// Whoever has just been given the key still seals with it.
function wipeSoon({ key }: NamedKey): void {
  setTimeout(() => key.wipe(), graceMs).unref();
}

const ignore = (): void => undefined;

function isAway(thrown: unknown): boolean {
  return asMonagoError(thrown).code === 'kms_unavailable';
}

function nameOf({ tenantId, actorId, at }: KeyOwner): string {
  return `${tenantId} ${subjectOf(actorId)} ${periodOf(at)}`;
}

function isOfAnotherMonth({ at: left }: KeyOwner, { at: right }: KeyOwner): boolean {
  return new Date(left).getUTCMonth() !== new Date(right).getUTCMonth();
}

/** Calendar month, UTC. */
export function periodOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 'YYYY-MM'.length);
}
