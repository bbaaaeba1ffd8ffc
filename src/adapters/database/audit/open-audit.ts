import type { Pool } from 'pg';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { Random } from '../../../ports/random.ts';
import type { SigningKeyVault } from '../../../ports/signing-key-vault.ts';
import { closeOrphans } from './close-orphans.ts';
import { HighWater } from './high-water.ts';
import { type LogIdentity, LogSigner } from './log-signer.ts';
import { PostgresAuditLog } from './postgres-audit-log.ts';
import { PostgresAuditReader } from './postgres-audit-reader.ts';

export interface AuditDependencies {
  /** Connections as monago_app, for the audit log alone. MUST have `connectionTimeoutMillis`. */
  readonly pool: Pool;
  /** Connections as monago_app, for reading the log: readers must not keep writers waiting. */
  readonly appPool: Pool;
  /** Connections as monago_reader. */
  readonly readerPool: Pool;
  readonly keys: SigningKeyVault;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Unique for each start of the process. */
  readonly node: string;
  /** Name under which the deployment's logs are known, for instance `audit.example.com`. */
  readonly auditDomain: string;
  /** Where this node keeps what it signed last; private to it and kept over restarts. */
  readonly highWaterDir: string;
  /** Called once a process for each log, when it is first signed. */
  readonly onLogOpened: (identity: LogIdentity) => void;
}

export interface Audit {
  readonly auditLog: PostgresAuditLog;
  readonly auditReader: PostgresAuditReader;
  /** See `closeOrphans`. */
  closeOrphans(olderThanMs: number): Promise<number>;
}

/** Puts the parts of the transparency logs together. `auditLog.close()` closes them; the pools stay open. */
export function openAudit(use: AuditDependencies): Audit {
  const highWater = new HighWater(use.highWaterDir, use.log);
  const signer = new LogSigner({ ...use, highWater });
  const auditLog = new PostgresAuditLog({ ...use, signer });
  return {
    auditLog,
    auditReader: new PostgresAuditReader({ pool: use.appPool, signer }),
    closeOrphans: (olderThanMs) => closeOrphans({ ...use, auditLog }, olderThanMs),
  };
}
