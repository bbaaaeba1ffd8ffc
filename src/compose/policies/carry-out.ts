import { commandLine, signedBy } from '../../control/caller.ts';
import { auditedPolicy } from '../../control/policies/create-policy.ts';
import type { AuditedChange } from '../../domain/audit/fact-parts.ts';
import type { PolicyId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StoredPolicy, StoredVersion, VersionSummary } from '../../ports/policies.ts';
import type { Random } from '../../ports/random.ts';
import type { TenantTransaction } from '../../ports/unit-of-work.ts';
import type { PolicyPlan } from './plan-policies.ts';
import type { PlannedPolicy } from './planned-policy.ts';

export interface CarryingOut {
  readonly tx: TenantTransaction;
  readonly clock: Clock;
  readonly random: Random;
  /** Why; kept with versions and activations. */
  readonly reason: string;
}

const by = commandLine.userId;

/** Does what was planned. MUST hold the lock on the set of policies since before the plan was made. */
export async function carryOut(plan: PolicyPlan, use: CarryingOut): Promise<void> {
  for (const planned of plan.changed) {
    const { former, isNewVersion, isActivated } = planned;
    const id = former?.id ?? use.random.id('pol');
    if (isNewVersion) await store(id, planned, use);
    if (isActivated) await activate(id, planned, { ...use, plan });
  }
  for (const policy of plan.removed) await deactivate(policy, use);
}

async function store(
  id: PolicyId,
  { policy, hash, document, former, number }: PlannedPolicy,
  { tx, clock, reason }: CarryingOut,
): Promise<void> {
  const { name, scope, mode, priority } = policy;
  const createdAt = clock.now();
  const version: StoredVersion = {
    ...{ number, hash, document, mode, priority, note: reason },
    ...{ createdAt, createdBy: by },
  };
  if (former === undefined) {
    await tx.policies.insert({ id, name, scope, createdAt, createdBy: by, version });
  } else {
    await tx.policies.addVersion(id, version);
  }
  const isFirst: AuditedChange[] =
    former === undefined ? [{ field: 'scope', old: null, new: scope }] : [];
  tx.audit({
    type: former === undefined ? 'policy.created' : 'policy.version_added',
    ...signedBy(commandLine),
    policy: auditedPolicy({ id, name }, version),
    changes: [...isFirst, ...changesBetween(former?.latest, version)],
  });
}

function changesBetween(former: VersionSummary | undefined, version: VersionSummary) {
  return (['hash', 'mode', 'priority'] as const)
    .map((field) => ({ field, old: former?.[field] ?? null, new: version[field] }))
    .filter((change) => change.old !== change.new);
}

async function activate(
  id: PolicyId,
  { policy: { name }, hash, former, number }: PlannedPolicy,
  { tx, clock, reason, plan }: CarryingOut & { readonly plan: PolicyPlan },
): Promise<void> {
  const report = plan.examination.reports.get(name);
  const activation = { number, activatedAt: clock.now(), activatedBy: by, reason, report };
  await tx.policies.activate(id, activation);
  tx.audit({
    type: 'policy.activated',
    ...signedBy(commandLine),
    policy: auditedPolicy({ id, name }, { number, hash }),
    changes: [{ field: 'active_version', old: former?.active?.number ?? null, new: number }],
  });
}

async function deactivate(policy: StoredPolicy, { tx, clock, reason }: CarryingOut): Promise<void> {
  const { id, active } = policy;
  if (active === undefined) return;
  await tx.policies.activate(id, {
    ...{ number: undefined, report: undefined, reason },
    ...{ activatedAt: clock.now(), activatedBy: by },
  });
  tx.audit({
    type: 'policy.deactivated',
    ...signedBy(commandLine),
    policy: auditedPolicy(policy, active),
    changes: [{ field: 'active_version', old: active.number, new: null }],
  });
}
