import type { PolicyInput } from '../condition/variables.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import type { Hit } from './contest.ts';
import type { Decision, PolicyReference, RouteDecision } from './decision.ts';
import { mergeObligations } from './obligations.ts';
import { isStricter, strictest } from './verdict.ts';

/** The first route in the order of decisions: the baseline's before a workspace's, then the highest priority. */
export function routeOf(policies: readonly CompiledPolicy[]): RouteDecision | undefined {
  for (const { policy } of policies) {
    const route = policy.effects.find((effect) => effect.kind === 'route');
    if (route?.kind === 'route') {
      const { provider, model, region } = route;
      return { provider, model, region, policy: policy.name };
    }
  }
  return undefined;
}

/** A decision and the policies behind it. */
export interface Pass {
  readonly decision: Decision;
  /** Of those that are enforced. */
  readonly hits: readonly Hit[];
}

/**
 * Decides again where a route leads, once, and adds the second decision to the first: so a route never escapes a policy about
 * where it leads, nor one about where it leads from. A route that leads on to another is a denial.
 */
export function followRoute(input: PolicyInput, decide: (input: PolicyInput) => Pass): Decision {
  const first = decide(input);
  const { route } = first.decision;
  if (route === undefined) return first.decision;
  const routed = routedInput(input, route);
  if (routed === undefined || first.decision.verdict === 'deny') {
    return { ...first.decision, route: undefined };
  }
  const second = decide(routed);
  const next = second.decision.route;
  const both = combine(first, second);
  if (next !== undefined && routedInput(routed, next) !== undefined) return routeLoop(both);
  return { ...both, route: both.verdict === 'deny' ? undefined : route };
}

function combine(first: Pass, second: Pass): Decision {
  const [a, b] = [first.decision, second.decision];
  const leader = isStricter(b.verdict, a.verdict) ? b : a;
  const isTie = a.verdict === b.verdict;
  const policies = new Set([...first.hits, ...second.hits].map(({ policy }) => policy));
  const obligations = mergeObligations([...policies]);
  return {
    ...leader,
    decidedBy: isTie ? union(a.decidedBy, b.decidedBy) : leader.decidedBy,
    matched: union(a.matched, b.matched),
    uncertain: union(a.uncertain, b.uncertain),
    shadow: union(a.shadow, b.shadow),
    wouldBe: strictest([a.wouldBe, b.wouldBe]),
    obligations: leader.verdict === 'hold' ? obligations : { ...obligations, holds: [] },
  };
}

function union(
  a: readonly PolicyReference[],
  b: readonly PolicyReference[],
): readonly PolicyReference[] {
  return [...new Set([...a, ...b])];
}

function routeLoop(decision: Decision): Decision {
  return {
    ...decision,
    verdict: 'deny',
    wouldBe: 'deny',
    code: 'policy_blocked',
    message: undefined,
    isRouteLoop: true,
    decidedBy: decision.matched,
    route: undefined,
  };
}

/** Undefined where the request goes there anyway. */
function routedInput(input: PolicyInput, route: RouteDecision): PolicyInput | undefined {
  const { request } = input;
  const provider = route.provider ?? request.provider;
  const model = route.model ?? request.model;
  const region = route.region ?? request.region;
  const isThere =
    provider === request.provider && model === request.model && region === request.region;
  return isThere ? undefined : { ...input, request: { ...request, provider, model, region } };
}
