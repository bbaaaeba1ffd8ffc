import { type Command, Option } from 'commander';
import type { Surroundings } from '../surroundings.ts';
import type { ApplyOptions } from './apply.ts';
import type { BacktestOptions } from './backtest.ts';

const filesHelp = 'files, folders or patterns; - is standard input';
const tenantHelp = 'which tenant; may be left out where there is only one';
const modeHelp = 'in the place of the mode that the files say';

/** What works on the installation's database, beside a running Monago. */
export function addInstallationCommands(
  policy: Command,
  surroundings: Surroundings,
  exit: (code: number) => void,
): void {
  policy
    .command('apply')
    .description('bring the policies of a tenant to what the files say, all of it or nothing')
    .argument('<files...>', filesHelp)
    .option('--tenant <id>', tenantHelp)
    .addOption(modeOption())
    .option('--activate', 'put them into force, once tests and analysis have nothing against it')
    .option('--acknowledge <id>', 'a finding that may stand; can be repeated', collect, [])
    .option('--prune', 'take out of force what no file names')
    .option('--reason <text>', 'kept with versions and activations', 'monago policy apply')
    .option('--dry-run', 'only say what would be done')
    .addOption(formatOption())
    .action(async (files: string[], options: ApplyOptions) =>
      exit(await (await import('./apply.ts')).applyCommand(files, options, surroundings)),
    );
  policy
    .command('backtest')
    .description('make recorded decisions again, with the policies of the files in force')
    .argument('<files...>', filesHelp)
    .option('--tenant <id>', tenantHelp)
    .addOption(modeOption())
    .option('--since <duration>', 'how far back, e.g. 14d', '14d')
    .option('--max-new-denials <percent>', 'exit 1 where more decisions than that become a block')
    .addOption(formatOption())
    .action(async (files: string[], options: BacktestOptions) =>
      exit(await (await import('./backtest.ts')).backtestCommand(files, options, surroundings)),
    );
}

function modeOption(): Option {
  return new Option('--mode <mode>', modeHelp).choices(['enforce', 'monitor', 'off']);
}

function formatOption(): Option {
  return new Option('--format <format>', 'of what is printed')
    .choices(['text', 'json'])
    .default('text');
}

function collect(id: string, ids: readonly string[]): readonly string[] {
  return [...ids, id];
}
