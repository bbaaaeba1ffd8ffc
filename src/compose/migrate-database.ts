import { openDatabase } from '../adapters/database/open-database.ts';
import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import type { Config } from '../config.ts';

/** Opens the database, which brings it to this version, and closes it again. */
export async function migrateDatabase(config: Config): Promise<void> {
  const database = await openDatabase(
    {
      url: config.MONAGO_DATABASE_URL,
      dataDir: config.MONAGO_DATA_DIR,
      poolMax: config.MONAGO_DATABASE_POOL_MAX,
    },
    pinoLog('warn', {}),
  );
  await database.close();
}
