import { systemClock } from '../../adapters/telemetry/system-clock.ts';
import type { Config } from '../../config.ts';
import { policyInputSchema } from '../../contract/policy-input.ts';
import { bundleWith, declarationsIn } from '../../control/policies/policy-documents.ts';
import { Replay } from '../../domain/policy/backtest/replay.ts';
import type { Declarations } from '../../domain/policy/document/parse-policies.ts';
import type { Policy } from '../../domain/policy/document/policy.ts';
import type { BacktestReport } from '../../domain/policy/report/backtest-report.ts';
import type { TenantTransaction } from '../../ports/unit-of-work.ts';
import { withTenant } from './with-tenant.ts';

export interface BacktestPolicies {
  readonly tenant: string | undefined;
  /** How far back, in milliseconds. */
  readonly ageMs: number;
  /** Reads the candidates, given what they may refer to. */
  readonly candidates: (declarations: Declarations) => readonly Policy[];
}

/** So many take about ten seconds; the newest ones say most about tomorrow. */
const decisionsMax = 100_000;

/**
 * Makes recorded decisions again, by the policies in force and by those with the candidates in their place.
 * @throws StartupRefusal | UnclearTenant
 * @throws MonagoError `policy_invalid` where the candidates are too much together with the others
 */
export function backtestPolicies(
  config: Config,
  { tenant: wanted, ageMs, candidates }: BacktestPolicies,
): Promise<BacktestReport> {
  const since = systemClock.now() - ageMs;
  return withTenant(config, wanted, ({ tenant, unitOfWork }) =>
    unitOfWork.read(tenant.id, async (tx) => {
      const declarations = declarationsIn(await tx.governance.read());
      const inForce = await tx.policies.inForce();
      const drafts = candidates(declarations).map((policy) => ({ policy, version: 'draft' }));
      const replay = new Replay({
        before: bundleWith(inForce, { drafts: [] }, declarations),
        after: bundleWith(inForce, { drafts }, declarations),
        candidates: new Set(drafts.map(({ policy }) => policy.name)),
      });
      const seen = await readInto(replay, since, tx);
      const workspaces = await tx.workspaces();
      return {
        since,
        replay,
        isTruncated: seen > decisionsMax,
        workspaceSlugs: new Map(workspaces.map(({ id, slug }): [string, string] => [id, slug])),
      };
    }),
  );
}

async function readInto(replay: Replay, since: number, tx: TenantTransaction): Promise<number> {
  let seen = 0;
  for await (const page of tx.decisions.since(since, decisionsMax + 1)) {
    for (const { input: recorded, ...record } of page) {
      seen += 1;
      if (seen > decisionsMax) continue;
      const { data: input } = policyInputSchema.safeParse(recorded);
      replay.add(record, recorded, input);
    }
  }
  return seen;
}
