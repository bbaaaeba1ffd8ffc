import { readdirSync, readFileSync } from 'node:fs';

// USER_HZ, fixed at 100 in the Linux user interface whatever the kernel's own tick is.
const MS_PER_TICK = 10;

type ProcessTimes = { parent: number; cpuMs: number };

export type CpuReading = {
  /** User and system time of the process itself, in milliseconds. */
  own: number;
  /** The same of all processes below it. */
  descendants: number;
};

/** Undefined where there is no /proc, that is off Linux. */
export function readCpu(pid: number): CpuReading | undefined {
  const times = readAll();
  const self = times.get(pid);
  if (self === undefined) return undefined;
  let descendants = 0;
  for (const [other, { cpuMs }] of times) {
    if (other !== pid && isBelow(other, pid, times)) descendants += cpuMs;
  }
  return { own: self.cpuMs, descendants };
}

function isBelow(pid: number, ancestor: number, times: Map<number, ProcessTimes>): boolean {
  for (let at = times.get(pid)?.parent; at !== undefined && at > 1; at = times.get(at)?.parent) {
    if (at === ancestor) return true;
  }
  return false;
}

function readAll(): Map<number, ProcessTimes> {
  const times = new Map<number, ProcessTimes>();
  for (const name of list('/proc')) {
    const found = /^\d+$/.test(name) ? readOne(name) : undefined;
    if (found !== undefined) times.set(Number(name), found);
  }
  return times;
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

// The program's name may hold spaces and brackets: fields are counted from its closing one (proc_pid_stat(5)).
function readOne(pid: string): ProcessTimes | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { parent: Number(fields[1]), cpuMs: ticks * MS_PER_TICK };
  } catch {
    return undefined;
  }
}
