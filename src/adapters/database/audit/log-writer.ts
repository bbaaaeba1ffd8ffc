import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import { asMonagoError, MonagoError } from '../../../domain/errors.ts';
import type { AuditId, TenantId } from '../../../domain/ids.ts';
import type { AuditReceipt } from '../../../ports/audit-log.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { Execute } from '../sql.ts';
import { CheckpointKeeper } from './checkpoint-keeper.ts';
import { Connection } from './connection.ts';
import type { EncodedEntry } from './encoded-entry.ts';
import { grow } from './growth.ts';
import { type LogHead, toCount } from './log-head.ts';
import type { LogSigner } from './log-signer.ts';
import { auditUnavailable, PendingEntry } from './pending-entry.ts';
import { storedHashes } from './stored-tiles.ts';
import { isTransient } from './transient-error.ts';
import { type SignedNote, writeGrowth } from './write-growth.ts';

export interface LogWriterDependencies {
  readonly pool: Pool;
  readonly signer: LogSigner;
  readonly clock: Clock;
  readonly log: Log;
  readonly node: string;
  /** An intent whose caller was told 503 is in the log after all: it needs an outcome. */
  readonly onAbandoned: (intent: EncodedEntry) => void;
}

const queueMax = 4096;
const batchMax = 256;
/** Of content that is kept beside the entries: in one batch, and of all that wait. */
const batchBytesMax = 8 * 1024 * 1024;
const queueBytesMax = 128 * 1024 * 1024;
const saltOnlyBytesMax = 1024;
const retryPauseMinMs = 10;
const retryPauseMaxMs = 250;

/** What one transaction left behind. */
interface Committed {
  readonly head: LogHead;
  /** Where each entry that is in the log stands. */
  readonly indexes: ReadonlyMap<AuditId, number>;
}

/**
 * Group commit for one log: the next batch is what queued while the last one was being committed, so there is no
 * timer and no waiting when the log is idle. Within this process one batch is in flight at a time.
 *
 * When the answer to a COMMIT is lost the batch stays in doubt. It is looked up under the head lock, which the old
 * transaction must have let go of by then, so that what is found is final: present entries succeeded, absent ones
 * are appended again under the same ids.
 */
export class LogWriter {
  readonly #tenantId: TenantId;
  readonly #use: LogWriterDependencies;
  readonly checkpoints: CheckpointKeeper;
  #queue: PendingEntry[] = [];
  #running: Promise<void> | undefined;
  #isClosing = false;

  constructor(tenantId: TenantId, use: LogWriterDependencies) {
    this.#tenantId = tenantId;
    this.#use = use;
    this.checkpoints = new CheckpointKeeper(use.pool);
  }

  /** @throws MonagoError `audit_unavailable` */
  append(entry: EncodedEntry): Promise<AuditReceipt> {
    if (this.#isClosing) throw auditUnavailable('the log is closing');
    if (this.#use.signer.isFrozen(this.#tenantId)) throw auditUnavailable('the log is frozen');
    if (this.#queue.length >= queueMax) throw auditUnavailable('the queue of the log is full');
    // Most entries have a salt and nothing else: nobody needs to add those up.
    const bytes = bytesOf(entry);
    if (bytes > saltOnlyBytesMax && bytes + contentBytesOf(this.#queue) > queueBytesMax) {
      throw auditUnavailable('too much content waits for the log');
    }
    const pending = new PendingEntry(entry);
    this.#queue.push(pending);
    this.#running ??= this.#run();
    return pending.receipt;
  }

  /** Waits for what is queued, at most as long as its callers wait, and stores the last checkpoint. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#running;
    await this.checkpoints.flush();
  }

  async #run(): Promise<void> {
    // Everything that is appended in the same turn of the event loop joins the first batch.
    await new Promise(setImmediate);
    let pauseMs = retryPauseMinMs;
    while (this.#queue.length > 0) {
      const batch = this.#takeBatch();
      const failure = await this.#attempt(batch);
      pauseMs = failure === undefined ? retryPauseMinMs : Math.min(pauseMs * 2, retryPauseMaxMs);
      if (failure !== undefined) {
        this.#requeue(batch, failure);
        await delay(pauseMs);
      }
      if (this.#isClosing) this.#queue = this.#queue.filter((pending) => !pending.isSettled);
    }
    this.#running = undefined;
  }

  /** Entries that nobody waits for and that were never sent are left out here, and so never written. */
  #takeBatch(): PendingEntry[] {
    this.#queue = this.#queue.filter((pending) => !pending.isOver);
    const [first] = this.#queue;
    if (first?.isSuspect) return this.#queue.splice(0, 1);
    const suspect = this.#queue.findIndex((pending) => pending.isSuspect);
    const most = suspect < 0 ? batchMax : Math.min(suspect, batchMax);
    return this.#queue.splice(0, countWithin(this.#queue, most));
  }

  /** @returns why the batch could not be decided; nothing when every entry of it was */
  async #attempt(batch: readonly PendingEntry[]): Promise<unknown> {
    if (batch.length === 0) return undefined;
    try {
      const connection = await Connection.open(this.#use.pool);
      const { head, indexes } = await this.#transact(connection, batch);
      this.#settle(batch, head, indexes);
      return undefined;
    } catch (error) {
      return error ?? new MonagoError('internal');
    }
  }

  async #transact(connection: Connection, batch: readonly PendingEntry[]): Promise<Committed> {
    try {
      const head = await connection.beginLocked(this.#tenantId);
      await this.#use.signer.admit(head, connection.execute);
      const indexes = await this.#findWritten(connection.execute, batch);
      for (const pending of batch) pending.isInDoubt = indexes.has(pending.entry.entryId);
      const missing = onceEach(
        batch.filter(({ isSettled, isInDoubt }) => !isSettled && !isInDoubt),
      );
      const note = this.checkpoints.due(this.#use.clock.monotonic());
      const after = await this.#write(connection.execute, head, { missing, note });
      for (const [at, { entry }] of missing.entries()) indexes.set(entry.entryId, head.size + at);
      for (const pending of batch) pending.isInDoubt = indexes.has(pending.entry.entryId);
      await connection.commit();
      connection.release();
      if (missing.length > 0) this.checkpoints.stored(note, this.#use.clock.monotonic());
      return { head: after, indexes };
    } catch (error) {
      connection.discard();
      throw error;
    }
  }

  async #findWritten(
    execute: Execute,
    batch: readonly PendingEntry[],
  ): Promise<Map<AuditId, number>> {
    const ids = batch.filter((pending) => pending.isRetry).map(({ entry }) => entry.entryId);
    if (ids.length === 0) return new Map();
    const rows = await execute<{ entry_id: AuditId; idx: string | number }>(
      'SELECT entry_id, idx FROM audit_entry WHERE tenant_id = $1 AND entry_id = ANY ($2)',
      [this.#tenantId, ids],
    );
    return new Map(rows.map((row) => [row.entry_id, toCount(row.idx)]));
  }

  async #write(
    execute: Execute,
    head: LogHead,
    { missing, note }: { missing: readonly PendingEntry[]; note: SignedNote | undefined },
  ): Promise<LogHead> {
    if (missing.length === 0) return head;
    const { clock, node } = this.#use;
    const now = clock.now();
    const entries = missing.map((pending) => pending.entry);
    const readHashes = storedHashes(execute, head);
    const growth = await grow(head, entries, { nowUs: Math.round(now * 1000), readHashes });
    await writeGrowth(execute, growth, { node, now: new Date(now), note });
    return growth.after;
  }

  /** After COMMIT: signs, and tells each caller where the entry stands. */
  #settle(
    batch: readonly PendingEntry[],
    head: LogHead,
    indexes: ReadonlyMap<AuditId, number>,
  ): void {
    const note = this.#use.signer.sign(head);
    const signedAt = new Date(this.#use.clock.now());
    const { tenantId, generation, size } = head;
    this.checkpoints.remember({ tenantId, generation, size, note, signedAt });
    const told = new Set<AuditId>();
    for (const pending of batch) {
      const { entry } = pending;
      const index = indexes.get(entry.entryId);
      pending.isInDoubt = false;
      if (index === undefined || pending.isSettled) continue;
      pending.resolve({ entryId: entry.entryId, log: head.origin, index });
      told.add(entry.entryId);
    }
    for (const { entry } of batch) {
      const isAbandoned = indexes.has(entry.entryId) && !told.has(entry.entryId);
      if (isAbandoned && entry.type === 'ai.request.intent') this.#use.onAbandoned(entry);
    }
  }

  #requeue(batch: readonly PendingEntry[], failure: unknown): void {
    const error = asMonagoError(failure);
    this.#use.log.warn('audit_batch_failed', { entries: batch.length, reason: error.internal });
    const isHopeless = failure instanceof MonagoError && failure.code !== 'internal';
    for (const pending of batch) {
      if (isHopeless) pending.reject(auditUnavailable(error.internal ?? error.message, failure));
      else if (!isTransient(failure)) blame(pending, error);
      // A frozen log is decided about by people; asking it again and again would not help.
      if (this.#use.signer.isFrozen(this.#tenantId)) pending.isInDoubt = false;
      pending.isRetry = true;
    }
    this.#queue.unshift(...batch.filter((pending) => !pending.isOver));
  }
}

/** A statement failed, and not for the sake of the connection. */
function blame(pending: PendingEntry, error: MonagoError): void {
  // It failed alone, so it is the entry that cannot be, and not the log.
  if (pending.isSuspect) pending.reject(error);
  // The first time it may only be there already, because its caller tried again. Then the log is asked.
  pending.isSuspect ||= pending.isRetry;
}

/** An entry that is tried again while it is still waiting is written once, and both callers are told where. */
function onceEach(batch: readonly PendingEntry[]): PendingEntry[] {
  return [...new Map(batch.map((pending) => [pending.entry.entryId, pending])).values()];
}

function bytesOf({ sealed }: EncodedEntry): number {
  return sealed?.bytes.length ?? 0;
}

function contentBytesOf(queue: readonly PendingEntry[]): number {
  return queue.reduce((sum, { entry }) => sum + bytesOf(entry), 0);
}

/** How many from the front go into one batch; at least one does. */
function countWithin(queue: readonly PendingEntry[], most: number): number {
  let bytes = 0;
  const full = queue.slice(0, most).findIndex(({ entry }) => {
    bytes += bytesOf(entry);
    return bytes > batchBytesMax;
  });
  return full < 0 ? most : Math.max(1, full);
}
