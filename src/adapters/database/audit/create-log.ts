import { genesisHash } from '../../../domain/audit/leaf.ts';
import { emptyRoot } from '../../../domain/audit/merkle.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Random } from '../../../ports/random.ts';
import type { SigningKeyVault } from '../../../ports/signing-key-vault.ts';
import { sealedValues } from '../sealed-columns.ts';
import type { Execute } from '../sql.ts';
import type { LogRef } from './log-head.ts';
import { signingContext } from './signing-key.ts';
import { ulid } from './ulid.ts';

export interface LogMaking {
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: SigningKeyVault;
  /** Name under which the deployment's logs are known. */
  readonly auditDomain: string;
}

/** An empty log with a name and a key of its own, which becomes the one that the tenant's entries go to. */
export async function createLog(
  execute: Execute,
  { tenantId, generation }: LogRef,
  { auditDomain, clock, random, keys }: LogMaking,
): Promise<void> {
  const now = clock.now();
  const origin = `${auditDomain}/log/${ulid(Math.floor(now), random.bytes(10))}`;
  await execute(
    `INSERT INTO audit_log (tenant_id, generation, origin, state, created_at) VALUES ($1, $2, $3, 'active', $4)`,
    [tenantId, generation, origin, new Date(now)],
  );
  const log = { tenantId, generation, origin, version: 0, signsFrom: 0 };
  await createLogKey(execute, log, { clock, keys });
  await execute(
    `INSERT INTO audit_head (tenant_id, generation, size, frontier, root, prev_leaf_hash, last_time_us, class_counts)
     VALUES ($1, $2, 0, '', $3, $4, 0, '{"ai":0,"admin":0,"auth":0,"sys":0}')
     ON CONFLICT (tenant_id) DO UPDATE SET generation = excluded.generation, size = 0, frontier = '',
       root = excluded.root, prev_leaf_hash = excluded.prev_leaf_hash, last_time_us = 0,
       class_counts = excluded.class_counts, key_version = 0`,
    [tenantId, generation, Buffer.from(emptyRoot()), Buffer.from(genesisHash(origin))],
  );
}

export interface NewLogKey extends LogRef {
  readonly origin: string;
  readonly version: number;
  /** Size of the log from which on the key signs. */
  readonly signsFrom: number;
}

/** @returns the public half */
export async function createLogKey(
  execute: Execute,
  { tenantId, generation, origin, version, signsFrom }: NewLogKey,
  { clock, keys }: Pick<LogMaking, 'clock' | 'keys'>,
): Promise<Buffer> {
  const context = signingContext({ tenantId, origin, version });
  const { publicKey, sealed } = await keys.create(context);
  await execute(
    `INSERT INTO audit_log_key (tenant_id, generation, version, origin, public_key, signs_from, kek_ref, wrapped_dek,
       nonce, ciphertext, tag, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      tenantId,
      generation,
      version,
      origin,
      publicKey,
      signsFrom,
      ...sealedValues(sealed),
      new Date(clock.now()),
    ],
  );
  return publicKey;
}
