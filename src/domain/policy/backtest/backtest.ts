import type { PolicyBundle } from '../bundle/policy-bundle.ts';
import { isStricter } from '../bundle/verdict.ts';
import { isRelated } from '../condition/interpret.ts';
import type { Phase, PolicyInput } from '../condition/variables.ts';
import type { Verdict } from '../document/policy.ts';

/** One recorded decision, as far as it can be made again. */
export interface Recorded {
  readonly auditId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly workspaceId: string;
  readonly phase: Phase;
  readonly input: PolicyInput;
}

export interface Tally {
  decisions: number;
  changed: number;
  /** Of the changed ones, those that are not as permissive any more. */
  stricter: number;
}

export interface ChangeSample {
  readonly auditId: string;
  readonly at: number;
  readonly before: Verdict;
  readonly after: Verdict;
}

const samplesPerChange = 5;

/** Makes recorded decisions again with two sets of policies, and counts where they part. */
export class Backtest {
  readonly #before: PolicyBundle;
  readonly #after: PolicyBundle;
  readonly total: Tally = noTally();
  /** By `before after`. */
  readonly matrix = new Map<string, { before: Verdict; after: Verdict; count: number }>();
  readonly byWorkspace = new Map<string, Tally>();
  /** By day in UTC, `2026-11-22`. */
  readonly byDay = new Map<string, Tally>();
  readonly samples: ChangeSample[] = [];

  constructor(before: PolicyBundle, after: PolicyBundle) {
    this.#before = before;
    this.#after = after;
  }

  add({ auditId, at, workspaceId, phase, input }: Recorded): void {
    const before = this.#before.decide(phase, input).verdict;
    const after = this.#after.decide(phase, input).verdict;
    const day = new Date(at).toISOString().slice(0, 10);
    const tallies = [this.total, tallyOf(this.byWorkspace, workspaceId), tallyOf(this.byDay, day)];
    for (const tally of tallies) {
      tally.decisions += 1;
      if (before !== after) tally.changed += 1;
      if (isStricter(after, before)) tally.stricter += 1;
    }
    const key = `${before} ${after}`;
    const cell = this.matrix.get(key) ?? { before, after, count: 0 };
    cell.count += 1;
    this.matrix.set(key, cell);
    if (before !== after && cell.count <= samplesPerChange) {
      this.samples.push({ auditId, at, before, after });
    }
  }
}

function noTally(): Tally {
  return { decisions: 0, changed: 0, stricter: 0 };
}

function tallyOf(tallies: Map<string, Tally>, key: string): Tally {
  const known = tallies.get(key);
  if (known !== undefined) return known;
  const tally = noTally();
  tallies.set(key, tally);
  return tally;
}

/** What an input need not have. */
const optional: ReadonlySet<string> = new Set([
  'request.source_ip',
  'breakglass.ticket',
  'breakglass.approver',
]);

/** Those of the variables that a recorded input does not say: an earlier version did not record them, or nobody looked. */
export function unrecorded(variables: Iterable<string>, input: unknown): readonly string[] {
  const unknown = listAt(input, 'unknown');
  return [...variables].filter((path) => {
    if (unknown.some((each) => isRelated(each, path))) return true;
    return valueAt(input, path) === undefined && !optional.has(path);
  });
}

function listAt(input: unknown, path: string): readonly string[] {
  const value = valueAt(input, path);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function valueAt(input: unknown, path: string): unknown {
  let value: unknown = input;
  for (const name of path.split('.')) {
    value =
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([key]) => key === name)?.[1]
        : undefined;
  }
  return value;
}
