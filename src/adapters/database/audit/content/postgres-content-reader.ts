import type { Pool } from 'pg';
import { decodeContent, type EntryContent } from '../../../../domain/audit/entry-content.ts';
import type { AuditId, TenantId } from '../../../../domain/ids.ts';
import type { ContentReader, StoredContent } from '../../../../ports/audit-content.ts';
import type { Execute } from '../../sql.ts';
import { inTransaction } from '../../transaction.ts';
import type { ContentKeys } from './content-keys.ts';
import { storedContent } from './stored-content.ts';

interface ContentRow {
  readonly key_id: string;
  readonly wrapped_dek: Buffer;
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly ciphertext: Buffer;
}

/** Opens what was kept for an entry. */
export class PostgresContentReader implements ContentReader {
  readonly #pool: Pool;
  readonly #keys: ContentKeys;

  /** @param pool connections as monago_app */
  constructor(pool: Pool, keys: ContentKeys) {
    this.#pool = pool;
    this.#keys = keys;
  }

  open(tenantId: TenantId, entryId: AuditId): Promise<EntryContent | undefined> {
    return inTransaction(this.#pool, { tenantId, isReadOnly: true }, async (execute) => {
      const [row] = await execute<ContentRow>(
        `SELECT c.key_id, c.wrapped_dek, c.nonce, c.tag, c.ciphertext
          FROM audit_entry e JOIN audit_content c USING (tenant_id, generation, idx)
          WHERE e.tenant_id = $1 AND e.entry_id = $2`,
        [tenantId, entryId],
      );
      if (row === undefined) return oldSalt(execute, tenantId, entryId);
      const key = await this.#keys.open(execute, tenantId, row.key_id);
      if (key === undefined) return undefined;
      const sealed = {
        wrappedDek: row.wrapped_dek,
        nonce: row.nonce,
        tag: row.tag,
        ciphertext: row.ciphertext,
      };
      try {
        return decodeContent(key.open(sealed, { tenantId, entryId, keyId: row.key_id }));
      } finally {
        key.wipe();
      }
    });
  }

  stored(tenantId: TenantId, entryId: AuditId): Promise<StoredContent> {
    return inTransaction(this.#pool, { tenantId, isReadOnly: true }, (execute) =>
      storedContent(execute, tenantId, entryId),
    );
  }
}

/** From before there was sealing, and not yet sealed. */
async function oldSalt(
  execute: Execute,
  tenantId: TenantId,
  entryId: AuditId,
): Promise<EntryContent | undefined> {
  const [row] = await execute<{ readonly salt: Buffer }>(
    'SELECT salt FROM audit_payload WHERE tenant_id = $1 AND entry_id = $2',
    [tenantId, entryId],
  );
  return row && { salt: row.salt, parts: [] };
}
