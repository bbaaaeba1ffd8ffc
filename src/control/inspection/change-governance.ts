import { hexOf } from '../../domain/audit/bytes.ts';
import type { GovernanceSettingsChanged } from '../../domain/audit/governance-fact.ts';
import { canonicalJson } from '../../domain/audit/jcs.ts';
import { sha256 } from '../../domain/audit/sha256.ts';
import type { GovernanceRecord } from '../../ports/policies.ts';
import type { TenantTransaction } from '../../ports/unit-of-work.ts';
import { type Caller, signedBy } from '../caller.ts';
import { bundleWith, declarationsIn } from '../policies/policy-documents.ts';

export interface GovernanceChange {
  readonly by: Caller;
  readonly at: number;
  readonly type: GovernanceSettingsChanged['type'];
  readonly former: GovernanceRecord;
  readonly record: GovernanceRecord;
  /** The part of a record that the fact is about, as JSON. */
  readonly told: (record: GovernanceRecord) => unknown;
}

/**
 * Writes what governs a tenant, unless that leaves everything as it is. MUST hold the lock on the set of policies: those in
 * force have to do with the new state.
 * @throws MonagoError `policy_invalid`
 */
export async function changeGovernance(
  { by, at, type, former, record, told }: GovernanceChange,
  tx: TenantTransaction,
): Promise<void> {
  const [old, now] = [hashOf(told(former)), hashOf(told(record))];
  if (old === now) return;
  bundleWith(await tx.policies.inForce(), { drafts: [] }, declarationsIn(record));
  await tx.governance.write(record, { at, by: by.userId });
  tx.audit({ type, ...signedBy(by), changes: [{ field: 'hash', old, new: now }] });
}

function hashOf(told: unknown): string {
  return `sha256:${hexOf(sha256(new TextEncoder().encode(canonicalJson(told))))}`;
}
