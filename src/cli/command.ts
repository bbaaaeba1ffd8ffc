import { Command, CommanderError } from 'commander';
import { version } from '../compose/version.ts';
import { recordFormats } from '../domain/audit/export/record-format.ts';
import { addAuditEvidenceCommands } from './audit-evidence-commands.ts';
import type { ExportOptions } from './audit-export.ts';
import { addAuditLogCommands } from './audit-log-commands.ts';
import { addKeyCommands } from './key-commands.ts';
import type { PlatformKeyOptions } from './platform-key.ts';
import { addPolicyCommands } from './policy/policy-commands.ts';
import { refusalOf } from './refusal.ts';
import { CommandFailure, type Surroundings } from './surroundings.ts';
import { addWitnessCommand } from './witness-commands.ts';

/** sysexits(3) EX_USAGE and EX_SOFTWARE. */
const exitUsage = 64;
const exitSoftware = 70;

/**
 * Runs one command line and resolves with its exit code. Commands load their code when they are called: `audit verify`
 * must start fast and without a database.
 */
export async function runCommand(
  argv: readonly string[],
  surroundings: Surroundings,
): Promise<number> {
  let exitCode = 0;
  const program = buildProgram(surroundings, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (failure) {
    return await exitCodeOf(failure, surroundings);
  }
}

async function exitCodeOf(failure: unknown, { stderr }: Surroundings): Promise<number> {
  if (failure instanceof CommanderError) return failure.exitCode === 0 ? 0 : exitUsage;
  const told = failure instanceof CommandFailure ? failure : await refusalOf(failure);
  if (told === undefined) {
    stderr.write(`${mistakeOf(failure)}\n`);
    return exitSoftware;
  }
  stderr.write(`${told.message}\n`);
  return told.exitCode;
}

/**
 * A mistake of ours, as a report about it needs it: what and where. Printed whole, an error of the database would bring
 * the values of the statement and the row along.
 */
export function mistakeOf(failure: unknown): string {
  const where = failure instanceof Error ? (failure.stack ?? failure.message) : typeof failure;
  return `Monago stopped because of a mistake of its own. Please report it:\n${where}`;
}

function buildProgram(surroundings: Surroundings, exit: (code: number) => void): Command {
  const program = new Command('monago')
    .description('Monago, the BYOK AI governance gateway')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      writeErr: (text) => surroundings.stderr.write(text),
    });
  addServerCommands(program, surroundings);
  addPlatformKeyCommands(program, surroundings);
  addKeyCommands(program, surroundings, exit);
  addAuditCommands(program, surroundings, exit);
  addPolicyCommands(program, surroundings, exit);
  addWitnessCommand(program, surroundings);
  return program;
}

function addServerCommands(program: Command, surroundings: Surroundings): void {
  program
    .command('serve')
    .description('run the gateway, the control plane and the dashboard')
    .action(async () => (await import('./serve.ts')).serve(surroundings));
  program
    .command('migrate')
    .description('bring the database to this version and stop')
    .action(async () => (await import('./migrate.ts')).migrate(surroundings));
  program
    .command('config')
    .description('print the settings in force, secrets masked')
    .action(async () => (await import('./config.ts')).printConfig(surroundings));
}

function addPlatformKeyCommands(program: Command, surroundings: Surroundings): void {
  const platformKey = program
    .command('platform-key')
    .description('keep the keys that stand in where a tenant has none (on-premise)');
  const named = (command: Command): Command =>
    command
      .requiredOption('--provider <provider>', 'openai, anthropic or bedrock')
      .requiredOption('--name <name>', 'name of the key');
  named(platformKey.command('set'))
    .description('validate the key on standard input and store it encrypted')
    .option('--base-url <url>', 'where the key is to be used')
    .option('--region <region>', 'AWS region, for bedrock')
    .action(async (options: PlatformKeyOptions) =>
      (await import('./platform-key.ts')).setPlatformKey(options, surroundings),
    );
  named(platformKey.command('remove'))
    .description('destroy a key for good')
    .action(async (options: PlatformKeyOptions) =>
      (await import('./platform-key.ts')).removePlatformKey(options, surroundings),
    );
  platformKey
    .command('list')
    .description('list the keys, masked')
    .action(async () => (await import('./platform-key.ts')).listPlatformKeys(surroundings));
}

function addAuditCommands(
  program: Command,
  surroundings: Surroundings,
  exit: (code: number) => void,
): void {
  const audit = program.command('audit').description('export, verify and operate the audit log');
  addAuditLogCommands(audit, surroundings, exit);
  audit
    .command('export')
    .description("write a tenant's log as an evidence bundle, or as records of another format")
    .argument('<file>', 'where to write the .tar archive or the records; - is standard output')
    .option('--tenant <id>', 'which tenant; may be left out where there is only one')
    .option('--generation <n>', 'which of its logs; left out, the one that is written')
    .option('--content', 'with what is kept beside it, in the clear: prompts, answers, reasons')
    .option('--format <format>', `records, one a line: ${recordFormats.join(', ')}`)
    .option('--from <time>', 'with --format: not what was entered before (RFC 3339)')
    .option('--to <time>', 'with --format: only what was entered before (RFC 3339)')
    .action(async (file: string, options: Omit<ExportOptions, 'file'>) => {
      const { format, content } = options;
      if (format === undefined) {
        const { auditExport } = await import('./audit-export.ts');
        return auditExport({ file, ...options }, surroundings);
      }
      if (content === true) throw new CommandFailure('--content goes with bundles only');
      const { auditExportRecords } = await import('./audit-export-records.ts');
      return auditExportRecords({ ...options, file, format }, surroundings);
    });
  addAuditEvidenceCommands(audit, surroundings, exit);
}
