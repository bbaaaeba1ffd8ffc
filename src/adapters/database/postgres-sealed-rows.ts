import type { Provider } from '../../domain/credential/credential.ts';
import {
  contentKeyContext,
  providerKeyContext,
  type SealingContext,
  tokenKeyContext,
} from '../../domain/credential/envelope.ts';
import { isId, type TenantId } from '../../domain/ids.ts';
import type { WrappedKey } from '../../ports/kms.ts';
import {
  nameOfRow,
  type SealedRow,
  type SealedRowPage,
  type SealedRows,
} from '../../ports/sealed-rows.ts';
import { signingContext } from './audit/signing-key.ts';
import { announceChange } from './directory-epoch.ts';
import type { Database } from './open-database.ts';
import { type SealedColumns, sealedOf } from './sealed-columns.ts';
import type { Execute } from './sql.ts';
import { sqlStateOf } from './sql-state.ts';
import { inTransaction } from './transaction.ts';

interface SealedRowColumns extends SealedColumns {
  readonly kind: SealedRow['kind'];
  readonly tenant_id: TenantId;
  readonly item: string;
  readonly version: number;
  readonly provider: Provider | null;
  readonly destination: string;
}

interface Swap {
  readonly row: SealedRow;
  readonly wrapped: WrappedKey;
}

const key = 'kind, tenant_id, item, version';

/** The view `sealed_row`, and the tables behind it. */
export class PostgresSealedRows implements SealedRows {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async page({ except, after, limit }: SealedRowPage): Promise<readonly SealedRow[]> {
    const { kind = '', tenantId = '', item = '', version = 0 } = after ?? {};
    const { rows } = await this.#database.reader.query<SealedRowColumns>(
      `SELECT ${key}, provider, destination, kek_ref, wrapped_dek, nonce, ciphertext, tag FROM sealed_row
        WHERE ($1::text IS NULL OR kek_ref <> $1) AND (${key}) > ($2, $3, $4, $5) ORDER BY ${key} LIMIT $6`,
      [except ?? null, kind, tenantId, item, version, limit],
    );
    return rows.map((row) => ({
      kind: row.kind,
      tenantId: row.tenant_id,
      item: row.item,
      version: row.version,
      context: contextOf(row),
      sealed: sealedOf(row),
    }));
  }

  async count(except?: string): Promise<number> {
    const { rows } = await this.#database.reader.query<{ count: number }>(
      'SELECT count(*) AS count FROM sealed_row WHERE $1::text IS NULL OR kek_ref <> $1',
      [except ?? null],
    );
    return rows[0]?.count ?? 0;
  }

  async under(kekRef: string, limit: number) {
    const { rows } = await this.#database.reader.query<SealedRowColumns & { count: number }>(
      `SELECT ${key}, count(*) OVER () AS count FROM sealed_row WHERE kek_ref = $1 ORDER BY ${key} LIMIT $2`,
      [kekRef, limit],
    );
    const names = rows.map((row) => nameOfRow({ ...row, tenantId: row.tenant_id }));
    return { count: rows[0]?.count ?? 0, names };
  }

  async swap(changes: readonly Swap[]): Promise<number> {
    let swapped = 0;
    for (const tenantId of new Set(changes.map(({ row }) => row.tenantId))) {
      const own = changes.filter(({ row }) => row.tenantId === tenantId);
      swapped += await this.#swapOf(tenantId, own);
    }
    return swapped;
  }

  async #swapOf(tenantId: TenantId, changes: readonly Swap[]): Promise<number> {
    try {
      return await inTransaction(this.#database.app, { tenantId }, async (execute) => {
        let swapped = 0;
        let isDirectoryChanged = false;
        for (const change of changes) {
          if (!(await swapOne(execute, change))) continue;
          swapped += 1;
          isDirectoryChanged ||= change.row.kind === 'credential_version';
        }
        if (isDirectoryChanged) await announceChange(execute, tenantId);
        return swapped;
      });
    } catch (thrown) {
      // Somebody else is at these rows; they are met again in the next round.
      const state = sqlStateOf(thrown);
      if (state === 'deadlock_detected' || state === 'lock_not_available') return 0;
      throw thrown;
    }
  }
}

const updates: Readonly<Record<SealedRow['kind'], string>> = {
  credential_version: 'tenant_id = $5 AND credential_id = $6 AND version = $7',
  audit_log: 'tenant_id = $5 AND origin = $6 AND version = $7',
  audit_content_key: 'tenant_id = $5 AND key_id = $6 AND $7 = 0',
  token_signing_key: "$5 <> '' AND kid = $6 AND $7 = 0",
};

const tables: Readonly<Record<SealedRow['kind'], string>> = {
  credential_version: 'credential_version',
  audit_log: 'audit_log_key',
  audit_content_key: 'audit_content_key',
  token_signing_key: 'token_signing_key',
};

async function swapOne(execute: Execute, { row, wrapped }: Swap): Promise<boolean> {
  const updated = await execute(
    `UPDATE ${tables[row.kind]} SET kek_ref = $1, wrapped_dek = $2
      WHERE kek_ref = $3 AND wrapped_dek = $4 AND ${updates[row.kind]} RETURNING 1 AS updated`,
    [
      wrapped.kekRef,
      wrapped.blob,
      row.sealed.kekRef,
      row.sealed.wrappedDek,
      row.tenantId,
      row.item,
      row.version,
    ],
  );
  return updated.length > 0;
}

function contextOf({
  kind,
  tenant_id: tenantId,
  item,
  version,
  provider,
  destination,
}: SealedRowColumns): SealingContext {
  if (kind === 'token_signing_key') return tokenKeyContext(item);
  if (kind === 'audit_content_key') return contentKeyContext(tenantId, item);
  if (kind === 'audit_log') return signingContext({ tenantId, origin: item, version });
  if (provider === null || !isId('cred', item)) throw new RangeError(`no credential ${item}`);
  return providerKeyContext({ tenantId, provider, id: item, version, destination });
}
