import { UnclearTenant } from '../../compose/policies/with-tenant.ts';
import { MonagoError } from '../../domain/errors.ts';
import { refusalOf } from '../refusal.ts';
import { CommandFailure } from '../surroundings.ts';
import { exitCouldNotRun } from './find-files.ts';

/** Runs what needs the installation's database; what keeps it from running is no finding about policies. */
export async function onInstallation<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (failure) {
    if (failure instanceof CommandFailure) throw failure;
    const told = await sentenceOf(failure);
    if (told === undefined) throw failure;
    throw new CommandFailure(told, exitCouldNotRun);
  }
}

async function sentenceOf(failure: unknown): Promise<string | undefined> {
  if (failure instanceof UnclearTenant) return whichOf(failure);
  if (failure instanceof MonagoError && failure.code === 'policy_invalid') {
    return failure.fields.map(({ message }) => message).join('\n');
  }
  return (await refusalOf(failure))?.message;
}

function whichOf({ tenants }: UnclearTenant): string {
  if (tenants.length === 0) return 'Nobody has set Monago up yet.';
  const known = tenants.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  return `Say whose policies with --tenant. There are:\n${known}`;
}
