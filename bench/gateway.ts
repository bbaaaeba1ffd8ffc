import { parseArgs } from 'node:util';
import { startMonago } from './monago-target.ts';
import {
  absoluteRows,
  addedRows,
  formatTable,
  LATENCY_CONNECTIONS,
  type Report,
  type Round,
  ratioRows,
  THROUGHPUT_CONNECTIONS,
} from './report.ts';
import { measure, type Sample } from './sample.ts';
import { startDirect, startRawProxy, type Target } from './target.ts';
import { type Workload, workloads } from './workload.ts';

/*
 * What the gateway costs, measured in one run on one machine: the mock provider asked directly, through the least
 * possible proxy, and through Monago. The three take turns in every round, so that the ratios hold on a busy machine.
 */

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    /** Time for the throughput of one target under one workload; latencies take half of it. */
    milliseconds: { type: 'string', default: '500' },
    /** `raw` measures without Monago, which then need not be built. */
    until: { type: 'string', default: 'monago' },
  },
});
const ROUNDS_MAX = 20;
const rounds = Math.min(Number(values.rounds), ROUNDS_MAX);
const throughputMs = Math.min(Number(values.milliseconds), 5_000);

async function main(): Promise<void> {
  const targets: Target[] = [];
  try {
    const direct = await startDirect();
    targets.push(direct);
    targets.push(await startRawProxy(direct.origin));
    if (values.until === 'monago') targets.push(await startMonago(direct.origin));
    await warmUp(targets);
    print(await run(targets), targets);
  } finally {
    for (const target of targets.reverse()) await target.stop();
  }
}

async function warmUp(targets: readonly Target[]): Promise<void> {
  for (const target of targets) {
    for (const workload of workloads) {
      await measure(target, workload, { connections: 16, durationMs: throughputMs });
    }
  }
}

async function run(targets: readonly Target[]): Promise<Report[]> {
  const reports = workloads.map(({ title }): Report => ({ workload: title, rounds: [] }));
  for (let number = 0; number < rounds; number += 1) {
    // Each round begins with another target, so that none always follows the same one.
    const first = number % targets.length;
    const order = [...targets.slice(first), ...targets.slice(0, first)];
    for (const [at, workload] of workloads.entries()) {
      reports[at]?.rounds.push(await measureRound(order, workload));
    }
  }
  return reports;
}

async function measureRound(order: readonly Target[], workload: Workload): Promise<Round> {
  const round: Round = new Map(order.map(({ name }) => [name, new Map<number, Sample>()]));
  for (const connections of [THROUGHPUT_CONNECTIONS, ...LATENCY_CONNECTIONS]) {
    const isThroughput = connections === THROUGHPUT_CONNECTIONS;
    const durationMs = isThroughput ? throughputMs : throughputMs / 2;
    for (const target of order) {
      const sample = await measure(target, workload, { connections, durationMs });
      round.get(target.name)?.set(connections, sample);
    }
  }
  return round;
}

function print(reports: readonly Report[], targets: readonly Target[]): void {
  const names = targets.map(({ name }) => name);
  const proxies = names.filter((name) => name !== 'direct');
  const section = (title: string, table: string) => console.log(`\n${title}\n\n${table}`);
  console.log(
    `Medians of ${rounds} interleaved rounds on loopback, Node ${process.versions.node}.`,
  );
  if (names.includes('monago')) {
    section('Monago / raw proxy', formatTable(ratioRows(reports, ['monago', 'raw'])));
    section('Monago / direct', formatTable(ratioRows(reports, ['monago', 'direct'])));
  }
  section('Raw proxy / direct', formatTable(ratioRows(reports, ['raw', 'direct'])));
  section('Added to the direct way', formatTable(addedRows(reports, proxies)));
  section('Absolute, for this machine only', formatTable(absoluteRows(reports, names)));
}

await main();
