import type { PolicyView } from '../../contract/policy-schemas.ts';
import type { AuditedChange } from '../../domain/audit/fact-parts.ts';
import type { PolicyFact } from '../../domain/audit/governance-fact.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { PolicyId } from '../../domain/ids.ts';
import type { StoredPolicy, StoredVersion, VersionSummary } from '../../ports/policies.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { declarationsIn, invalid, readDocument, requireWorkspace } from './policy-documents.ts';
import { policyView } from './policy-view.ts';

export interface CreatePolicy {
  readonly by: Caller;
  readonly document: string;
  readonly note: string;
}

const policiesMax = 2_000;

/** Stores a policy of which no version is in force. @throws MonagoError `policy_invalid` | `policy_name_taken` */
export function createPolicy(
  { by, document, note }: CreatePolicy,
  use: Control,
): Promise<PolicyView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    await tx.policies.lockSet();
    const { policy, hash } = readDocument(document, declarationsIn(await tx.governance.read()));
    await requireWorkspace(policy, tx);
    if ((await tx.policies.list()).length >= policiesMax) {
      throw invalid([`There are ${policiesMax} policies already, archived ones included.`]);
    }
    const { name, scope, mode, priority } = policy;
    const id = use.random.id('pol');
    const createdAt = use.clock.now();
    const version: StoredVersion = {
      ...{ number: 1, hash, document, mode, priority, note },
      createdAt,
      createdBy: by.userId,
    };
    await tx.policies.insert({ id, name, scope, createdAt, createdBy: by.userId, version });
    const changes: AuditedChange[] = [
      { field: 'scope', old: null, new: scope },
      ...changesBetween(undefined, version),
    ];
    tx.audit({
      type: 'policy.created',
      ...signedBy(by),
      policy: auditedPolicy({ id, name }, version),
      changes,
    });
    return policyView(await tx.policies.byId(id));
  });
}

export interface AddVersion extends CreatePolicy {
  readonly policyId: PolicyId;
  /** The newest version that its author has seen; undefined looks for none. */
  readonly after?: number | undefined;
}

/**
 * The version in force stays. A document that says what the newest version says adds none.
 * @throws MonagoError `policy_not_found` | `policy_archived` | `policy_changed` | `policy_invalid`
 */
export function addVersion(
  { by, policyId, document, note, after }: AddVersion,
  use: Control,
): Promise<PolicyView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    await tx.policies.lockSet();
    const former = await tx.policies.byId(policyId);
    if (former.archivedAt !== undefined) throw new MonagoError('policy_archived');
    const { policy, hash } = readDocument(document, declarationsIn(await tx.governance.read()));
    if (policy.name !== former.name || policy.scope !== former.scope) {
      throw invalid([
        `A policy keeps its name and scope: this one is '${former.name}' for ${former.scope}. Create another policy instead.`,
      ]);
    }
    const [newest] = await tx.policies.versions(policyId);
    // Also what was saved before an answer got lost: sent again it is no conflict.
    if (newest?.document === document) return policyView(former);
    if (after !== undefined && after < former.latest.number)
      throw new MonagoError('policy_changed');
    const version: StoredVersion = {
      ...{ number: former.latest.number + 1, hash, document, note },
      ...{ mode: policy.mode, priority: policy.priority },
      createdAt: use.clock.now(),
      createdBy: by.userId,
    };
    await tx.policies.addVersion(policyId, version);
    const changes = changesBetween(former.latest, version);
    const policyOfFact = auditedPolicy(former, version);
    tx.audit({ type: 'policy.version_added', ...signedBy(by), policy: policyOfFact, changes });
    return policyView(await tx.policies.byId(policyId));
  });
}

export function auditedPolicy(
  { id, name }: Pick<StoredPolicy, 'id' | 'name'>,
  { number, hash }: Pick<VersionSummary, 'number' | 'hash'>,
): PolicyFact['policy'] {
  return { id, name, version: number, hash };
}

function changesBetween(former: VersionSummary | undefined, version: VersionSummary) {
  return (['hash', 'mode', 'priority'] as const)
    .map((field) => ({ field, old: former?.[field] ?? null, new: version[field] }))
    .filter((change) => change.old !== change.new);
}
