import type { Command } from 'commander';
import type { KeyOptions, KeyStep } from './key.ts';
import type { Surroundings } from './surroundings.ts';

/** `monago kms …` and `monago key …`: where the key-encryption keys are, and how they are replaced. */
export function addKeyCommands(
  program: Command,
  surroundings: Surroundings,
  exit: (code: number) => void,
): void {
  program
    .command('kms')
    .description('the key management service')
    .command('selftest')
    .description(
      'try everything that Monago needs of the key management service; exit 1 when a step fails',
    )
    .action(async () => exit(await (await import('./kms.ts')).kmsSelfTest(surroundings)));

  const run = (step: KeyStep) => async (options: KeyOptions) =>
    exit(await (await import('./key.ts')).runKeyStep(step, options, surroundings));
  const key = program.command('key').description('the key-encryption key');
  paced(key.command('verify'))
    .description(
      'open every stored secret and name those that do not open; exit 1 when there are any',
    )
    .action(run('openAll'));
  const rotate = key
    .command('rotate')
    .description(
      'replace the key-encryption key while Monago runs: stage, activate, rewrap, verify, retire',
    );
  rotate
    .command('stage')
    .description('make a new key known to every node; it wraps nothing yet')
    .option('--key <ref>', 'which key; left out, the new one in the settings, or one that is made')
    .action(run('stage'));
  rotate
    .command('activate')
    .description('let the staged key wrap whatever is stored from now on')
    .action(run('activate'));
  paced(rotate.command('rewrap'))
    .description('wrap what is stored under the active key; may be stopped and run again')
    .action(run('rewrap'));
  paced(rotate.command('verify'))
    .description('open every stored secret under the active key')
    .action(run('verify'));
  rotate
    .command('retire')
    .description('give up the former key; refused while anything needs it')
    .action(run('retire'));
  rotate.command('status').description('where the rotation stands').action(run('status'));
}

function paced(command: Command): Command {
  return command.option('--rate <rows>', 'stored secrets a second at most (default 200)');
}
