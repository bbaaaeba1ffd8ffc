import type { Tally } from '../backtest/backtest.ts';
import type { Replay } from '../backtest/replay.ts';
import { counted, jsonText } from './lint-report.ts';

export interface BacktestReport {
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly replay: Replay;
  /** Whether there were more decisions than are looked at; then the newest were. */
  readonly isTruncated: boolean;
  /** By id. */
  readonly workspaceSlugs: ReadonlyMap<string, string>;
}

/** Decisions that would be a block and were none. */
function newDenials({ replay: { backtest } }: BacktestReport): number {
  return [...backtest.matrix.values()]
    .filter(({ before, after }) => after === 'deny' && before !== 'deny')
    .reduce((sum, { count }) => sum + count, 0);
}

/** Their share of the decisions that could be made again, 0 to 1; undefined where none could, and there were some. */
export function newDenialShare(report: BacktestReport): number | undefined {
  const { total } = report.replay.backtest;
  if (total.decisions > 0) return newDenials(report) / total.decisions;
  return report.replay.gaps.size === 0 ? 0 : undefined;
}

/** For people. */
export function backtestText(report: BacktestReport): string {
  const { replay, since, isTruncated, workspaceSlugs } = report;
  const { backtest, gaps } = replay;
  const { decisions } = backtest.total;
  const newest = isTruncated ? ', the newest of more' : '';
  const lines = [
    `${counted(decisions, 'decision')} made again, since ${timeText(since)}${newest}`,
    ...[...backtest.matrix.values()].sort(changedFirst).map(({ before, after, count }) => {
      const change = before === after ? `${before} as before` : `${before} → ${after}`;
      return `  ${change.padEnd(20)} ${count} (${percentText(count / decisions)})`;
    }),
    ...tallyLines('by workspace', backtest.byWorkspace, (id) => workspaceSlugs.get(id) ?? id),
    ...tallyLines('by day (UTC)', backtest.byDay, (day) => day),
    ...(backtest.samples.length === 0 ? [] : ['for example']),
    ...backtest.samples.map(
      ({ auditId, at, before, after }) => `  ${before} → ${after}  ${auditId}  ${timeText(at)}`,
    ),
    ...(gaps.size === 0 ? [] : ['could not be made again']),
    ...[...gaps].map(
      ([policy, { variables, decisions: count }]) =>
        `  ${policy}: ${counted(count, 'decision')}, ${missingText(variables)}`,
    ),
    denialLine(report),
  ];
  return `${lines.join('\n')}\n`;
}

type Cell = { readonly before: string; readonly after: string; readonly count: number };

function changedFirst(a: Cell, b: Cell): number {
  const isSame = ({ before, after }: Cell) => Number(before === after);
  return isSame(a) - isSame(b) || b.count - a.count;
}

function missingText(variables: ReadonlySet<string>): string {
  if (variables.size === 0) return 'recorded by another version of Monago';
  return `of which was not recorded or not known: ${[...variables].sort().join(', ')}`;
}

/** Only those where something changes. */
function tallyLines(
  title: string,
  tallies: ReadonlyMap<string, Tally>,
  nameOf: (key: string) => string,
): readonly string[] {
  const lines = sorted(tallies)
    .filter(([, { changed }]) => changed > 0)
    .map(
      ([key, { decisions, changed, stricter }]) =>
        `  ${nameOf(key)}: ${changed} of ${decisions} changed, ${stricter} stricter`,
    );
  return lines.length === 0 ? [] : [title, ...lines];
}

function denialLine(report: BacktestReport): string {
  const share = newDenialShare(report);
  if (share === undefined) return 'new denials: cannot be said';
  return `new denials: ${newDenials(report)} (${percentText(share)})`;
}

function percentText(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function timeText(at: number): string {
  return new Date(at).toISOString();
}

function sorted(tallies: ReadonlyMap<string, Tally>): readonly (readonly [string, Tally])[] {
  return [...tallies].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** As the control plane spells it, with the new denials. */
export function backtestJson(report: BacktestReport): string {
  const { replay, since, isTruncated, workspaceSlugs } = report;
  const { backtest, gaps } = replay;
  return jsonText({
    since: timeText(since),
    decisions: backtest.total.decisions,
    is_truncated: isTruncated,
    new_denials: newDenials(report),
    new_denial_share: newDenialShare(report) ?? null,
    matrix: [...backtest.matrix.values()],
    by_workspace: sorted(backtest.byWorkspace).map(([id, tally]) => ({
      workspace_id: id,
      workspace: workspaceSlugs.get(id) ?? null,
      ...tally,
    })),
    by_day: sorted(backtest.byDay).map(([day, tally]) => ({ day, ...tally })),
    samples: backtest.samples.map(({ auditId, at, before, after }) => ({
      audit_id: auditId,
      at: timeText(at),
      before,
      after,
    })),
    not_backtestable: [...gaps].map(([policy, { variables, decisions }]) => ({
      policy,
      variables: [...variables].sort(),
      decisions,
    })),
  });
}
