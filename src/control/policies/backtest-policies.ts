import { policyInputSchema } from '../../contract/policy-input.ts';
import type { BacktestView } from '../../contract/policy-schemas.ts';
import { Backtest, type Tally, unrecorded } from '../../domain/policy/backtest/backtest.ts';
import type { CompiledPolicy } from '../../domain/policy/bundle/compile-policy.ts';
import type { StoredDecision } from '../../ports/policies.ts';
import type { TenantTransaction } from '../../ports/unit-of-work.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { rfc3339 } from '../rfc3339.ts';
import { bundleWith, declarationsIn, readDocument } from './policy-documents.ts';

export interface BacktestPolicies {
  readonly by: Caller;
  /** In the place of the policies in force that have their names, or beside them. */
  readonly documents: readonly string[];
  /** Names of policies to take out of force. */
  readonly without: readonly string[];
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** So many take about a second; the newest ones say most about tomorrow. */
const decisionsMax = 10_000;

/**
 * Makes recorded decisions again, by the policies in force and by those with the documents in their place. A decision of
 * which a document's policy wants to know what was not recorded is left out, and counted as that.
 * @throws MonagoError `policy_invalid`
 */
export function backtestPolicies(
  { by, documents, without, since }: BacktestPolicies,
  use: Control,
): Promise<BacktestView> {
  return use.unitOfWork.read(by.tenantId, async (tx) => {
    const declarations = declarationsIn(await tx.governance.read());
    const inForce = await tx.policies.inForce();
    const drafts = documents.map((document) => ({
      policy: readDocument(document, declarations).policy,
      version: 'draft',
    }));
    const before = bundleWith(inForce, { drafts: [] }, declarations);
    const after = bundleWith(inForce, { drafts, without }, declarations);
    const names = new Set(drafts.map(({ policy }) => policy.name));
    const run = new Run(
      new Backtest(before, after),
      after.policies.filter(({ policy }) => names.has(policy.name)),
    );
    const seen = await readAll(tx, since, run);
    return backtestView(run, { since, isTruncated: seen > decisionsMax });
  });
}

async function readAll(tx: TenantTransaction, since: number, run: Run): Promise<number> {
  let seen = 0;
  for await (const page of tx.decisions.since(since, decisionsMax + 1)) {
    for (const record of page) {
      seen += 1;
      if (seen <= decisionsMax) run.add(record);
    }
  }
  return seen;
}

interface Gap {
  readonly variables: Set<string>;
  decisions: number;
}

/** One backtest under way. */
class Run {
  readonly backtest: Backtest;
  readonly #candidates: readonly CompiledPolicy[];
  readonly gaps = new Map<string, Gap>();

  constructor(backtest: Backtest, candidates: readonly CompiledPolicy[]) {
    this.backtest = backtest;
    this.#candidates = candidates;
  }

  add({ input: recorded, ...record }: StoredDecision): void {
    const input = policyInputSchema.safeParse(recorded);
    const concerned = this.#candidates.filter(({ policy }) => policy.phases.includes(record.phase));
    const missing = concerned
      .map(({ policy, condition }) => ({
        name: policy.name,
        variables: unrecorded(condition.variables, recorded),
      }))
      .filter(({ variables }) => variables.length > 0 || !input.success);
    for (const { name, variables } of missing) this.#note(name, variables);
    if (missing.length === 0 && input.success) this.backtest.add({ ...record, input: input.data });
  }

  #note(name: string, variables: readonly string[]): void {
    const gap = this.gaps.get(name) ?? { variables: new Set(), decisions: 0 };
    for (const variable of variables) gap.variables.add(variable);
    gap.decisions += 1;
    this.gaps.set(name, gap);
  }
}

function backtestView(
  { backtest, gaps }: Run,
  { since, isTruncated }: { readonly since: number; readonly isTruncated: boolean },
): BacktestView {
  return {
    since: rfc3339(since),
    decisions: backtest.total.decisions,
    is_truncated: isTruncated,
    matrix: [...backtest.matrix.values()],
    by_workspace: sorted(backtest.byWorkspace).map(([id, tally]) => ({
      workspace_id: id,
      ...tally,
    })),
    by_day: sorted(backtest.byDay).map(([day, tally]) => ({ day, ...tally })),
    samples: backtest.samples.map(({ auditId, at, before, after }) => ({
      audit_id: auditId,
      at: rfc3339(at),
      before,
      after,
    })),
    not_backtestable: [...gaps].map(([policy, { variables, decisions }]) => ({
      policy,
      variables: [...variables].sort(),
      decisions,
    })),
  };
}

function sorted(tallies: ReadonlyMap<string, Tally>): readonly (readonly [string, Tally])[] {
  return [...tallies].sort(([a], [b]) => (a < b ? -1 : 1));
}
