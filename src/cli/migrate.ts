import { migrateDatabase } from '../compose/migrate-database.ts';
import { requireConfig, type Surroundings } from './surroundings.ts';

/** `monago migrate`: for deployments that migrate before they roll out. */
export async function migrate(surroundings: Surroundings): Promise<void> {
  await migrateDatabase(requireConfig(surroundings));
  surroundings.stdout.write('The database is at this version.\n');
}
