import type { Pool } from 'pg';
import { MonagoError } from '../../../../domain/errors.ts';
import type { AuditId, TenantId } from '../../../../domain/ids.ts';
import type { Execute } from '../../sql.ts';
import { inTransaction } from '../../transaction.ts';
import { lockHead, toCount } from '../log-head.ts';
import type { ContentSealer } from './content-sealer.ts';

export interface OldSaltsUse {
  /** Connections as monago_app. */
  readonly pool: Pool;
  readonly readerPool: Pool;
  readonly content: ContentSealer;
}

interface OldSalt {
  readonly entry_id: AuditId;
  readonly salt: Buffer;
  readonly generation: number;
  readonly idx: string | number;
  readonly time_us: string | number;
  readonly actor_id: string;
}

const saltsAtOnce = 500;

/** Seals the salts from before there was sealing; they lie in the clear until then. @returns how many there were */
export async function sealOldSalts(use: OldSaltsUse): Promise<number> {
  const { rows } = await use.readerPool.query<{ tenant_id: TenantId }>(
    'SELECT tenant_id FROM tenant ORDER BY tenant_id',
  );
  let sealed = 0;
  for (const { tenant_id: tenantId } of rows) {
    for (let count = saltsAtOnce; count === saltsAtOnce; sealed += count) {
      count = await inTransaction(use.pool, { tenantId }, (execute) =>
        sealSome(execute, tenantId, use.content),
      );
    }
  }
  return sealed;
}

async function sealSome(
  execute: Execute,
  tenantId: TenantId,
  content: ContentSealer,
): Promise<number> {
  const salts = await execute<OldSalt>(
    `SELECT p.entry_id, p.salt, e.generation, e.idx, e.time_us, e.actor_id
      FROM audit_payload p JOIN audit_entry e USING (tenant_id, entry_id)
      WHERE p.tenant_id = $1 ORDER BY p.entry_id LIMIT $2`,
    [tenantId, saltsAtOnce],
  );
  if (salts.length === 0) return 0;
  const sealed = await Promise.all(
    salts.map(({ entry_id, salt, time_us, actor_id: actorId }) => {
      const owner = { tenantId, actorId, at: toCount(time_us) / 1_000 };
      return content.sealFor(owner, entry_id, { salt, parts: [] });
    }),
  );
  // Nodes that start together would otherwise write the same rows; and no key is retired meanwhile.
  await lockHead(execute, tenantId);
  const moved = await execute(
    `WITH moved AS (
        DELETE FROM audit_payload WHERE tenant_id = $1 AND entry_id = ANY ($2::text[]) RETURNING entry_id
      )
      INSERT INTO audit_content
        (tenant_id, generation, idx, entry_id, time_us, key_id, wrapped_dek, nonce, tag, ciphertext)
      SELECT $1, s.generation, s.idx, s.entry_id, s.time_us, s.key_id, substring(s.bytes FROM 1 FOR 60),
          substring(s.bytes FROM 61 FOR 12), substring(s.bytes FROM 73 FOR 16), substring(s.bytes FROM 89)
        FROM unnest($2::text[], $3::smallint[], $4::bigint[], $5::bigint[], $6::text[], $7::bytea[])
          AS s(entry_id, generation, idx, time_us, key_id, bytes)
          JOIN moved USING (entry_id)
          JOIN audit_content_key k ON k.tenant_id = $1 AND k.key_id = s.key_id AND k.retired_at IS NULL
        RETURNING 1 AS moved`,
    [
      tenantId,
      salts.map((row) => row.entry_id),
      salts.map((row) => row.generation),
      salts.map((row) => row.idx),
      salts.map((row) => row.time_us),
      sealed.map(({ keyId }) => keyId),
      sealed.map(({ bytes }) => bytes),
    ],
  );
  if (moved.length === salts.length) return salts.length;
  for (const one of sealed) content.forgetKeyOf(one);
  throw new MonagoError('internal', { internal: 'another node sealed the same salts' });
}
