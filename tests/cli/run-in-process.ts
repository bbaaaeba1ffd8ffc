import { Readable, Writable } from 'node:stream';
import { runCommand } from '../../src/cli/command.ts';

/** How a command ended, and what it printed: apart, and both in the order in which it came. */
export interface FinishedCommand {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly printed: string;
}

/** Runs a command line of `monago` in this process, with nothing on its standard input. */
export async function runInProcess(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<FinishedCommand> {
  const text = { stdout: '', stderr: '', printed: '' };
  const sink = (name: 'stdout' | 'stderr'): Writable =>
    new Writable({
      write: (chunk, _encoding, done) => {
        text[name] += String(chunk);
        text.printed += String(chunk);
        done();
      },
    });
  const exitCode = await runCommand(argv, {
    environment,
    stdin: Readable.from([]),
    stdout: sink('stdout'),
    stderr: sink('stderr'),
  });
  return { exitCode, ...text };
}
