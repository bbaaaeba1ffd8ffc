import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./embedded-node.ts', import.meta.url));

/** Starts `embedded-node.ts` in a process group of its own. */
export function spawnNode(
  parameters: readonly string[],
  user?: { uid: number; gid: number; tempDir: string },
): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', script, ...parameters], {
    ...(user === undefined ? {} : asUser(user)),
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Another user may not be able to write where this one's temporary files go. */
function asUser({ uid, gid, tempDir }: { uid: number; gid: number; tempDir: string }) {
  return { uid, gid, env: { ...process.env, TMPDIR: tempDir } };
}

/** Resolves when the process has printed the word. */
export async function says(child: ChildProcess, word: string): Promise<void> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.includes(word)) return;
  }
  throw new Error(`the process ended without saying ${word}: ${text}`);
}

export async function killed(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

/** Whether the process runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** How many sockets the process has, and which of them are network sockets (Linux only). */
export function networkSockets(pid: number): { open: number; network: readonly string[] } {
  const sockets = readdirSync(`/proc/${pid}/fd`)
    .map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`))
    .flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
  if (sockets.length === 0) throw new Error('the process has no socket at all');
  const inNetworkTables = ['tcp', 'tcp6', 'udp', 'udp6']
    .flatMap((table) => readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n'))
    .map((line) => line.trim().split(/\s+/)[9]);
  return {
    open: sockets.length,
    network: sockets.filter((inode) => inNetworkTables.includes(inode)),
  };
}
