import { PostgresUnitOfWork } from '../adapters/database/postgres-unit-of-work.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Storage } from './storage.ts';
import { version } from './version.ts';

/** This process serves nobody, so there is no gateway in it that would have to catch up. */
const noDirectory = { caughtUp: async () => undefined };

/** Changes that a command makes beside a running Monago, whose gateways follow at once. */
export function commandUnitOfWork({ database, auditLog, random }: Storage): PostgresUnitOfWork {
  return new PostgresUnitOfWork({
    database,
    audit: auditLog,
    directory: noDirectory,
    random,
    clock: systemClock,
    version,
  });
}
