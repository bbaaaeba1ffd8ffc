import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WriterOrders } from './audit-writer-process.ts';

const script = join(import.meta.dirname, 'audit-writer-process.ts');

/** One of the gateways of a deployment; a new process takes the place of one that was killed. */
export class Writer {
  readonly #orders: Omit<WriterOrders, 'name'>;
  readonly #slot: string;
  #starts = 0;
  #child: ChildProcess | undefined;
  /** Of processes that ended by themselves, what they ended with. */
  readonly exitCodes: (number | null)[] = [];

  constructor(
    slot: string,
    directory: string,
    shared: Pick<WriterOrders, 'server' | 'database' | 'kekBase64' | 'tenantId'>,
  ) {
    this.#slot = slot;
    const highWaterDir = join(directory, `high-water-${slot}`);
    mkdirSync(highWaterDir);
    this.#orders = {
      ...shared,
      highWaterDir,
      acknowledgedFile: join(directory, `acknowledged-${slot}`),
      signedFile: join(directory, `signed-${slot}`),
    };
  }

  async start(): Promise<void> {
    const orders = JSON.stringify({ ...this.#orders, name: `${this.#slot}-${this.#starts++}` });
    const child = spawn(process.execPath, ['--import', 'tsx', script, orders], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#child = child;
    child.once('exit', (code, signal) => {
      if (signal === null) this.exitCodes.push(code);
    });
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  }

  /** @returns once the process is gone */
  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  acknowledged(): (readonly [id: string, index: number])[] {
    return pairsIn(this.#orders.acknowledgedFile).map(([id, index]) => [id, Number(index)]);
  }

  /** Size and base64 root of every checkpoint that any of its processes has signed. */
  signed(): (readonly [size: number, root: string])[] {
    return pairsIn(this.#orders.signedFile).map(([size, root]) => [Number(size), root]);
  }
}

function pairsIn(file: string): (readonly [string, string])[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [left = '', right = ''] = line.split(' ');
      return [left, right];
    });
}
