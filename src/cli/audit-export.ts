import { exportBundle } from '../compose/export-bundle.ts';
import { CommandFailure, requireConfig, type Surroundings } from './surroundings.ts';

/** `monago audit export`: a tenant's log as a .tar archive for `monago audit verify`. */
export async function auditExport(
  options: { readonly file: string; readonly tenant?: string },
  surroundings: Surroundings,
): Promise<void> {
  const config = requireConfig(surroundings);
  const outcome = await exportBundle(config, { file: options.file, tenant: options.tenant });
  if (outcome.kind === 'which_tenant') {
    const known = outcome.tenants.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
    throw new CommandFailure(`Say whose log with --tenant. There are:\n${known}`);
  }
  const { size, tenant } = outcome;
  surroundings.stdout.write(
    `Wrote ${size} entries of ${tenant.name} to ${options.file}\nVerify them: monago audit verify ${options.file}\n`,
  );
}
