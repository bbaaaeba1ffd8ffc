import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const BOOT_MS_MAX = 30_000;
const STOP_MS_MAX = 10_000;

export type ChildProgram = {
  pid: number;
  /** What it printed up to the moment it was ready. */
  output: string;
  url: string;
  stop(): Promise<void>;
};

export type ProgramStart = {
  args: readonly string[];
  environment?: Readonly<Record<string, string>>;
  /** Matches what it prints when it serves; the first group is its URL. */
  ready: RegExp;
};

/** Runs a Node program of its own process and waits until it says that it serves. */
export async function startProgram(start: ProgramStart): Promise<ChildProgram> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [...start.args], {
    env: { PATH, HOME, ...start.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stop = () => stopChild(child);
  try {
    const { output, url } = await untilReady(child, start.ready);
    return { pid: child.pid ?? 0, output, url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function untilReady(child: ChildProcess, ready: RegExp): Promise<{ output: string; url: string }> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => () => {
      clearTimeout(timer);
      reject(new Error(`${child.spawnargs.slice(1).join(' ')} ${why}:\n${output}`));
    };
    const timer = setTimeout(fail(`was not ready in ${BOOT_MS_MAX} ms`), BOOT_MS_MAX);
    const read = (data: Buffer) => {
      output += data.toString();
      const url = ready.exec(output)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve({ output, url });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', fail('ended'));
    child.once('error', fail('did not start'));
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
  await exited;
  clearTimeout(deadline);
}
