import { join } from 'node:path';
import { HighWater } from '../adapters/database/audit/high-water.ts';
import { LogSigner } from '../adapters/database/audit/log-signer.ts';
import { PostgresAuditLog } from '../adapters/database/audit/postgres-audit-log.ts';
import { PostgresAuditReader } from '../adapters/database/audit/postgres-audit-reader.ts';
import { resolveDataDir } from '../adapters/database/embedded/data-dir.ts';
import { PostgresKeyCheckStore } from '../adapters/database/key-check-store.ts';
import {
  type Database,
  openDatabase,
  openOrJoinDatabase,
} from '../adapters/database/open-database.ts';
import { Ed25519KeyVault } from '../adapters/kms/ed25519-key-vault.ts';
import { EnvelopeVault } from '../adapters/kms/envelope-vault.ts';
import { checkKeys } from '../adapters/kms/key-check.ts';
import { openLocalKeyring } from '../adapters/kms/local-keyring.ts';
import { LocalKms } from '../adapters/kms/local-kms.ts';
import { cryptoRandom } from '../adapters/telemetry/crypto-random.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';
import type { SigningKeyVault } from '../ports/signing-key-vault.ts';
import { pinPolicy } from './trusted-policies.ts';

/** Everything that outlives a restart: the database, the keys to it, and the logs in it. */
export interface Storage {
  readonly database: Database;
  readonly vault: KeyVault;
  readonly signingKeys: SigningKeyVault;
  readonly auditLog: PostgresAuditLog;
  readonly auditReader: PostgresAuditReader;
  readonly signer: LogSigner;
  readonly random: Random;
  /** Unique for each start of the process: it tells this node's open intents from those of one that died. */
  readonly node: string;
  close(): Promise<void>;
}

const auditConnections = 8;

/**
 * Opens the storage of the server, or of a command that may run beside it (`join`).
 * @throws StartupRefusal, WrongKeyError, KeyringError
 */
export async function openStorage(
  config: Config,
  log: Log,
  access: 'serve' | 'join' = 'serve',
): Promise<Storage> {
  const random = cryptoRandom(systemClock);
  const database = await (access === 'serve' ? openDatabase : openOrJoinDatabase)(
    {
      url: config.MONAGO_DATABASE_URL,
      dataDir: config.MONAGO_DATA_DIR,
      poolMax: config.MONAGO_DATABASE_POOL_MAX,
    },
    log,
  );
  try {
    const keys = await openKeys(config, { database, random, log });
    const node = `${config.MONAGO_NODE}/${random.bytes(6).toString('hex')}`;
    const audit = openAudit(config, { ...keys, database, random, log, node });
    const close = async (): Promise<void> => {
      await audit.auditLog.close();
      await database.close();
    };
    return { database, random, node, ...keys, ...audit, close };
  } catch (failure) {
    await database.close();
    throw failure;
  }
}

interface Opening {
  readonly database: Database;
  readonly random: Random;
  readonly log: Log;
}

async function openKeys(
  config: Config,
  { database, random, log }: Opening,
): Promise<{ vault: KeyVault; signingKeys: SigningKeyVault }> {
  const file = config.MONAGO_KEK_FILE ?? join(resolveDataDir(config.MONAGO_DATA_DIR), 'keyring');
  const now = systemClock.now();
  const { keyring, isNew } = await openLocalKeyring(file, now);
  if (isNew) log.warn('kms.keyring_created', { file, note: 'back it up apart from the database' });
  const kms = new LocalKms(keyring, random.bytes);
  await checkKeys(kms, new PostgresKeyCheckStore(database), now);
  const vault = new EnvelopeVault(kms, random.bytes);
  return { vault, signingKeys: new Ed25519KeyVault(vault, random.bytes) };
}

function openAudit(
  config: Config,
  use: Opening & { vault: KeyVault; signingKeys: SigningKeyVault; node: string },
): { auditLog: PostgresAuditLog; auditReader: PostgresAuditReader; signer: LogSigner } {
  const pool = use.database.openAppPool('monago-audit', auditConnections);
  const dataDir = resolveDataDir(config.MONAGO_DATA_DIR);
  const signer = new LogSigner({
    pool,
    keys: use.signingKeys,
    highWater: new HighWater(join(dataDir, 'audit', 'high-water'), use.log),
    log: use.log,
    onLogOpened: ({ vkey }) => pinPolicy(config.MONAGO_DATA_DIR, vkey),
  });
  const auditLog = new PostgresAuditLog({
    pool,
    readerPool: use.database.reader,
    signer,
    keys: use.signingKeys,
    clock: systemClock,
    random: use.random,
    log: use.log,
    node: use.node,
    auditDomain: config.MONAGO_AUDIT_DOMAIN,
  });
  return {
    auditLog,
    signer,
    auditReader: new PostgresAuditReader({ pool: use.database.app, signer }),
  };
}
