import { closeOrphans } from '../adapters/database/audit/close-orphans.ts';
import { refuseOperatorsOnPremise } from '../adapters/database/operator-check.ts';
import { PostgresApprovals } from '../adapters/database/postgres-approvals.ts';
import { PostgresCredentialUsage } from '../adapters/database/postgres-credential-usage.ts';
import { PostgresDecisionRecords } from '../adapters/database/postgres-decision-records.ts';
import { PostgresDirectory } from '../adapters/database/postgres-directory.ts';
import { PostgresStoredResponses } from '../adapters/database/postgres-stored-responses.ts';
import { PostgresTenantRegistry } from '../adapters/database/postgres-tenant-registry.ts';
import { PostgresUnitOfWork } from '../adapters/database/postgres-unit-of-work.ts';
import { PostgresTokenKeyStore } from '../adapters/database/token-key-store.ts';
import { JwtIssuer } from '../adapters/identity/jwt-issuer.ts';
import { JwtVerifier } from '../adapters/identity/jwt-verifier.ts';
import { openTokenSigningKey } from '../adapters/identity/token-keys.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import type { Log } from '../ports/log.ts';
import type { TokenIssuer, TokenVerifier } from '../ports/token-service.ts';
import { startAuditChores } from './audit-chores.ts';
import { orphanAfterMs } from './audit-watch.ts';
import type { Storage } from './storage.ts';
import { version } from './version.ts';

/** What this node knows and may do, on top of the storage. */
export interface State {
  readonly directory: PostgresDirectory;
  readonly unitOfWork: PostgresUnitOfWork;
  readonly tenants: PostgresTenantRegistry;
  readonly usage: PostgresCredentialUsage;
  readonly storedResponses: PostgresStoredResponses;
  readonly approvals: PostgresApprovals;
  readonly decisionRecords: PostgresDecisionRecords;
  readonly tokenIssuer: TokenIssuer;
  readonly tokenVerifier: TokenVerifier;
}

interface Opening {
  readonly config: Config;
  readonly log: Log;
  keep<T extends { close(): Promise<void> }>(resource: T): T;
}

/** Puts the logs in order after whatever happened to the last process, and opens the node's view of the deployment. */
export async function openState(storage: Storage, { config, log, keep }: Opening): Promise<State> {
  const { database, auditLog, random } = storage;
  await refuseOperatorsOnPremise(database, config.MONAGO_MODE);
  await auditLog.signCommitted();
  const onKeyGone = storage.keys.dropKeysOf;
  const directory = keep(
    await PostgresDirectory.open({ database, clock: systemClock, log, onKeyGone }),
  );
  const changes = {
    database,
    audit: auditLog,
    directory,
    random,
    clock: systemClock,
    version,
  };
  const unitOfWork = new PostgresUnitOfWork(changes);
  await unitOfWork.ensurePlatformTenant();
  await sweepOrphans(storage, config, log);
  keep(await startAuditChores(storage, { unitOfWork, log }));
  const signingKey = await openTokenSigningKey(
    { store: new PostgresTokenKeyStore(database), vault: storage.signingKeys, random },
    systemClock.now(),
  );
  const { node } = storage;
  const usage = new PostgresCredentialUsage({ database, clock: systemClock, log, node });
  const storedResponses = new PostgresStoredResponses({ database, clock: systemClock, log });
  const decisionRecords = new PostgresDecisionRecords({
    database,
    clock: systemClock,
    log,
    keptDays: config.MONAGO_DECISION_RECORD_DAYS,
  });
  return {
    directory,
    unitOfWork,
    tenants: new PostgresTenantRegistry(changes),
    usage: keep(usage.start()),
    storedResponses: keep(storedResponses.start()),
    approvals: keep(new PostgresApprovals({ ...changes, log }).start()),
    decisionRecords: keep(decisionRecords.start()),
    tokenIssuer: new JwtIssuer(signingKey, systemClock),
    tokenVerifier: new JwtVerifier({
      signingKey: (kid) => directory.signingKey(kid),
      clock: systemClock,
    }),
  };
}

/** Nobody else can be at work on an embedded database, so every open intent there is an orphan. */
async function sweepOrphans(storage: Storage, config: Config, log: Log): Promise<void> {
  const isShared = config.MONAGO_DATABASE_URL !== undefined;
  const olderThanMs = isShared ? orphanAfterMs(config) : 0;
  const closed = await closeOrphans(
    {
      pool: storage.database.app,
      readerPool: storage.database.reader,
      auditLog: storage.auditLog,
      clock: systemClock,
      random: storage.random,
      log,
      node: storage.node,
    },
    olderThanMs,
  );
  if (closed > 0) log.warn('audit.orphans_closed', { count: closed });
}
