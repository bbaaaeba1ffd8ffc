import type { Pool } from 'pg';
import { noteKey, vkeyOf } from '../../../domain/audit/signed-note.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { AuditId, TenantId } from '../../../domain/ids.ts';
import type {
  AuditHead,
  AuditQuery,
  AuditReader,
  AuditRow,
  BundleFile,
} from '../../../ports/unit-of-work.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import { type BundleSource, bundleFiles } from './bundle-files.ts';
import { Connection, setTenant } from './connection.ts';
import { type LogHead, readHead, toCount } from './log-head.ts';
import type { LogSigner } from './log-signer.ts';

interface EntryRow {
  readonly idx: string | number;
  readonly entry_id: AuditId;
  readonly leaf: Buffer;
  readonly leaf_hash: Buffer;
}

const entryColumns = 'SELECT idx, entry_id, leaf, leaf_hash FROM audit_entry WHERE tenant_id = $1';
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
    const origin = await this.#openKey(tenantId);
    const floor = this.#signer.floor(origin);
    return inTransaction(this.#pool, { tenantId }, async (execute) => {
      const head = await readHead(execute, tenantId);
      await this.#signer.confirm(head, floor, execute);
      const key = await this.#signer.key(tenantId, origin, execute);
      return {
        origin,
        vkey: vkeyOf(key.name, key.publicKey),
        size: head.size,
        checkpoint: this.#signer.sign(head),
        lastEntryAt: head.size === 0 ? undefined : Math.floor(head.lastTimeUs / 1000),
      };
    });
  }

  async entries(tenantId: TenantId, query: AuditQuery): Promise<readonly AuditRow[]> {
    const limit = Math.min(query.limit, pageMax);
    const filters = [query.before ?? null, query.class ?? null, query.type ?? null];
    const rows = await inTransaction(this.#pool, { tenantId }, (execute) =>
      execute<EntryRow>(
        `${entryColumns} AND ($2::bigint IS NULL OR idx < $2) AND ($3::text IS NULL OR class = $3)
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
   * All files come from one snapshot, however long it takes to read them; the connection is held until the last
   * file is taken or the iteration is given up.
   */
  async bundle(
    tenantId: TenantId,
  ): Promise<{ readonly size: number; readonly files: AsyncIterable<BundleFile> }> {
    const origin = await this.#openKey(tenantId);
    const floor = this.#signer.floor(origin);
    const connection = await Connection.open(this.#pool);
    try {
      const { execute } = connection;
      await connection.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await setTenant(execute, tenantId);
      const head = await readHead(execute, tenantId);
      await this.#signer.confirm(head, floor, execute);
      const source = await this.#source(execute, head);
      return { size: head.size, files: releasing(connection, bundleFiles(source)) };
    } catch (error) {
      connection.discard();
      throw error;
    }
  }

  async #source(execute: Execute, head: LogHead): Promise<BundleSource> {
    const { name, publicKey } = await this.#signer.key(head.tenantId, head.origin, execute);
    const checkpoint = this.#signer.sign(head);
    return { execute, head, checkpoint, key: noteKey(name, publicKey) };
  }

  /** Before the head is read, so that the floor is older than the head. */
  async #openKey(tenantId: TenantId): Promise<string> {
    return inTransaction(this.#pool, { tenantId }, async (execute) => {
      const { origin } = await readHead(execute, tenantId);
      await this.#signer.key(tenantId, origin, execute);
      return origin;
    });
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

async function* releasing(
  connection: Connection,
  files: AsyncIterable<BundleFile>,
): AsyncGenerator<BundleFile> {
  let isFinished = false;
  try {
    yield* files;
    await connection.run('COMMIT');
    isFinished = true;
  } finally {
    if (isFinished) connection.release();
    else connection.discard();
  }
}
