import { type CheckedTenant, selfCheckLogs } from '../compose/audit-selfcheck.ts';
import type { LogOptions } from './audit-reopen.ts';
import { CommandFailure, requireConfig, type Surroundings } from './surroundings.ts';

/**
 * `monago audit selfcheck`: verifies the stored logs, as Monago does once a day.
 * @returns 0 when all are verified, 1 when one was tampered with, 2 when something is missing
 */
export async function auditSelfcheck(
  options: LogOptions,
  surroundings: Surroundings,
): Promise<number> {
  const config = requireConfig(surroundings);
  const checked = await selfCheckLogs(config, options.tenant, (one) =>
    surroundings.stdout.write(`${lineOf(one)}\n`),
  );
  if (checked === undefined) throw new CommandFailure(`There is no tenant ${options.tenant}.`);
  const verdicts = checked.map(({ result }) => result.verdict);
  if (verdicts.includes('tampered')) return 1;
  return verdicts.includes('incomplete') ? 2 : 0;
}

function lineOf({ tenant, result }: CheckedTenant): string {
  const { verdict, size, findings, firstFinding } = result;
  const line = `${tenant.id}  ${tenant.name}: ${verdict}, ${size} entries`;
  return firstFinding === undefined ? line : `${line}, ${findings} findings\n  ${firstFinding}`;
}
