import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { runCommand } from '../../src/cli/command.ts';

export interface CommandRun {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of files, and `monago policy` run on them. */
export function openPolicySite() {
  const folder = mkdtempSync(join(tmpdir(), 'monago-policy-'));
  return {
    folder,
    put(name: string, content: string | Uint8Array): string {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Runs one command line after `monago policy`. */
export async function runPolicy(
  argv: readonly string[],
  stdin = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandRun> {
  const printed = { out: '', err: '' };
  const exitCode = await runCommand(['policy', ...argv], {
    environment,
    stdin: Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]),
    stdout: sink((text) => {
      printed.out += text;
    }),
    stderr: sink((text) => {
      printed.err += text;
    }),
  });
  return { exitCode, ...printed };
}

function sink(take: (text: string) => void): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      take(String(chunk));
      done();
    },
  });
}
