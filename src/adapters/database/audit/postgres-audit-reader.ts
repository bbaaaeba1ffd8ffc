import type { Pool } from 'pg';
import { vkeyOf } from '../../../domain/audit/signed-note.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { AuditId, TenantId } from '../../../domain/ids.ts';
import type { AuditMatches, AuditQuery, AuditRow } from '../../../ports/audit-query.ts';
import type { AuditHead, AuditReader, BundleFile } from '../../../ports/unit-of-work.ts';
import { inTransaction } from '../transaction.ts';
import { bundleFiles } from './bundle-files.ts';
import { searchEntries, stretchOf } from './entry-search.ts';
import { type LogHead, readHead, toCount } from './log-head.ts';
import type { LogKeys } from './log-keys.ts';
import type { LogSigner } from './log-signer.ts';

interface EntryRow {
  readonly idx: string | number;
  readonly entry_id: AuditId;
  readonly leaf: Buffer;
  readonly leaf_hash: Buffer;
}

interface SignedHead {
  readonly head: LogHead;
  readonly keys: LogKeys;
  readonly checkpoint: string;
}

const entryColumns = 'SELECT idx, entry_id, leaf, leaf_hash FROM audit_entry WHERE tenant_id = $1';

/** Reads the logs as auditors do. Each connection sees one tenant. */
export class PostgresAuditReader implements AuditReader {
  readonly #pool: Pool;
  readonly #signer: LogSigner;

  constructor(use: { readonly pool: Pool; readonly signer: LogSigner }) {
    this.#pool = use.pool;
    this.#signer = use.signer;
  }

  async head(tenantId: TenantId): Promise<AuditHead> {
    const { head, keys, checkpoint } = await this.#signedHead(tenantId);
    return {
      origin: head.origin,
      vkey: vkeyOf(keys.origin, keys.pinned[0].publicKey),
      size: head.size,
      checkpoint,
      lastEntryAt: head.size === 0 ? undefined : Math.floor(head.lastTimeUs / 1000),
    };
  }

  entries(tenantId: TenantId, query: AuditQuery): Promise<AuditMatches> {
    return inTransaction(this.#pool, { tenantId }, async (execute) => {
      const log = await stretchOf(execute, tenantId, query);
      if (log === undefined) return { rows: [], stoppedAt: undefined };
      const { indexes, stoppedAt } = await searchEntries(execute, query, log);
      const rows = await execute<EntryRow>(
        `${entryColumns} AND generation = $2 AND idx = ANY ($3::bigint[]) ORDER BY idx DESC`,
        [tenantId, log.generation, indexes],
      );
      return { rows: rows.map(toAuditRow), stoppedAt };
    });
  }

  async entry(tenantId: TenantId, entryId: AuditId): Promise<AuditRow> {
    const [row] = await inTransaction(this.#pool, { tenantId }, (execute) =>
      execute<EntryRow>(`${entryColumns} AND entry_id = $2`, [tenantId, entryId]),
    );
    if (row === undefined) throw new MonagoError('not_found');
    return toAuditRow(row);
  }

  /**
   * Everything up to the head never changes, so the files are of one moment although each is read on its own: an
   * auditor with a slow line holds no connection and no snapshot.
   */
  async bundle(
    tenantId: TenantId,
  ): Promise<{ readonly size: number; readonly files: AsyncIterable<BundleFile> }> {
    const { head, keys, checkpoint } = await this.#signedHead(tenantId);
    const log = { tenantId, generation: head.generation };
    const { size } = head;
    return {
      size,
      files: bundleFiles({ pool: this.#pool, log, size, checkpoint, keys: keys.pinned }),
    };
  }

  async #signedHead(tenantId: TenantId): Promise<SignedHead> {
    const { origin } = await this.#keys(tenantId);
    // Before the head is read: a commit in between would otherwise look like a rewind.
    const floor = this.#signer.floor(origin);
    return inTransaction(this.#pool, { tenantId }, async (execute) => {
      const head = await readHead(execute, tenantId);
      const keys = await this.#signer.keys(head, execute);
      await this.#signer.confirm(head, head.origin === origin ? floor : undefined, execute);
      return { head, keys, checkpoint: this.#signer.sign(head) };
    });
  }

  #keys(tenantId: TenantId): Promise<LogKeys> {
    return inTransaction(this.#pool, { tenantId }, async (execute) =>
      this.#signer.keys(await readHead(execute, tenantId), execute),
    );
  }
}

function toAuditRow(row: EntryRow): AuditRow {
  return {
    index: toCount(row.idx),
    entryId: row.entry_id,
    leaf: row.leaf.toString('utf8'),
    leafHash: row.leaf_hash.toString('base64'),
  };
}
