import { type LoadConnection, openConnection } from './load-connection.ts';
import { type CpuReading, readCpu } from './process-time.ts';
import type { Target } from './target.ts';
import { requestFor, type Workload } from './workload.ts';

/** One target under one load for one span of time. */
export type Sample = {
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
  firstByteP50Ms: number;
  /** Of the target's process, per request; undefined where it cannot be known. */
  cpuMsPerRequest: number | undefined;
  /** Of the processes below it (the database), per request. */
  childCpuMsPerRequest: number | undefined;
};

export type Load = { connections: number; durationMs: number };

/** A closed loop: each connection sends its next request when the answer to the last one is complete. */
export async function measure(target: Target, workload: Workload, load: Load): Promise<Sample> {
  const request = requestFor(target, workload);
  const open = Array.from({ length: load.connections }, () => openConnection(target.origin));
  const connections = await Promise.all(open);
  try {
    const cpuBefore = cpuOf(target);
    const startedAt = performance.now();
    const until = startedAt + load.durationMs;
    const timings = await Promise.all(connections.map((each) => loop(each, request, until)));
    const elapsedMs = performance.now() - startedAt;
    const cpuAfter = cpuOf(target);
    const all = timings.flat();
    const totals = all.map(({ totalMs }) => totalMs);
    const perRequest = (name: keyof CpuReading) =>
      cpuBefore && cpuAfter ? (cpuAfter[name] - cpuBefore[name]) / all.length : undefined;
    return {
      requestsPerSecond: (all.length / elapsedMs) * 1000,
      p50Ms: percentile(totals, 50),
      p99Ms: percentile(totals, 99),
      firstByteP50Ms: percentile(
        all.map(({ firstByteMs }) => firstByteMs),
        50,
      ),
      cpuMsPerRequest: perRequest('own'),
      childCpuMsPerRequest: perRequest('descendants'),
    };
  } finally {
    for (const connection of connections) connection.close();
  }
}

async function loop(connection: LoadConnection, request: Buffer, until: number) {
  const timings = [];
  do timings.push(await connection.exchange(request));
  while (performance.now() < until);
  return timings;
}

function cpuOf(target: Target): CpuReading | undefined {
  return target.pid === undefined ? undefined : readCpu(target.pid);
}

/** Nearest rank. */
function percentile(values: readonly number[], rank: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? Number.NaN;
}
