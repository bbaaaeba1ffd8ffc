import process from 'node:process';
import { openWitness, type RunningWitness } from '../compose/witness.ts';
import { CommandFailure, type Surroundings } from './surroundings.ts';

/** Options of `monago witness` as they are typed. */
export interface WitnessCommandOptions {
  readonly name?: string;
  readonly state: string;
  readonly policy: readonly string[];
  readonly listen: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** sysexits(3) EX_USAGE. */
const exitUsage = 64;

/** Runs a witness until it is told to stop (SIGTERM or SIGINT); SIGHUP makes it read its policies again. */
export async function runWitness(
  options: WitnessCommandOptions,
  surroundings: Surroundings,
): Promise<void> {
  const stopped = stopRequested();
  const witness = await openWitness({
    name: options.name,
    directory: options.state,
    policyFiles: options.policy,
    ...addressOf(options.listen),
    tls: tlsOf(options),
  });
  const reload = (): void => void witness.reload();
  process.on('SIGHUP', reload);
  announce(witness, surroundings);
  await stopped;
  process.off('SIGHUP', reload);
  await witness.close();
}

function announce({ name, vkey, url, origins }: RunningWitness, { stdout }: Surroundings): void {
  const logs = origins.length === 1 ? '1 log' : `${origins.length} logs`;
  stdout.write(
    [
      `The witness ${name} watches ${logs} at ${url}`,
      'For the policies of those who trust it:',
      `witness ${name} ${vkey} ${url}`,
      '',
    ].join('\n'),
  );
}

function addressOf(listen: string): { host: string; port: number } {
  const [, host, port] = /^(?:(.+):)?(\d{1,5})$/.exec(listen) ?? [];
  const number = Number(port);
  if (port === undefined || number > 65_535) {
    throw new CommandFailure('--listen takes a port, or an address and a port.', exitUsage);
  }
  return { host: (host ?? '127.0.0.1').replace(/^\[|\]$/g, ''), port: number };
}

function tlsOf({
  tlsCert,
  tlsKey,
}: WitnessCommandOptions): { certFile: string; keyFile: string } | undefined {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new CommandFailure('--tls-cert and --tls-key go together.', exitUsage);
  }
  return { certFile: tlsCert, keyFile: tlsKey };
}

function stopRequested(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
}
