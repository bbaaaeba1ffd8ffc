import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 200;
const heartbeatMs = 2_000;
const silentMsMax = 20_000;

/** The lock lives in `dist`, which every step leaves in place and git ignores. */
export const lockName = '.lock';

/**
 * Runs `work` while no other process of this checkout does. The lock names its holder and is touched while it is
 * held: a holder that is dead, or silent for long (its pid may be reused in a container), is replaced.
 */
export async function withLock(root, work) {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const path = join(root, 'dist', lockName);
  await acquire(path);
  const release = () => rmSync(path, { force: true });
  const heartbeat = setInterval(() => touch(path), heartbeatMs);
  process.once('exit', release);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

async function acquire(path) {
  let hasSaidSo = false;
  while (!create(path)) {
    const holder = read(path);
    if (holder === undefined) continue;
    if (isGone(holder)) {
      takeAway(path);
      continue;
    }
    if (!hasSaidSo)
      console.log(`monago: waiting for process ${holder.pid}, which is preparing this checkout …`);
    hasSaidSo = true;
    await pause(pollMs);
  }
}

function create(path) {
  try {
    writeFileSync(path, `${process.pid} ${hostname()}`, { flag: 'wx' });
    return true;
  } catch (failure) {
    if (failure.code === 'EEXIST') return false;
    throw failure;
  }
}

function read(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  try {
    const [pid, host] = readFileSync(path, 'utf8').split(' ');
    return { pid: Number(pid), host, silentMs: Date.now() - stat.mtimeMs };
  } catch (failure) {
    if (failure.code === 'ENOENT') return undefined;
    throw failure;
  }
}

function isGone({ pid, host, silentMs }) {
  if (silentMs > silentMsMax) return true;
  // An empty file is a lock whose holder is just writing its name into it.
  if (host !== hostname() || !(pid > 0)) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (failure) {
    return failure.code === 'ESRCH';
  }
}

/**
 * Removes a dead holder's lock. Two waiters may see the same dead holder: the second must not remove the lock that the
 * first has taken by then, so removal has a lock of its own and looks again while it holds that.
 */
function takeAway(path) {
  const removal = `${path}.removal`;
  if (!create(removal)) {
    const other = read(removal);
    if (other !== undefined && isGone(other)) rmSync(removal, { force: true });
    return;
  }
  try {
    const holder = read(path);
    if (holder !== undefined && isGone(holder)) rmSync(path, { force: true });
  } finally {
    rmSync(removal, { force: true });
  }
}

function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch (failure) {
    if (failure.code !== 'ENOENT') throw failure;
  }
}
