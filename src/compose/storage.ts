import { join } from 'node:path';
import { CheckpointWitnessing } from '../adapters/database/audit/checkpoint-witnessing.ts';
import { ContentKeys } from '../adapters/database/audit/content/content-keys.ts';
import { ContentSealer } from '../adapters/database/audit/content/content-sealer.ts';
import { PostgresContentReader } from '../adapters/database/audit/content/postgres-content-reader.ts';
import type { FollowedLogs } from '../adapters/database/audit/followed-logs.ts';
import { HighWater } from '../adapters/database/audit/high-water.ts';
import { LogSigner } from '../adapters/database/audit/log-signer.ts';
import { PostgresAuditLog } from '../adapters/database/audit/postgres-audit-log.ts';
import { PostgresAuditReader } from '../adapters/database/audit/postgres-audit-reader.ts';
import type { WitnessedHeadSource } from '../adapters/database/audit/witnessed-head.ts';
import { resolveDataDir } from '../adapters/database/embedded/data-dir.ts';
import {
  type Database,
  openDatabase,
  openOrJoinDatabase,
} from '../adapters/database/open-database.ts';
import { AesContentKeyVault } from '../adapters/kms/aes-content-key-vault.ts';
import { cryptoRandom } from '../adapters/telemetry/crypto-random.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import type { KeyVault } from '../ports/key-vault.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';
import type { SigningKeyVault } from '../ports/signing-key-vault.ts';
import { type Keys, openKeys } from './keys.ts';
import { requireKmsSettings } from './kms.ts';
import { pinPolicy } from './trusted-policies.ts';
import { openWitnesses, type Witnesses } from './witnesses.ts';

/** Everything that outlives a restart: the database, the keys to it, and the logs in it. */
export interface Storage {
  readonly database: Database;
  readonly keys: Keys;
  readonly vault: KeyVault;
  readonly signingKeys: SigningKeyVault;
  readonly auditLog: PostgresAuditLog;
  readonly auditReader: PostgresAuditReader;
  readonly signer: LogSigner;
  /** How far this process has followed each log. */
  readonly followed: FollowedLogs;
  /** Of what is kept beside the entries. */
  readonly contentKeys: ContentKeys;
  readonly contentReader: PostgresContentReader;
  readonly witnesses: Witnesses;
  readonly random: Random;
  /** Unique for each start of the process: it tells this node's open intents from those of one that died. */
  readonly node: string;
  close(): Promise<void>;
}

const auditConnections = 8;

/**
 * Opens the storage of the server, or of a command that may run beside it (`join`).
 * @throws StartupRefusal and what `openKeys` throws
 */
export async function openStorage(
  config: Config,
  log: Log,
  access: 'serve' | 'join' = 'serve',
): Promise<Storage> {
  requireKmsSettings(config);
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
    const node = `${config.MONAGO_NODE}/${random.bytes(6).toString('hex')}`;
    const keys = await openKeys(config, {
      database,
      random,
      log,
      node: access === 'serve' ? node : undefined,
    });
    const { vault, signingKeys } = keys;
    const audit = openAudit(config, { vault, signingKeys, database, random, log, node });
    const close = async (): Promise<void> => {
      await audit.auditLog.close();
      await audit.witnesses.close();
      audit.contentKeys.close();
      await keys.close();
      await database.close();
    };
    return { database, keys, vault, signingKeys, random, node, ...audit, close };
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

function openAudit(
  config: Config,
  use: Opening & { vault: KeyVault; signingKeys: SigningKeyVault; node: string },
): Pick<
  Storage,
  'auditLog' | 'auditReader' | 'signer' | 'followed' | 'contentKeys' | 'contentReader' | 'witnesses'
> {
  const pool = use.database.openAppPool('monago-audit', auditConnections);
  const dataDir = resolveDataDir(config.MONAGO_DATA_DIR);
  const signer = new LogSigner({
    pool,
    keys: use.signingKeys,
    highWater: new HighWater(join(dataDir, 'audit', 'high-water'), use.log),
    log: use.log,
    onLogOpened: ({ keys }) => pinPolicy(config.MONAGO_DATA_DIR, keys),
  });
  const contentKeys = new ContentKeys({
    pool,
    vault: new AesContentKeyVault(use.vault, use.random.bytes),
    clock: systemClock,
    random: use.random,
  });
  const auditLog = new PostgresAuditLog({
    pool,
    readerPool: use.database.reader,
    signer,
    keys: use.signingKeys,
    content: new ContentSealer(contentKeys, systemClock),
    clock: systemClock,
    random: use.random,
    log: use.log,
    node: use.node,
    auditDomain: config.MONAGO_AUDIT_DOMAIN,
  });
  const followed: FollowedLogs = new Map();
  const witnesses = openWitnesses(config);
  return {
    auditLog,
    signer,
    followed,
    contentKeys,
    contentReader: new PostgresContentReader(use.database.app, contentKeys),
    witnesses,
    auditReader: new PostgresAuditReader({
      signer,
      followed,
      ...witnessingOf(witnesses, use),
      asked: { quorum: witnesses.quorum, witnesses: witnesses.list },
    }),
  };
}

/** Whoever exports a log shows it to the witnesses first. */
function witnessingOf(
  { list: witnesses }: Witnesses,
  { database: { app: pool }, log }: Opening,
): WitnessedHeadSource {
  if (witnesses.length === 0) return { pool };
  const witnessing = () => new CheckpointWitnessing({ pool, witnesses, clock: systemClock, log });
  return { pool, witnessing };
}
