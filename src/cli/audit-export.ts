import { exportBundle } from '../compose/export-bundle.ts';
import { CommandFailure, requireConfig, type Surroundings } from './surroundings.ts';

export interface ExportOptions {
  readonly file: string;
  readonly tenant?: string;
  readonly generation?: string;
  readonly content?: boolean;
}

/** `monago audit export`: a tenant's log as a .tar archive for `monago audit verify`. */
export async function auditExport(
  options: ExportOptions,
  surroundings: Surroundings,
): Promise<void> {
  const config = requireConfig(surroundings);
  const generation = generationOf(options.generation);
  const { file: path } = options;
  const withContent = options.content === true;
  const { tenant: asked } = options;
  const outcome = await exportBundle(config, {
    file: path,
    tenant: asked,
    generation,
    withContent,
  });
  if (outcome.kind === 'which_tenant') {
    const known = outcome.tenants.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
    throw new CommandFailure(`Say whose log with --tenant. There are:\n${known}`);
  }
  const { size, tenant, erased } = outcome;
  const content =
    erased === undefined
      ? ''
      : `With the content that policies let Monago keep, in the clear; that of ${erased} entries was erased.\n`;
  surroundings.stdout.write(
    `Wrote ${size} entries of ${tenant.name} to ${options.file}\n${content}Verify them: monago audit verify ${options.file}\n`,
  );
}

function generationOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text);
  throw new CommandFailure('--generation is a number from 1; see: monago audit status');
}
