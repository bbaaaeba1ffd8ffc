import { randomBytes } from 'node:crypto';
import { connectDatabase, type Database } from '../../src/adapters/database/open-database.ts';
import { PostgresKeyRegistry } from '../../src/adapters/database/postgres-key-registry.ts';
import { PostgresSealedRows } from '../../src/adapters/database/postgres-sealed-rows.ts';
import { EnvelopeVault } from '../../src/adapters/kms/envelope-vault.ts';
import { checkKeys } from '../../src/adapters/kms/key-check.ts';
import type { KeyringKey } from '../../src/adapters/kms/keyring.ts';
import { LocalKms } from '../../src/adapters/kms/local-kms.ts';
import { openSealedRows } from '../../src/adapters/kms/open-sealed-rows.ts';
import { paceOf } from '../../src/adapters/kms/pace.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { providerKeyContext } from '../../src/domain/credential/envelope.ts';
import { Secret } from '../../src/domain/credential/secret.ts';
import type { CredentialId, TenantId } from '../../src/domain/ids.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { random } from './audit-node.ts';

export interface StoredKey {
  readonly tenantId: TenantId;
  readonly credentialId: CredentialId;
}

/** A database full of provider keys that are sealed under the first of two keys; the second one is active. */
export interface SecretsSite {
  readonly fresh: FreshDatabase;
  readonly database: Database;
  readonly rows: PostgresSealedRows;
  readonly keys: readonly [former: KeyringKey, active: KeyringKey];
  readonly kms: LocalKms;
  readonly stored: readonly StoredKey[];
  /** Names of the secrets that do not open, of all there are. */
  unreadable(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const destination = 'https://api.openai.com:443/v1';

export async function openSecretsSite(tenants: number, perTenant: number): Promise<SecretsSite> {
  const fresh = await freshDatabase();
  const database = await connectDatabase(fresh.connections, 4, quietLog);
  const keys = [newKey('former'), newKey('active')] as const;
  const [former, active] = keys;
  const kms = new LocalKms({ active: former, keys }, randomBytes);
  await checkKeys(kms, new PostgresKeyRegistry(database));
  const stored: StoredKey[] = [];
  for (let count = 0; count < tenants; count += 1) {
    stored.push(...(await storeKeys(fresh, kms, perTenant)));
  }
  await fresh.asSuperuser("UPDATE key_check SET state = 'deactivated'");
  await checkKeys(new LocalKms({ active, keys }, randomBytes), new PostgresKeyRegistry(database));
  const rows = new PostgresSealedRows(database);
  return {
    fresh,
    database,
    rows,
    keys,
    kms,
    stored,
    unreadable: async () => {
      const vault = new EnvelopeVault(kms, randomBytes);
      const pace = paceOf(1e9, async () => undefined);
      const use = { vault, rows, clock: systemClock, pace, onProgress: () => undefined };
      return (await openSealedRows(use)).unreadable;
    },
    close: async () => {
      await database.close();
      await fresh.drop();
    },
  };
}

function newKey(kid: string): KeyringKey {
  return { kid, key: randomBytes(32) };
}

async function storeKeys(
  fresh: FreshDatabase,
  kms: LocalKms,
  count: number,
): Promise<readonly StoredKey[]> {
  const tenantId = random.id('ten');
  await fresh.asSuperuser(
    `INSERT INTO tenant (tenant_id, name, created_at) VALUES ($1, 'Example', now())`,
    [tenantId],
  );
  const vault = new EnvelopeVault(kms, randomBytes);
  const stored = Array.from({ length: count }, () => ({
    tenantId,
    credentialId: random.id('cred'),
  }));
  for (const { credentialId: id } of stored) {
    const context = providerKeyContext({
      tenantId,
      provider: 'openai',
      id,
      version: 1,
      destination,
    });
    const sealed = await vault.seal(new Secret(randomBytes(40)), context);
    await fresh.asSuperuser(
      `INSERT INTO credential (tenant_id, credential_id, provider, name, destination, last4, status, version,
          created_at, created_by)
        VALUES ($1, $2, 'openai', $2, $3, 'WXYZ', 'active', 1, now(), 'monago')`,
      [tenantId, id, destination],
    );
    await fresh.asSuperuser(
      `INSERT INTO credential_version (tenant_id, credential_id, version, destination, created_at, kek_ref,
          wrapped_dek, nonce, ciphertext, tag) VALUES ($1, $2, 1, $3, now(), $4, $5, $6, $7, $8)`,
      [
        tenantId,
        id,
        destination,
        sealed.kekRef,
        sealed.wrappedDek,
        sealed.nonce,
        sealed.ciphertext,
        sealed.tag,
      ],
    );
  }
  return stored;
}
