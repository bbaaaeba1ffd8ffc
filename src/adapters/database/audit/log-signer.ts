import type { Pool } from 'pg';
import { type NoteKey, vkeyOf } from '../../../domain/audit/signed-note.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { Log } from '../../../ports/log.ts';
import type { SigningKeyVault } from '../../../ports/signing-key-vault.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import { continues } from './continues.ts';
import type { HighWater, Mark } from './high-water.ts';
import type { LogHead, LogRef, TreeHead } from './log-head.ts';
import { type LogKeys, openLogKeys, signHead } from './log-keys.ts';

/** The public identity of a log, for pinning it where verifiers look. */
export interface LogIdentity {
  readonly tenantId: TenantId;
  readonly origin: string;
  /** Of the key that the log was opened with. */
  readonly vkey: string;
  /** All of its keys, oldest first. */
  readonly keys: readonly [NoteKey, ...NoteKey[]];
}

export interface LogSignerDependencies {
  readonly pool: Pool;
  readonly keys: SigningKeyVault;
  readonly highWater: HighWater;
  readonly log: Log;
  /** Called once a process for each log and each of its keys, when it first signs. */
  readonly onLogOpened: (identity: LogIdentity) => void;
}

type FrozenLog = Pick<LogHead, 'tenantId' | 'generation' | 'origin' | 'size'>;

/** Why a log is not to be trusted any more. */
export interface FreezeReason {
  /** For the operator; at most 500 characters. */
  readonly reason: string;
  /** The signed checkpoint that the database contradicts. */
  readonly note?: string | undefined;
}

/** Root and size of a log whose transaction has been committed. */
export type SignableHead = TreeHead & LogRef;

/**
 * Holds the logs' keys and refuses to sign what contradicts an earlier signature of this node. `admit` is asked
 * before a head is built on, `sign` after its transaction was committed: a signature under a root that was then
 * rolled back would be a ready-made proof of a fork.
 */
export class LogSigner {
  readonly #use: LogSignerDependencies;
  readonly #keys = new Map<TenantId, LogKeys>();
  readonly #announced = new Set<string>();
  /** Origins of logs that this node does not sign for any more. */
  readonly #frozen = new Map<TenantId, string>();
  /** Origins of frozen logs that this node has said of what it had signed. */
  readonly #testified = new Set<string>();
  readonly #pendingFreezes = new Set<Promise<void>>();

  constructor(use: LogSignerDependencies) {
    this.#use = use;
  }

  isFrozen(tenantId: TenantId): boolean {
    return this.#frozen.has(tenantId);
  }

  /**
   * What another node has found out about the newest log of a tenant. A log that follows a frozen one may be written.
   */
  observe(tenantId: TenantId, { origin, state }: Pick<LogHead, 'origin' | 'state'>): void {
    if (state === 'frozen') this.#frozen.set(tenantId, origin);
    else if (this.#frozen.get(tenantId) !== origin) this.#frozen.delete(tenantId);
  }

  /** The keys of the log, opened once for each rotation. `execute` is inside a transaction of the tenant. */
  async keys(head: LogHead, execute: Execute): Promise<LogKeys> {
    const known = this.#keys.get(head.tenantId);
    if (known?.origin === head.origin && known.version === head.keyVersion) return known;
    const keys = await openLogKeys(this.#use.keys, execute, head);
    await this.#use.highWater.load(keys);
    this.#keys.set(head.tenantId, keys);
    return keys;
  }

  /** The keys of any of a tenant's logs, also of one that is closed. */
  keysOf(log: LogRef, execute: Execute): Promise<LogKeys> {
    return openLogKeys(this.#use.keys, execute, log);
  }

  /** What this node signed last of the log, once `key` has been asked for it. */
  floor(origin: string): Mark | undefined {
    return this.#use.highWater.mark(origin);
  }

  /**
   * Lets a head pass that continues everything this node has signed, and freezes the log otherwise. `execute` MUST
   * hold the head lock.
   * @throws MonagoError `audit_unavailable`
   */
  async admit(head: LogHead, execute: Execute): Promise<void> {
    this.observe(head.tenantId, head);
    if (this.#frozen.has(head.tenantId)) throw frozenError(head.origin);
    const keys = await this.keys(head, execute);
    await this.confirm(head, this.floor(keys.origin), execute);
  }

  /**
   * Like `admit` for a reader without the lock: `floor` MUST have been taken before the head was read, otherwise a
   * commit in between looks like a rewind.
   */
  async confirm(head: LogHead, floor: Mark | undefined, execute: Execute): Promise<void> {
    if (!(await this.isTrusted(head, floor, execute))) throw frozenError(head.origin);
  }

  /** Like `confirm`, for those who can do something else about a log that has just been frozen. */
  async isTrusted(head: LogHead, floor: Mark | undefined, execute: Execute): Promise<boolean> {
    if (await continues(head, floor, execute)) return true;
    this.freeze(head, { reason: 'the database contradicts what was signed', note: floor?.note });
    return false;
  }

  /**
   * The checkpoint of a committed head that `admit` or `confirm` let pass, or that grew out of one.
   * @throws MonagoError `audit_unavailable` when another log has taken its place since: what is signed then would be
   * the new log's
   */
  sign({ tenantId, generation, size, root }: SignableHead): string {
    const keys = this.#keys.get(tenantId);
    if (keys === undefined) throw new MonagoError('internal', { internal: 'signing key not open' });
    if (keys.generation !== generation) throw frozenError(`${generation} of ${tenantId}`);
    const note = signHead(keys, { size, root });
    this.#use.highWater.raise(keys.origin, { size, root, note });
    this.#announce(tenantId, keys);
    return note;
  }

  /** Refuses in memory at once, and for every node as soon as the row can be written. */
  freeze(log: FrozenLog, why: FreezeReason): void {
    const { tenantId, generation, origin, size } = log;
    if (this.#frozen.get(tenantId) === origin) return;
    this.#frozen.set(tenantId, origin);
    const { reason, note } = why;
    const signedSize = this.floor(origin)?.size;
    this.#use.log.error('audit_log_frozen', { tenantId, origin, size, signedSize, reason });
    const written = inTransaction(this.#use.pool, { tenantId }, (execute) =>
      execute(
        `UPDATE audit_log SET state = 'frozen', frozen_at = now(), frozen_reason = $3, frozen_note = $4
         WHERE tenant_id = $1 AND generation = $2 AND state = 'active'`,
        [tenantId, generation, reason, note ?? null],
      ),
    ).then(
      () => undefined,
      () => this.#use.log.error('audit_log_frozen_in_memory_only', { origin }),
    );
    this.#pendingFreezes.add(written);
    void written.finally(() => this.#pendingFreezes.delete(written));
  }

  hasTestified(origin: string): boolean {
    return this.#testified.has(origin);
  }

  /**
   * Writes down beside a log that somebody has frozen what this node had signed of it, where that is more than anybody
   * else has: its successor begins there. `execute` is inside a transaction of the tenant.
   */
  async testify(log: LogRef & { readonly origin: string }, execute: Execute): Promise<void> {
    const { tenantId, generation, origin } = log;
    await this.#use.highWater.load(await this.keysOf(log, execute));
    const mark = this.floor(origin);
    if (mark !== undefined) {
      await execute(
        `UPDATE audit_log SET frozen_note = $3 WHERE tenant_id = $1 AND generation = $2 AND state = 'frozen'
           AND coalesce(split_part(frozen_note, E'\n', 2)::bigint, -1) < $4`,
        [tenantId, generation, mark.note, mark.size],
      );
    }
    this.#testified.add(origin);
  }

  /**
   * Tells the operator of logs that this node has signed and the database does not know: it was taken back to before
   * they were opened, and may go on with one that they follow.
   */
  async reportVanished(origins: readonly string[]): Promise<void> {
    const known = new Set(origins.map((origin) => origin.slice(origin.lastIndexOf('/') + 1)));
    for (const name of await this.#use.highWater.logs()) {
      if (!known.has(name)) this.#use.log.error('audit_log_vanished', { name });
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#pendingFreezes);
    await this.#use.highWater.flush();
  }

  #announce(tenantId: TenantId, { origin, version, pinned }: LogKeys): void {
    const announcement = `${origin} ${version}`;
    if (this.#announced.has(announcement)) return;
    this.#announced.add(announcement);
    try {
      const vkey = vkeyOf(origin, pinned[0].publicKey);
      this.#use.onLogOpened({ tenantId, origin, vkey, keys: pinned });
    } catch (error) {
      // What was just committed stays committed; the next start tries again.
      const reason = error instanceof Error ? error.message : 'unknown';
      this.#use.log.error('audit_log_not_announced', { origin, reason });
    }
  }
}

function frozenError(origin: string): MonagoError {
  const internal = `the log ${origin} is frozen; see: monago audit status`;
  return new MonagoError('audit_unavailable', { internal });
}
