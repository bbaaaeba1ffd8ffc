import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PostgresDecisionRecords } from '../../src/adapters/database/postgres-decision-records.ts';
import { PostgresDirectory } from '../../src/adapters/database/postgres-directory.ts';
import { PostgresUnitOfWork } from '../../src/adapters/database/postgres-unit-of-work.ts';
import { PostgresSetupLinkStore } from '../../src/adapters/database/setup-link-store.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { commandUnitOfWork } from '../../src/compose/command-unit-of-work.ts';
import { openStorage } from '../../src/compose/storage.ts';
import { version } from '../../src/compose/version.ts';
import { readConfig } from '../../src/config.ts';
import type { NewDecisionRecord } from '../../src/ports/decision-records.ts';
import type { NewTenant, UnitOfWork } from '../../src/ports/unit-of-work.ts';
import { someTenant, tenantCreated } from '../conformance/unit-of-work-site.ts';
import { freshDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type CommandRun, runPolicy } from './policy-site.ts';

/** An installation with one organisation, on which commands work as they would beside a running Monago. */
export async function openInstallation() {
  const fresh = await freshDatabase();
  const work = mkdtempSync(join(tmpdir(), 'monago-installation-'));
  const environment = { MONAGO_DATABASE_URL: fresh.url, MONAGO_DATA_DIR: work };
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const storage = await openStorage(read.config, quietLog, 'join');
  const { database, auditLog, random } = storage;
  const links = new PostgresSetupLinkStore(database, random);
  const unitOfWork: UnitOfWork = commandUnitOfWork(storage);
  const create = async (by: UnitOfWork): Promise<NewTenant> => {
    const tenant = someTenant(await links.create(systemClock.now()));
    await by.createTenant(tenant, tenantCreated(tenant));
    return tenant;
  };
  const tenant = await create(unitOfWork);
  const records = new PostgresDecisionRecords({
    ...{ database, clock: systemClock, log: quietLog, keptDays: 30 },
  });
  return {
    fresh,
    environment,
    tenant,
    unitOfWork,
    /** What another process serves from, as a running gateway does. */
    openDirectory: () => PostgresDirectory.open({ database, clock: systemClock, log: quietLog }),
    run: (argv: readonly string[], stdin = ''): Promise<CommandRun> =>
      runPolicy(argv, stdin, environment),
    /** Only the first organisation comes by a link; this one is created while nobody is looking for the others. */
    anotherTenant: (): Promise<NewTenant> =>
      create(
        new PostgresUnitOfWork({
          ...{ database: { ...database, reader: database.app }, audit: auditLog, random, version },
          ...{ directory: { caughtUp: async () => undefined }, clock: systemClock },
        }),
      ),
    record: async (...rows: readonly NewDecisionRecord[]): Promise<void> => {
      for (const row of rows) records.record(row);
      await records.write();
    },
    /** The entries about policies in the log of the organisation, oldest first. */
    entries: async () => {
      const rows = await fresh.asSuperuser<{ leaf: Buffer }>(
        "SELECT leaf FROM audit_entry WHERE tenant_id = $1 AND type LIKE 'policy.%' ORDER BY idx",
        [tenant.id],
      );
      return rows.map(({ leaf }) => JSON.parse(leaf.toString('utf8').split('\n')[6] ?? '{}'));
    },
    close: async (): Promise<void> => {
      await storage.close();
      await fresh.drop();
      rmSync(work, { recursive: true, force: true });
    },
  };
}
