import type { DeploymentMode } from '../../domain/access/role.ts';
import type { Database } from './open-database.ts';
import { StartupRefusal } from './startup-refusal.ts';

/**
 * On-premise the platform's operator does not exist, not even as an account that could be used after a restart in the
 * other mode.
 * @throws StartupRefusal `super_admin_on_premise`
 */
export async function refuseOperatorsOnPremise(
  { reader }: Pick<Database, 'reader'>,
  mode: DeploymentMode,
): Promise<void> {
  if (mode === 'cloud') return;
  const { rowCount } = await reader.query(
    "SELECT 1 FROM user_account WHERE role = 'super_admin' LIMIT 1",
  );
  if (rowCount === 0) return;
  throw new StartupRefusal(
    'super_admin_on_premise',
    'This database has a platform operator (super_admin), which exists in cloud mode only. Start it with MONAGO_MODE=cloud, or with a database of its own.',
  );
}
