import type { Command } from 'commander';
import type { Surroundings } from './surroundings.ts';
import type { WitnessCommandOptions } from './witness.ts';

/** `monago witness`: for customers and auditors, apart from Monago itself. */
export function addWitnessCommand(program: Command, surroundings: Surroundings): void {
  program
    .command('witness')
    .description('cosign the checkpoints of logs that only grow; needs no database and no setting')
    .requiredOption('--state <directory>', 'where its key and what it cosigned are kept')
    .requiredOption('--policy <file...>', 'policy files whose log lines it watches')
    .option(
      '--name <name>',
      'name in its key, for instance witness.example.com; at the first start',
    )
    .option('--listen <address>', 'port, or address and port', '127.0.0.1:7780')
    .option('--tls-cert <file>', 'PEM certificate chain; with --tls-key it serves HTTPS')
    .option('--tls-key <file>', 'PEM private key of the certificate')
    .action(async (options: WitnessCommandOptions) =>
      (await import('./witness.ts')).runWitness(options, surroundings),
    );
}
