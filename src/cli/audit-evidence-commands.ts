import type { Command } from 'commander';
import type { Surroundings } from './surroundings.ts';

/** Options of `audit verify` as they are typed. */
export interface VerifyOptions {
  readonly database?: boolean;
  readonly tenant?: string;
  readonly generation?: string;
  readonly policy?: string;
  readonly since?: string;
  readonly maxAge?: string;
  readonly maxGap?: string;
  readonly tsaCa?: string;
  readonly requireAnchor?: string;
  readonly json?: boolean;
}

export interface ReceiptOptions {
  readonly policy?: string;
  readonly expect?: readonly string[];
  readonly json?: boolean;
}

export interface DiffOptions {
  readonly policy?: string;
  readonly bundle?: string;
  readonly out?: string;
}

export interface WatchOptions {
  readonly policy: string;
  readonly state: string;
  readonly every: string;
  readonly tokenFile?: string;
  readonly once?: boolean;
}

const exitCodes = 'exit 0 verified, 1 tampered, 2 incomplete or unpinned, 3 could not run';

type Load = () => Promise<typeof import('./audit-verify-command.ts')>;

interface Parts {
  readonly surroundings: Surroundings;
  exit(code: number): void;
  readonly load: Load;
}

/** The commands that verify evidence. They need neither the database nor the keys of this installation. */
export function addAuditEvidenceCommands(
  audit: Command,
  surroundings: Surroundings,
  exit: (code: number) => void,
): void {
  const load: Load = () => import('./audit-verify-command.ts');
  addVerifyCommands(audit, { surroundings, exit, load });
  addCompareCommands(audit, { surroundings, exit, load });
}

function addVerifyCommands(audit: Command, { surroundings, exit, load }: Parts): void {
  audit
    .command('verify')
    .description(`verify an evidence bundle offline: ${exitCodes}`)
    .argument('[bundle]', 'a .tar archive or a directory')
    .option(
      '--database',
      'verify the log in the database instead, and what its entries are found by',
    )
    .option('--tenant <id>', 'with --database: whose log; may be left out where there is only one')
    .option(
      '--generation <n>',
      'with --database: which of its logs; left out, the one that is written',
    )
    .option(
      '--policy <file>',
      'policy with the pinned key of the log, and the witnesses to ask for',
    )
    .option('--since <file>', 'an earlier checkpoint that the log must extend')
    .option('--max-age <duration>', 'how old the newest entry may be, e.g. 15m')
    .option('--max-gap <duration>', 'for how long nothing may have been entered, e.g. 20m')
    .option('--tsa-ca <file>', 'certificates (PEM) of the authorities whose time stamps count')
    .option(
      '--require-anchor <duration>',
      'with --tsa-ca: how old the newest time stamp may be, e.g. 2h',
    )
    .option('--json', 'print the result as JSON')
    .action(async (path: string | undefined, options: VerifyOptions) =>
      exit(await (await load()).verifyCommand(path, options, surroundings)),
    );
  audit
    .command('verify-receipt')
    .description(`verify a receipt (.tlog-proof) offline: ${exitCodes}`)
    .argument('<file>', 'the receipt of one entry')
    .option(
      '--policy <file>',
      'policy with the pinned key of the log, and the witnesses to ask for',
    )
    .option('--expect <what...>', 'request_id=…, entry=… or sha256=… that it has to be about')
    .option('--json', 'print the result as JSON')
    .action(async (path: string, options: ReceiptOptions) =>
      exit(await (await load()).receiptCommand(path, options, surroundings)),
    );
}

function addCompareCommands(audit: Command, { surroundings, exit, load }: Parts): void {
  audit
    .command('diff')
    .description(
      'compare two signed checkpoints of a log: exit 0 they agree, 1 they contradict each other',
    )
    .argument('<checkpoint>', 'a signed checkpoint')
    .argument('<other>', 'another one of the same log')
    .option('--policy <file>', 'policy with the pinned key of the log')
    .option('--bundle <path>', 'a bundle of the larger tree, to compare trees of different size')
    .option('--out <file>', 'where the proof of a contradiction goes (equivocation.json)')
    .action(async (left: string, right: string, options: DiffOptions) =>
      exit(await (await load()).diffCommand([left, right], options, surroundings)),
    );
  audit
    .command('watch')
    .description(
      'look at a log from afar, and see that it only grows: exit 1 when it shows two histories',
    )
    .argument('<place>', 'URL or folder of the log (checkpoint and tile/…)')
    .requiredOption('--policy <file>', 'policy with the pinned key of the log')
    .requiredOption('--state <file>', 'where the last checkpoint that was seen is kept')
    .option('--every <duration>', 'how often', '1m')
    .option('--token-file <file>', 'bearer token for a log that is not public')
    .option('--once', 'look once')
    .action(async (place: string, options: WatchOptions) =>
      exit(await (await load()).watchCommand(place, options, surroundings)),
    );
}
