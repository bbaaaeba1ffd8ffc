import type { CompiledPolicy } from '../bundle/compile-policy.ts';
import type { PolicyBundle } from '../bundle/policy-bundle.ts';
import type { PolicyInput } from '../condition/variables.ts';
import { Backtest, type Recorded, unrecorded } from './backtest.ts';

/** Why decisions could not be made again with a policy. */
export interface Gap {
  /** What it reads and was not recorded; none where the record cannot be read at all. */
  readonly variables: ReadonlySet<string>;
  readonly decisions: number;
}

export interface ReplayedPolicies {
  readonly before: PolicyBundle;
  readonly after: PolicyBundle;
  /** Names of the policies that are tried. */
  readonly candidates: ReadonlySet<string>;
}

/** A backtest over records of which some may not say what a candidate reads: those are left out, and counted as that. */
export class Replay {
  readonly backtest: Backtest;
  readonly #candidates: readonly CompiledPolicy[];
  readonly #gaps = new Map<string, Gap>();

  constructor({ before, after, candidates }: ReplayedPolicies) {
    this.backtest = new Backtest(before, after);
    this.#candidates = after.policies.filter(({ policy }) => candidates.has(policy.name));
  }

  /** By policy. */
  get gaps(): ReadonlyMap<string, Gap> {
    return this.#gaps;
  }

  /** @param input what `recorded` says, where it is an input of this version of Monago */
  add(record: Omit<Recorded, 'input'>, recorded: unknown, input: PolicyInput | undefined): void {
    const missing = this.#candidates
      .filter(({ policy }) => policy.phases.includes(record.phase))
      .map(({ policy: { name }, condition }) => ({
        name,
        variables: unrecorded(condition.variables, recorded),
      }))
      .filter(({ variables }) => variables.length > 0 || input === undefined);
    for (const { name, variables } of missing) this.#note(name, variables);
    if (missing.length === 0 && input !== undefined) this.backtest.add({ ...record, input });
  }

  #note(name: string, variables: readonly string[]): void {
    const known = this.#gaps.get(name);
    this.#gaps.set(name, {
      variables: new Set([...(known?.variables ?? []), ...variables]),
      decisions: (known?.decisions ?? 0) + 1,
    });
  }
}
