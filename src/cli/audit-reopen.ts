import {
  auditLogStates,
  freezeAuditLog,
  type LogState,
  type OneLog,
  reopenAuditLog,
  rotateAuditKey,
} from '../compose/audit-operations.ts';
import type { TenantChoice } from '../compose/tenant-choice.ts';
import { CommandFailure, requireConfig, type Surroundings } from './surroundings.ts';

/** Options of the commands about one log, as they are typed. */
export interface LogOptions {
  readonly tenant?: string;
}

export interface ReasonedOptions extends LogOptions {
  readonly reason: string;
}

/** Longest reason, in characters. */
const reasonMax = 500;

/** `monago audit reopen`: a log that follows a frozen one. */
export async function auditReopen(
  options: ReasonedOptions,
  surroundings: Surroundings,
): Promise<void> {
  const config = requireConfig(surroundings);
  const asked = { tenant: options.tenant, reason: reasonOf(options) };
  const { tenant, result } = doneOf(await reopenAuditLog(config, asked));
  if (result === undefined) {
    throw new CommandFailure(`The log of ${tenant.name} is not frozen. See: monago audit status`);
  }
  const { origin, generation, vkey, continues } = result;
  surroundings.stdout.write(
    `Opened log ${generation} of ${tenant.name}: ${origin}
It continues ${continues.origin} at ${continues.size} entries, which stays as it is:
  monago audit export --generation ${generation - 1} --tenant ${tenant.id} <file>
Running nodes write into the new log within a second. Hand its key to auditors and witnesses:
  log ${vkey}
`,
  );
}

/** `monago audit freeze`: stops a log that the operator does not trust any more. */
export async function auditFreeze(
  options: ReasonedOptions,
  surroundings: Surroundings,
): Promise<void> {
  const config = requireConfig(surroundings);
  const asked = { tenant: options.tenant, reason: reasonOf(options) };
  const { tenant, result: isNew } = doneOf(await freezeAuditLog(config, asked));
  if (!isNew) throw new CommandFailure(`The log of ${tenant.name} is frozen already.`);
  surroundings.stdout.write(
    `Froze the log of ${tenant.name}. Whatever has to be recorded there is refused from now on.
Go on in a new log: monago audit reopen --tenant ${tenant.id} --reason <text>
`,
  );
}

/** `monago audit rotate-key`: a further key for a log, vouched for by the one before. */
export async function auditRotateKey(
  options: LogOptions,
  surroundings: Surroundings,
): Promise<void> {
  const config = requireConfig(surroundings);
  const { tenant, result } = doneOf(await rotateAuditKey(config, options.tenant));
  surroundings.stdout.write(
    `The log of ${tenant.name} is signed by a new key, and by the one before until the next rotation.
Hand it to auditors and witnesses, as a further line of their policy files:
  log ${result.vkey}
`,
  );
}

/** `monago audit status`: where every log stands. */
export async function auditStatus(surroundings: Surroundings): Promise<void> {
  const states = await auditLogStates(requireConfig(surroundings));
  for (const state of states) surroundings.stdout.write(`${lineOf(state)}\n`);
}

function lineOf({ tenant, generation, origin, state, ...log }: LogState): string {
  const size = log.size === undefined ? '' : `, ${log.size} entries`;
  const line = `${tenant.id}  ${tenant.name}: log ${generation} is ${state}${size}, ${origin}`;
  if (log.frozenReason === undefined) return line;
  const way = state === 'frozen' ? '; see: monago audit reopen' : '';
  return `${line}\n  frozen ${log.frozenAt?.toISOString() ?? ''}: ${log.frozenReason}${way}`;
}

function reasonOf({ reason }: ReasonedOptions): string {
  const text = reason.trim();
  if (text.length > 0 && text.length <= reasonMax) return text;
  throw new CommandFailure(`--reason is a text of at most ${reasonMax} characters`);
}

/** @throws CommandFailure that lists the tenants */
export function doneOf<T>(outcome: OneLog<T>): {
  readonly tenant: TenantChoice;
  readonly result: T;
} {
  if (outcome.kind === 'done') return outcome;
  const known = outcome.tenants.map(({ id, name }) => `  ${id}  ${name}`).join('\n');
  throw new CommandFailure(`Say whose log with --tenant. There are:\n${known}`);
}
