import type { Pool } from 'pg';
import { vkeyOf } from '../../../domain/audit/signed-note.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { AuditId, TenantId } from '../../../domain/ids.ts';
import type {
  AuditHead,
  AuditQuery,
  AuditReader,
  AuditRow,
  BundleFile,
} from '../../../ports/unit-of-work.ts';
import { inTransaction } from '../transaction.ts';
import { bundleFiles } from './bundle-files.ts';
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
const newestLog = '(SELECT generation FROM audit_head WHERE tenant_id = $1)';
const pageMax = 1000;

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

  async entries(tenantId: TenantId, query: AuditQuery): Promise<readonly AuditRow[]> {
    const limit = Math.min(query.limit, pageMax);
    const filters = [query.before ?? null, query.class ?? null, query.type ?? null];
    const rows = await inTransaction(this.#pool, { tenantId }, (execute) =>
      execute<EntryRow>(
        `${entryColumns} AND generation = ${newestLog} AND ($2::bigint IS NULL OR idx < $2) AND ($3::text IS NULL OR class = $3)
           AND ($4::text IS NULL OR type = $4) ORDER BY idx DESC LIMIT $5`,
        [tenantId, ...filters, limit],
      ),
    );
    return rows.map(toAuditRow);
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
