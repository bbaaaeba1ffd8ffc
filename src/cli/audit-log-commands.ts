import type { Command } from 'commander';
import type { LogOptions, ReasonedOptions } from './audit-reopen.ts';
import type { Surroundings } from './surroundings.ts';

/** `monago audit …` about the logs themselves: where they stand, what stops them and how they go on. */
export function addAuditLogCommands(
  audit: Command,
  surroundings: Surroundings,
  exit: (code: number) => void,
): void {
  const commands = () => import('./audit-reopen.ts');
  const ofTenant = (command: Command): Command =>
    command.option('--tenant <id>', 'which tenant; may be left out where there is only one');
  audit
    .command('status')
    .description('list every log, and why it is frozen where it is')
    .action(async () => (await commands()).auditStatus(surroundings));
  ofTenant(audit.command('freeze'))
    .description('stop a log that is not to be trusted any more, for instance when its key leaked')
    .requiredOption('--reason <text>', 'what has happened')
    .action(async (options: ReasonedOptions) =>
      (await commands()).auditFreeze(options, surroundings),
    );
  ofTenant(audit.command('reopen'))
    .description('open the log that follows a frozen one')
    .requiredOption('--reason <text>', 'what has happened; the new log begins with it')
    .action(async (options: ReasonedOptions) =>
      (await commands()).auditReopen(options, surroundings),
    );
  audit
    .command('selfcheck')
    .description('verify the stored logs: exit 0 verified, 1 tampered, 2 incomplete')
    .option('--tenant <id>', 'only this one')
    .action(async (options: LogOptions) => {
      const { auditSelfcheck } = await import('./audit-selfcheck.ts');
      exit(await auditSelfcheck(options, surroundings));
    });
  ofTenant(audit.command('rotate-key'))
    .description('give a log a further signing key')
    .action(async (options: LogOptions) =>
      (await commands()).auditRotateKey(options, surroundings),
    );
}
