import { exportBundle } from '../compose/export-bundle.ts';
import type { TenantChoice } from '../compose/tenant-choice.ts';
import { MonagoError } from '../domain/errors.ts';
import { CommandFailure, requireConfig, type Surroundings } from './surroundings.ts';

export interface ExportOptions {
  readonly file: string;
  readonly tenant?: string;
  readonly generation?: string;
  readonly content?: boolean;
  readonly format?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The one thing about an export that may fail without the export. */
export const notRecorded =
  'The log takes no entries, so it does not say that this was taken; see: monago audit status\n';

/** `monago audit export`: a tenant's log as a .tar archive for `monago audit verify`. */
export async function auditExport(
  options: ExportOptions,
  surroundings: Surroundings,
): Promise<void> {
  const { file, tenant: asked, content: withContent = false } = options;
  if (options.from !== undefined || options.to !== undefined || file === '-') {
    throw new CommandFailure('--from, --to and - go with --format: a bundle is the whole log');
  }
  const config = requireConfig(surroundings);
  const generation = generationOf(options.generation);
  const outcome = await orNoSuchLog(
    exportBundle(config, { file, tenant: asked, generation, withContent }),
  );
  if (outcome.kind === 'which_tenant') throw whichTenant(outcome.tenants);
  const { size, tenant, isRecorded, erased } = outcome;
  if (!isRecorded) surroundings.stderr.write(notRecorded);
  const content =
    erased === undefined
      ? ''
      : `With the content that policies let Monago keep, in the clear; that of ${erased} entries was erased.\n`;
  surroundings.stdout.write(
    `Wrote ${size} entries of ${tenant.name} to ${file}\n${content}Verify them: monago audit verify ${file}\n`,
  );
}

/** @throws CommandFailure where the tenant has no log of the wanted generation */
export async function orNoSuchLog<T>(exporting: Promise<T>): Promise<T> {
  try {
    return await exporting;
  } catch (error) {
    const isMissing = error instanceof MonagoError && error.code === 'not_found';
    throw isMissing ? new CommandFailure('There is no such log; see: monago audit status') : error;
  }
}

export function whichTenant(tenants: readonly TenantChoice[]): CommandFailure {
  const known = tenants.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  return new CommandFailure(`Say whose log with --tenant. There are:\n${known}`);
}

/** Which log of the tenant is meant. @throws CommandFailure */
export function generationOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9][0-9]{0,3}$/.test(text)) return Number(text);
  throw new CommandFailure('--generation is a number from 1; see: monago audit status');
}
