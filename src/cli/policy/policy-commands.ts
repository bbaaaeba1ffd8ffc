import { type Command, Option } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import type { DiffOptions } from './diff.ts';
import type { ExplainOptions } from './explain.ts';
import type { FmtOptions } from './fmt.ts';
import { addInstallationCommands } from './installation-commands.ts';
import type { LintOptions } from './lint.ts';
import type { TestOptions } from './test.ts';

const filesHelp = 'files, folders or patterns; - is standard input';

/** `monago policy …` */
export function addPolicyCommands(
  program: Command,
  surroundings: Surroundings,
  exit: (code: number) => void,
): void {
  const policy = program
    .command('policy')
    .description(
      'check, test, compare and apply policies: exit 0 fine, 1 something found or refused, 2 could not run',
    );
  declared(policy.command('fmt'))
    .description('print policies in their canonical spelling, comments kept')
    .argument('<files...>', filesHelp)
    .option('--check', 'name the files that are spelt otherwise; exit 1 when there are any')
    .option('--write', 'rewrite the files')
    .action(async (files: string[], options: FmtOptions) =>
      exit(await (await import('./fmt.ts')).fmtCommand(files, options, surroundings)),
    );
  declared(policy.command('lint'))
    .description('say what is wrong or doubtful: never matches, shadowed, at odds, untested')
    .argument('<files...>', filesHelp)
    .addOption(formatOption(['text', 'json', 'sarif']))
    .option('--strict', 'exit 1 for warnings too')
    .action(async (files: string[], options: LintOptions) =>
      exit(await (await import('./lint.ts')).lintCommand(files, options, surroundings)),
    );
  declared(policy.command('test'))
    .description('run the tests that stand in the policies')
    .argument('<files...>', filesHelp)
    .addOption(formatOption(['text', 'json', 'junit']))
    .option('--coverage', 'say which parts of conditions no test has seen both true and false')
    .option('--mutate', 'say which mistakes in a policy its tests would not notice')
    .option('--mutate-min <percent>', 'of the mistakes, how many must be noticed', '100')
    .action(async (files: string[], options: TestOptions) =>
      exit(await (await import('./test.ts')).testCommand(files, options, surroundings)),
    );
  addComparing(policy, surroundings, exit);
  addInstallationCommands(policy, surroundings, exit);
}

function addComparing(
  policy: Command,
  surroundings: Surroundings,
  exit: (code: number) => void,
): void {
  declared(policy.command('diff'))
    .description('compare what policies mean, and show requests that they decide differently')
    .argument('<before>', filesHelp)
    .argument('<after>', filesHelp)
    .addOption(formatOption(['text', 'json']))
    .action(async (before: string, after: string, options: DiffOptions) =>
      exit(await (await import('./diff.ts')).diffCommand([before, after], options, surroundings)),
    );
  declared(policy.command('explain'))
    .description('say why policies decide as they do about one request, or what they mean in words')
    .argument('<files...>', `${filesHelp}; the last one is the request, unless --render is given`)
    .addOption(formatOption(['text', 'json']))
    .addOption(new Option('--render <language>', 'in plain words').choices(['en', 'id']))
    .action(async (files: string[], options: ExplainOptions) =>
      exit(await (await import('./explain.ts')).explainCommand(files, options, surroundings)),
    );
}

function declared(command: Command): Command {
  return command.option('--declarations <file>', 'lists and calendars that conditions refer to');
}

function formatOption(formats: readonly string[]): Option {
  return new Option('--format <format>', 'of what is printed').choices(formats).default('text');
}
