import type { Pool } from 'pg';
import { isEqual } from '../../../domain/audit/bytes.ts';
import { signCheckpoint } from '../../../domain/audit/checkpoint.ts';
import { AuditFormatError } from '../../../domain/audit/format-error.ts';
import { proveConsistency, verifyConsistency } from '../../../domain/audit/proof.ts';
import { type NoteSigner, vkeyOf } from '../../../domain/audit/signed-note.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { SigningKeyVault } from '../../../ports/signing-key-vault.ts';
import { type SealedColumns, sealedOf } from '../sealed-columns.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import type { HighWater } from './high-water.ts';
import type { LogHead, TreeHead } from './log-head.ts';
import { openSigningKey } from './signing-key.ts';
import { storedHashReader } from './stored-tiles.ts';

/** The public identity of a log, for pinning it where verifiers look. */
export interface LogIdentity {
  readonly tenantId: TenantId;
  readonly origin: string;
  readonly vkey: string;
}

export interface LogSignerDependencies {
  readonly pool: Pool;
  readonly keys: SigningKeyVault;
  readonly highWater: HighWater;
  readonly log: Log;
  /** Called once a process for each log, when it is first signed. */
  readonly onLogOpened: (identity: LogIdentity) => void;
}

interface KeyRow extends SealedColumns {
  readonly public_key: Buffer;
}

/** Root and size of a log whose transaction has been committed. */
export interface SignableHead extends TreeHead {
  readonly tenantId: TenantId;
}

/**
 * Holds the logs' keys and refuses to sign what contradicts an earlier signature of this node. `admit` is asked
 * before a head is built on, `sign` after its transaction was committed: a signature under a root that was then
 * rolled back would be a ready-made proof of a fork.
 */
export class LogSigner {
  readonly #use: LogSignerDependencies;
  readonly #keys = new Map<TenantId, NoteSigner>();
  readonly #announced = new Set<string>();
  readonly #frozen = new Set<TenantId>();
  readonly #pendingFreezes = new Set<Promise<void>>();

  constructor(use: LogSignerDependencies) {
    this.#use = use;
  }

  isFrozen(tenantId: TenantId): boolean {
    return this.#frozen.has(tenantId);
  }

  /** The key of the log, opened once. `execute` is inside a transaction of the tenant. */
  async key(tenantId: TenantId, origin: string, execute: Execute): Promise<NoteSigner> {
    const known = this.#keys.get(tenantId);
    if (known?.name === origin) return known;
    const [row] = await execute<KeyRow>(
      `SELECT public_key, kek_ref, wrapped_dek, nonce, ciphertext, tag FROM audit_log
       WHERE tenant_id = $1 AND origin = $2`,
      [tenantId, origin],
    );
    if (row === undefined) throw new MonagoError('internal', { internal: `no log ${origin}` });
    const stored = { publicKey: row.public_key, sealed: sealedOf(row) };
    const key = await openSigningKey(this.#use.keys, { tenantId, origin }, stored);
    await this.#use.highWater.load(key);
    this.#keys.set(tenantId, key);
    return key;
  }

  /** What this node signed last of the log, once `key` has been asked for it. */
  floor(origin: string): TreeHead | undefined {
    return this.#use.highWater.mark(origin);
  }

  /**
   * Lets a head pass that continues everything this node has signed, and freezes the log otherwise. `execute` MUST
   * hold the head lock.
   * @throws MonagoError `audit_unavailable`
   */
  async admit(head: LogHead, execute: Execute): Promise<void> {
    if (head.state !== 'active' || this.#frozen.has(head.tenantId)) throw frozenError(head.origin);
    const key = await this.key(head.tenantId, head.origin, execute);
    await this.confirm(head, this.floor(key.name), execute);
  }

  /**
   * Like `admit` for a reader without the lock: `floor` MUST have been taken before the head was read, otherwise a
   * commit in between looks like a rewind.
   */
  async confirm(head: LogHead, floor: TreeHead | undefined, execute: Execute): Promise<void> {
    if (await continues(head, floor, execute)) return;
    this.#freeze(head, floor);
    throw frozenError(head.origin);
  }

  /** The checkpoint of a committed head that `admit` or `confirm` let pass, or that grew out of one. */
  sign({ tenantId, size, root }: SignableHead): string {
    const key = this.#keys.get(tenantId);
    if (key === undefined) throw new MonagoError('internal', { internal: 'signing key not open' });
    const note = signCheckpoint({ origin: key.name, size, root }, key);
    this.#use.highWater.raise(key.name, { size, root, note });
    this.#announce(tenantId, key);
    return note;
  }

  async close(): Promise<void> {
    await Promise.all(this.#pendingFreezes);
    await this.#use.highWater.flush();
  }

  #announce(tenantId: TenantId, { name: origin, publicKey }: NoteSigner): void {
    if (this.#announced.has(origin)) return;
    this.#announced.add(origin);
    try {
      this.#use.onLogOpened({ tenantId, origin, vkey: vkeyOf(origin, publicKey) });
    } catch (error) {
      // What was just committed stays committed; the next start tries again.
      const reason = error instanceof Error ? error.message : 'unknown';
      this.#use.log.error('audit_log_not_announced', { origin, reason });
    }
  }

  /** Refuses in memory at once, and for every node as soon as the row can be written. */
  #freeze({ tenantId, origin, size }: LogHead, floor: TreeHead | undefined): void {
    if (this.#frozen.has(tenantId)) return;
    this.#frozen.add(tenantId);
    this.#use.log.error('audit_log_frozen', { origin, size, signedSize: floor?.size });
    const written = inTransaction(this.#use.pool, { tenantId }, (execute) =>
      execute(`UPDATE audit_log SET state = 'frozen' WHERE tenant_id = $1`, [tenantId]),
    ).then(
      () => undefined,
      () => this.#use.log.error('audit_log_frozen_in_memory_only', { origin }),
    );
    this.#pendingFreezes.add(written);
    void written.finally(() => this.#pendingFreezes.delete(written));
  }
}

async function continues(
  head: LogHead,
  floor: TreeHead | undefined,
  execute: Execute,
): Promise<boolean> {
  if (floor === undefined) return true;
  if (head.size === floor.size) return isEqual(head.root, floor.root);
  if (head.size < floor.size) return false;
  // Every tree continues the empty one.
  if (floor.size === 0) return true;
  try {
    const reader = storedHashReader(execute, head.tenantId, head.size);
    const proof = await proveConsistency(floor.size, head.size, reader);
    const old = { size1: floor.size, root1: floor.root };
    return verifyConsistency({ ...old, size2: head.size, root2: head.root, proof });
  } catch (error) {
    // Hashes that are missing prove nothing; a connection that broke says nothing about the log.
    if (error instanceof AuditFormatError) return false;
    throw error;
  }
}

function frozenError(origin: string): MonagoError {
  const internal = `the log ${origin} is frozen: the database contradicts what was signed`;
  return new MonagoError('audit_unavailable', { internal });
}
