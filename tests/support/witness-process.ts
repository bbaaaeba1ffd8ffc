import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

export interface WitnessProcess {
  readonly url: string;
  readonly vkey: string;
  /** @returns the exit code; null when the signal ended it */
  kill(signal: NodeJS.Signals): Promise<number | null>;
  signal(signal: NodeJS.Signals): void;
  /** Resolves once it has printed this. */
  said(what: RegExp): Promise<void>;
}

export interface WitnessProcessOptions {
  readonly state: string;
  readonly policy: string;
  /** Left out where the state directory has a key already. */
  readonly name?: string;
  readonly port?: number;
}

/** `monago witness` as a process of its own, run from the sources. */
export async function startWitness(options: WitnessProcessOptions): Promise<WitnessProcess> {
  const { state, policy, name, port = 0 } = options;
  const args = ['witness', '--state', state, '--policy', policy, '--listen', `127.0.0.1:${port}`];
  if (name !== undefined) args.push('--name', name);
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'src/main.ts'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const heard = (bytes: Buffer): void => {
    printed += bytes.toString('utf8');
  };
  child.stdout?.on('data', heard);
  child.stderr?.on('data', heard);
  const said = (what: RegExp) => waitFor(child, () => what.exec(printed) ?? undefined);
  const announced = said(/^witness \S+ (\S+) (http\S+)$/m);
  const [, vkey = '', url = ''] = await announced.catch(() => {
    throw new Error(`the witness did not start: ${printed}`);
  });
  return {
    url,
    vkey,
    signal: (signal) => void child.kill(signal),
    said: async (what) => void (await said(what)),
    kill: (signal) => end(child, signal),
  };
}

/** Looks again whenever something was printed. @throws when the process ends without it */
async function waitFor<T>(child: ChildProcess, look: () => T | undefined): Promise<T> {
  const exited = once(child, 'exit');
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (child.exitCode !== null || child.stdout === null) throw new Error('it has ended');
    await Promise.race([once(child.stdout, 'data'), exited]);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  return child.exitCode;
}
