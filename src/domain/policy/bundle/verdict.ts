import type { BlockCode, Effect } from '../document/effect.ts';
import type { Policy, Verdict } from '../document/policy.ts';

const rank: Readonly<Record<Verdict, number>> = { allow: 0, redact: 1, hold: 2, deny: 3 };

export function isStricter(a: Verdict, b: Verdict): boolean {
  return rank[a] > rank[b];
}

export function strictest(verdicts: Iterable<Verdict>): Verdict {
  let most: Verdict = 'allow';
  for (const verdict of verdicts) if (isStricter(verdict, most)) most = verdict;
  return most;
}

/** What a policy says about a request that it matches; undefined where it only observes or adds obligations. */
export function verdictOf(effects: readonly Effect[]): Verdict | undefined {
  const verdicts = effects.flatMap((effect) => {
    const verdict = verdictOfEffect(effect);
    return verdict === undefined ? [] : [verdict];
  });
  return verdicts.length === 0 ? undefined : strictest(verdicts);
}

function verdictOfEffect({ kind }: Effect): Verdict | undefined {
  switch (kind) {
    case 'allow':
    case 'redact':
    case 'deny':
      return kind;
    case 'require_approval':
    case 'require_hitl':
      return 'hold';
    default:
      return undefined;
  }
}

/** The code of a block: what the author says, else what the policy is about. */
export function blockCodeOf(policy: Policy, variables: ReadonlySet<string>): BlockCode {
  const named = policy.effects.find((effect) => effect.kind === 'deny');
  if (named?.kind === 'deny' && named.code !== undefined) return named.code;
  const reads = (prefix: string) =>
    [...variables].some(
      (path) =>
        path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`response.${prefix}`),
    );
  if (reads('pii')) return 'pii_blocked';
  if (reads('risk')) return 'security_block';
  return reads('request.model') ? 'model_not_allowed' : 'policy_blocked';
}
