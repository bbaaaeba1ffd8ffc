import type { Pool } from 'pg';
import { MonagoError } from '../../../domain/errors.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { AuditLog, AuditReceipt, NewEntry } from '../../../ports/audit-log.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { Random } from '../../../ports/random.ts';
import type { SigningKeyVault } from '../../../ports/signing-key-vault.ts';
import type { AuditWriter, CommittedHead } from '../audit-writer.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import { storeNote } from './checkpoint-keeper.ts';
import {
  type ContentSealer,
  isContentKeyGone,
  type SealedEntry,
} from './content/content-sealer.ts';
import { createLog } from './create-log.ts';
import { type EncodedEntry, encodeEntry } from './encoded-entry.ts';
import { grow } from './growth.ts';
import { type LogHead, lockHead } from './log-head.ts';
import type { LogSigner } from './log-signer.ts';
import { LogWriter } from './log-writer.ts';
import { auditUnavailable } from './pending-entry.ts';
import { storedHashes } from './stored-tiles.ts';
import { isLockTimeout } from './transient-error.ts';
import { writeGrowth } from './write-growth.ts';

export interface PostgresAuditLogDependencies {
  /** Connections as monago_app, for this class alone. MUST have `connectionTimeoutMillis`. */
  readonly pool: Pool;
  /** Connections as monago_reader, which see the heads of all tenants. */
  readonly readerPool: Pool;
  readonly signer: LogSigner;
  readonly keys: SigningKeyVault;
  /** Seals what is kept beside the entries. */
  readonly content: ContentSealer;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Unique for each start of the process. */
  readonly node: string;
  /** Name under which the deployment's logs are known, for instance `audit.example.com`. */
  readonly auditDomain: string;
}

interface LogRow {
  readonly tenant_id: TenantId;
  readonly origin: string;
  readonly state: string;
}

/** The transparency logs of all tenants, in PostgreSQL (docs/formats/audit.md). */
export class PostgresAuditLog implements AuditLog, AuditWriter {
  readonly #use: PostgresAuditLogDependencies;
  readonly #writers = new Map<TenantId, LogWriter>();
  readonly #closings = new Set<Promise<void>>();
  /** Entries that are not yet in a queue. */
  readonly #sealing = new Set<Promise<unknown>>();
  #isClosing = false;

  constructor(use: PostgresAuditLogDependencies) {
    this.#use = use;
  }

  async append(entry: NewEntry): Promise<AuditReceipt> {
    if (this.#isClosing) throw auditUnavailable('the log is closing');
    const { content } = this.#use;
    const sealed = await this.#seal(entry);
    const writer = this.#writer(entry.tenantId);
    try {
      return await writer.append(encodeEntry(entry, this.#use, sealed));
    } catch (thrown) {
      if (sealed === undefined || !isContentKeyGone(thrown)) throw thrown;
      // Content of this actor is being erased; what comes now is not part of that.
      content.forgetKeyOf(sealed);
      return writer.append(encodeEntry(entry, this.#use, await content.seal(entry)));
    }
  }

  async appendWithin(execute: Execute, entries: readonly NewEntry[]): Promise<CommittedHead> {
    const tenantId = onlyTenant(entries);
    const { content } = this.#use;
    const sealed = await Promise.all(entries.map((entry) => content.seal(entry)));
    const encoded = entries.map((entry, at) => encodeEntry(entry, this.#use, sealed[at]));
    const head = await this.#lock(execute, tenantId);
    const now = this.#use.clock.now();
    const readHashes = storedHashes(execute, head);
    const growth = await grow(head, encoded, { nowUs: Math.round(now * 1000), readHashes });
    const context = { node: this.#use.node, now: new Date(now), note: undefined };
    try {
      await writeGrowth(execute, growth, context);
    } catch (thrown) {
      if (isContentKeyGone(thrown)) for (const one of sealed) if (one) content.forgetKeyOf(one);
      throw thrown;
    }
    const { generation } = head;
    return { tenantId, generation, size: growth.after.size, root: Buffer.from(growth.after.root) };
  }

  async afterCommit(head: CommittedHead): Promise<void> {
    const note = this.#use.signer.sign(head);
    const signedAt = new Date(this.#use.clock.now());
    const { tenantId, generation, size } = head;
    this.#writer(tenantId).checkpoints.remember({ tenantId, generation, size, note, signedAt });
  }

  async createLog(execute: Execute, tenantId: TenantId): Promise<void> {
    await createLog(execute, { tenantId, generation: 1 }, this.#use);
  }

  /**
   * At boot: compares every log with what this node signed last, freezes those that were rewound, and signs the
   * committed roots that a crash left without a checkpoint. To be called before requests are served.
   */
  async signCommitted(): Promise<void> {
    const { rows } = await this.#use.readerPool.query<LogRow>(
      'SELECT tenant_id, origin, state FROM audit_log ORDER BY tenant_id',
    );
    await this.#use.signer.reportVanished(rows.map(({ origin }) => origin));
    for (const { tenant_id: tenantId, state } of rows) {
      if (state !== 'active') continue;
      try {
        await inTransaction(this.#use.pool, { tenantId }, (execute) =>
          this.#signHead(execute, tenantId),
        );
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'unknown';
        this.#use.log.error('audit_log_not_signed', { tenantId, reason });
      }
    }
  }

  /** Refuses new entries, finishes the queued ones and stores what is signed. The pools stay open. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.allSettled(this.#sealing);
    await Promise.all([...this.#writers.values()].map((writer) => writer.close()));
    await Promise.all(this.#closings);
    await this.#use.signer.close();
  }

  async #seal(entry: NewEntry): Promise<SealedEntry | undefined> {
    const sealing = this.#use.content.seal(entry);
    this.#sealing.add(sealing);
    try {
      return await sealing;
    } finally {
      this.#sealing.delete(sealing);
    }
  }

  /** The locked head, when it is one to build on. @throws MonagoError `audit_unavailable` */
  async #lock(execute: Execute, tenantId: TenantId): Promise<LogHead> {
    try {
      const head = await lockHead(execute, tenantId);
      await this.#use.signer.admit(head, execute);
      return head;
    } catch (error) {
      if (isLockTimeout(error)) throw auditUnavailable('another writer holds the log', error);
      throw error;
    }
  }

  async #signHead(execute: Execute, tenantId: TenantId): Promise<void> {
    const head = await this.#lock(execute, tenantId);
    const note = this.#use.signer.sign(head);
    const signedAt = new Date(this.#use.clock.now());
    await storeNote(execute, {
      tenantId,
      generation: head.generation,
      size: head.size,
      note,
      signedAt,
    });
  }

  #writer(tenantId: TenantId): LogWriter {
    const known = this.#writers.get(tenantId);
    if (known !== undefined) return known;
    const onAbandoned = (intent: EncodedEntry): void => this.#closeAbandoned(intent);
    const writer = new LogWriter(tenantId, { ...this.#use, onAbandoned });
    this.#writers.set(tenantId, writer);
    return writer;
  }

  /** The caller was told that nothing was sent, so nothing was; the log has to say so too. */
  #closeAbandoned({ tenantId, entryId, requestId }: EncodedEntry): void {
    const closing = this.append({
      tenantId,
      entryId: this.#use.random.id('aud'),
      fact: {
        type: 'ai.request.outcome',
        actor: { type: 'system', id: 'monago' },
        ...(requestId === undefined ? {} : { request_id: requestId }),
        intent: entryId,
        status: 'unknown',
        http: 503,
        error: 'audit_unavailable',
        latency_ms: 0,
      },
    }).then(
      () => undefined,
      // The intent stays open and is closed at the next start, as those of a node that died are.
      () => this.#use.log.error('audit_intent_left_open', { tenantId, entryId }),
    );
    this.#closings.add(closing);
    void closing.finally(() => this.#closings.delete(closing));
  }
}

function onlyTenant(entries: readonly NewEntry[]): TenantId {
  const [tenantId, ...others] = new Set(entries.map((entry) => entry.tenantId));
  if (tenantId === undefined || others.length > 0) {
    throw new MonagoError('internal', { internal: 'entries of exactly one tenant are expected' });
  }
  return tenantId;
}
