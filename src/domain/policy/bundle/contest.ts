import type { Truth } from '../condition/compiled-condition.ts';
import type { Verdict } from '../document/policy.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import { isStricter, strictest } from './verdict.ts';

/** A policy that matches, or of which that is not known. */
export interface Hit {
  readonly policy: CompiledPolicy;
  readonly truth: Exclude<Truth, false>;
}

export interface Winner {
  readonly verdict: Verdict;
  /** In the order of the hits. */
  readonly by: readonly CompiledPolicy[];
}

/** The tenant's baseline is a floor: the workspace has its own contest, and the stricter outcome stands. */
export function winnerOf(hits: readonly Hit[]): Winner {
  const tenant = winnerOfScope(hits.filter(({ policy }) => policy.workspace === undefined));
  const workspace = winnerOfScope(hits.filter(({ policy }) => policy.workspace !== undefined));
  if (isStricter(tenant.verdict, workspace.verdict)) return tenant;
  if (isStricter(workspace.verdict, tenant.verdict)) return workspace;
  return { verdict: tenant.verdict, by: [...tenant.by, ...workspace.by] };
}

/**
 * The highest priority that surely matches decides, at equal priority the strictest. What may match above it may decide as well,
 * and may not: the strictest of what can be is what is. So a policy of which it is not known never lifts another.
 */
function winnerOfScope(hits: readonly Hit[]): Winner {
  let top = -1;
  for (const { policy, truth } of hits) {
    if (truth === true && policy.verdict !== undefined) top = Math.max(top, policy.policy.priority);
  }
  const contenders = hits
    .map(({ policy }) => policy)
    .filter(({ verdict, policy }) => verdict !== undefined && policy.priority >= top);
  const verdict = strictest(contenders.flatMap((policy) => policy.verdict ?? []));
  return { verdict, by: contenders.filter((policy) => policy.verdict === verdict) };
}
