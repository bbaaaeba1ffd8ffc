import type { Sample } from './sample.ts';
import type { Target } from './target.ts';

export type TargetName = Target['name'];

/** The samples of one round under one workload, by target and number of connections. */
export type Round = Map<TargetName, Map<number, Sample>>;

export type Report = { workload: string; rounds: Round[] };

type Row = Record<string, string>;

export const THROUGHPUT_CONNECTIONS = 32;
export const LATENCY_CONNECTIONS = [1, 16] as const;

/** Each figure is compared within its round, and the median taken over the rounds: drift of the machine cancels. */
export function ratioRows(reports: readonly Report[], pair: [TargetName, TargetName]): Row[] {
  const [name, base] = pair;
  return reports.map(({ workload, rounds }) => {
    const ratio = (read: (sample: Sample) => number | undefined) =>
      median(rounds.map((round) => divide(at(round, name, read), at(round, base, read))));
    return {
      workload,
      [`throughput c=${THROUGHPUT_CONNECTIONS}`]: times(ratio((s) => s.requestsPerSecond)),
      // The direct way has no process of its own in between: its CPU would be the provider's.
      ...(base === 'direct' ? {} : { 'CPU per request': times(ratio((s) => s.cpuMsPerRequest)) }),
      ...Object.fromEntries(
        LATENCY_CONNECTIONS.flatMap((connections) => [
          [
            `p50 c=${connections}`,
            times(latencyRatio(rounds, pair, { connections, rank: 'p50Ms' })),
          ],
          [
            `p99 c=${connections}`,
            times(latencyRatio(rounds, pair, { connections, rank: 'p99Ms' })),
          ],
        ]),
      ),
    };
  });
}

/** Milliseconds that a target adds to the direct way. */
export function addedRows(reports: readonly Report[], names: readonly TargetName[]): Row[] {
  return reports.flatMap(({ workload, rounds }) =>
    names.map((name) => ({
      workload,
      target: name,
      ...Object.fromEntries(
        LATENCY_CONNECTIONS.flatMap((connections) => [
          [`+p50 c=${connections}`, added(rounds, name, { connections, rank: 'p50Ms' })],
          [`+p99 c=${connections}`, added(rounds, name, { connections, rank: 'p99Ms' })],
        ]),
      ),
      '+first byte c=1': added(rounds, name, { connections: 1, rank: 'firstByteP50Ms' }),
    })),
  );
}

/** Absolute figures: of this machine at this hour, and of little use anywhere else. */
export function absoluteRows(reports: readonly Report[], names: readonly TargetName[]): Row[] {
  return reports.flatMap(({ workload, rounds }) =>
    names.map((name) => {
      const figure = (read: (sample: Sample) => number | undefined) =>
        median(rounds.map((round) => at(round, name, read)));
      return {
        workload,
        target: name,
        'requests/s': figure((s) => s.requestsPerSecond).toFixed(0),
        'CPU µs/request': micros(figure((s) => s.cpuMsPerRequest)),
        'child CPU µs/request': micros(figure((s) => s.childCpuMsPerRequest)),
      };
    }),
  );
}

/** Columns aligned, for a terminal and for a commit message alike. */
export function formatTable(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  const widths = names.map((name) =>
    Math.max(name.length, ...rows.map((row) => row[name]?.length ?? 0)),
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(names), ...rows.map((row) => line(names.map((name) => row[name] ?? '')))].join('\n');
}

type Latency = { connections: number; rank: 'p50Ms' | 'p99Ms' | 'firstByteP50Ms' };

function latencyRatio(
  rounds: readonly Round[],
  [name, base]: [TargetName, TargetName],
  { connections, rank }: Latency,
): number {
  return median(
    rounds.map((round) =>
      divide(round.get(name)?.get(connections)?.[rank], round.get(base)?.get(connections)?.[rank]),
    ),
  );
}

function added(rounds: readonly Round[], name: TargetName, { connections, rank }: Latency): string {
  const differences = rounds.map((round) => {
    const own = round.get(name)?.get(connections)?.[rank] ?? Number.NaN;
    return own - (round.get('direct')?.get(connections)?.[rank] ?? Number.NaN);
  });
  return `${median(differences).toFixed(2)} ms`;
}

function at(
  round: Round,
  name: TargetName,
  read: (sample: Sample) => number | undefined,
): number | undefined {
  const sample = round.get(name)?.get(THROUGHPUT_CONNECTIONS);
  return sample === undefined ? undefined : read(sample);
}

function divide(value: number | undefined, base: number | undefined): number | undefined {
  return value === undefined || base === undefined || base === 0 ? undefined : value / base;
}

function median(values: readonly (number | undefined)[]): number {
  const sorted = values.filter((value) => value !== undefined).toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const low = sorted[Math.ceil(half) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(half)] ?? Number.NaN;
  return (low + high) / 2;
}

function times(ratio: number): string {
  return Number.isNaN(ratio) ? 'n/a' : `${ratio.toFixed(2)} ×`;
}

function micros(ms: number): string {
  return Number.isNaN(ms) ? 'n/a' : (ms * 1000).toFixed(0);
}
