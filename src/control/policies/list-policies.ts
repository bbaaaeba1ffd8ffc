import type { ListedPolicyView } from '../../contract/policy-schemas.ts';
import type { PolicyHits, StoredPolicy } from '../../ports/policies.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { policyView } from './policy-view.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** A policy in force that nothing has met for so long may not say what its author means. */
const idleMs = 30 * dayMs;

/** By name, archived ones last. */
export function listPolicies(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<ListedPolicyView[]> {
  const now = use.clock.now();
  return use.unitOfWork.read(by.tenantId, async (tx) => {
    const policies = await tx.policies.list();
    const today = await tx.policies.hitsSince(now - dayMs);
    const lately = await tx.policies.hitsSince(now - idleMs);
    return policies.map((policy) => {
      const { hits, wouldDeny } = today.get(policy.name) ?? { hits: 0, wouldDeny: 0 };
      const warnings = [...recordedFindings(policy, policies), ...idleness(policy, lately, now)];
      return { ...policyView(policy), hits_24h: hits, would_deny_24h: wouldDeny, warnings };
    });
  });
}

/**
 * What the analysis said when the policies in force were put there. Of two policies the one that came later was analysed
 * with the other in force, so what it found of the pair is what counts.
 */
function recordedFindings(
  { name, active }: StoredPolicy,
  policies: readonly StoredPolicy[],
): readonly string[] {
  if (active === undefined) return [];
  return policies.flatMap((other) => {
    const findings = other.active?.report?.findings ?? [];
    if (other.name === name) {
      return findings.filter((id) => {
        const partner = partnerIn(id, name);
        return partner === undefined || isOlder(partner, active.activatedAt, policies);
      });
    }
    const isLater = (other.active?.activatedAt ?? 0) >= active.activatedAt;
    return isLater ? findings.filter((id) => partnerIn(id, other.name) === name) : [];
  });
}

/** The other policy of a finding's id. */
function partnerIn(id: string, name: string): string | undefined {
  const [, policy, other] = id.split(':');
  return policy === name ? other : policy;
}

function isOlder(name: string, at: number, policies: readonly StoredPolicy[]): boolean {
  const activatedAt = policies.find((policy) => policy.name === name)?.active?.activatedAt;
  return activatedAt !== undefined && activatedAt <= at;
}

function idleness(
  { name, active }: StoredPolicy,
  hits: ReadonlyMap<string, PolicyHits>,
  now: number,
): readonly string[] {
  if (active === undefined || active.mode === 'off' || hits.has(name)) return [];
  return active.activatedAt <= now - idleMs ? [`idle:${name}`] : [];
}
