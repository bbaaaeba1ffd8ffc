import type { PolicyView } from '../../contract/policy-schemas.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { AnalysisFinding } from '../../domain/policy/analysis/analyse-policies.ts';
import { findingId, findingsAbout } from '../../domain/policy/analysis/findings-about.ts';
import { runPolicyTests } from '../../domain/policy/bundle/run-policy-tests.ts';
import type { Declarations } from '../../domain/policy/document/parse-policies.ts';
import type { Policy } from '../../domain/policy/document/policy.ts';
import type { ActivationReport, PolicyInForce, StoredPolicy } from '../../ports/policies.ts';
import { signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { auditedPolicy } from './create-policy.ts';
import {
  bundleWith,
  declarationsIn,
  invalid,
  readDocument,
  requireWorkspace,
} from './policy-documents.ts';
import { policyView } from './policy-view.ts';
import { type NamePolicy, versionIn } from './read-policy.ts';

export interface ActivatePolicy extends NamePolicy {
  readonly number: number;
  readonly reason: string;
  /** Ids of findings. */
  readonly acknowledged: readonly string[];
}

/** Every gateway node holds all that is in force in memory. */
const documentsLengthMax = 4 * 1024 * 1024;

/**
 * Requests that begin after the answer are decided by the version. Its tests and the analysis are made here and now, among
 * what is in force at this moment, and kept with the activation.
 * @throws MonagoError `policy_not_found` | `policy_archived` | `policy_invalid` | `policy_tests_failed` |
 * `acknowledgement_required`
 */
export function activatePolicy(
  { by, policyId, number, reason, acknowledged }: ActivatePolicy,
  use: Control,
): Promise<PolicyView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    await tx.policies.lockSet();
    const former = await tx.policies.byId(policyId);
    if (former.archivedAt !== undefined) throw new MonagoError('policy_archived');
    const version = versionIn(await tx.policies.versions(policyId), number);
    if (former.active?.number === number) return policyView(former);
    const declarations = declarationsIn(await tx.governance.read());
    const { policy } = readDocument(version.document, declarations);
    await requireWorkspace(policy, tx);
    const inForce = await tx.policies.inForce();
    refuseTooMuch(inForce, version);
    const report = examine(policy, { number, inForce, declarations, acknowledged });
    const [activatedAt, activatedBy] = [use.clock.now(), by.userId];
    await tx.policies.activate(policyId, { number, activatedAt, activatedBy, reason, report });
    const old = former.active?.number ?? null;
    tx.audit({
      type: 'policy.activated',
      ...signedBy(by),
      policy: auditedPolicy(former, version),
      changes: [{ field: 'active_version', old, new: number }],
    });
    return policyView(await tx.policies.byId(policyId));
  });
}

/** @throws MonagoError `policy_not_found` */
export function deactivatePolicy(
  { by, policyId, reason }: NamePolicy & { readonly reason: string },
  use: Control,
): Promise<PolicyView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    await tx.policies.lockSet();
    const former = await tx.policies.byId(policyId);
    if (former.active === undefined) return policyView(former);
    await tx.policies.activate(policyId, {
      number: undefined,
      activatedAt: use.clock.now(),
      activatedBy: by.userId,
      reason,
      report: undefined,
    });
    tx.audit({
      type: 'policy.deactivated',
      ...signedBy(by),
      policy: auditedPolicy(former, former.active),
      changes: [{ field: 'active_version', old: former.active.number, new: null }],
    });
    return policyView(await tx.policies.byId(policyId));
  });
}

/** Its versions stay, and its name stays taken. @throws MonagoError `policy_not_found` | `policy_in_force` */
export function archivePolicy({ by, policyId }: NamePolicy, use: Control): Promise<PolicyView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    await tx.policies.lockSet();
    const former: StoredPolicy = await tx.policies.byId(policyId);
    if (former.archivedAt !== undefined) return policyView(former);
    if (former.active !== undefined) throw new MonagoError('policy_in_force');
    const archivedAt = use.clock.now();
    await tx.policies.archive(policyId, archivedAt);
    const policy = auditedPolicy(former, former.latest);
    tx.audit({ type: 'policy.archived', ...signedBy(by), policy, changes: [] });
    return policyView({ ...former, archivedAt });
  });
}

interface Examination {
  readonly number: number;
  readonly inForce: readonly PolicyInForce[];
  readonly declarations: Declarations;
  readonly acknowledged: readonly string[];
}

function examine(
  policy: Policy,
  { number, inForce, declarations, acknowledged }: Examination,
): ActivationReport {
  const tests = runPolicyTests(policy, declarations);
  const failing = tests.filter(({ failures }) => failures.length > 0);
  if (failing.length > 0) {
    const fields = failing.map(({ test, failures }) => ({
      field: test,
      message: failures.join('; '),
    }));
    throw new MonagoError('policy_tests_failed', { fields });
  }
  const drafts = [{ policy, version: String(number) }];
  const { policies } = bundleWith(inForce, { drafts }, declarations);
  const findings = findingsAbout(new Set([policy.name]), policies);
  refuseUnseen(findings, acknowledged);
  const ids = findings.map(findingId);
  return {
    tests: tests.length,
    findings: ids,
    acknowledged: ids.filter((id) => acknowledged.includes(id)),
  };
}

function refuseUnseen(findings: readonly AnalysisFinding[], acknowledged: readonly string[]): void {
  const unseen = findings.filter((finding) => !acknowledged.includes(findingId(finding)));
  if (unseen.length === 0) return;
  const fields = unseen.map((finding) => ({ field: findingId(finding), message: finding.message }));
  throw new MonagoError('acknowledgement_required', { fields });
}

function refuseTooMuch(
  inForce: readonly PolicyInForce[],
  { document }: Pick<PolicyInForce, 'document'>,
): void {
  const length = inForce.reduce((sum, one) => sum + one.document.length, document.length);
  if (length > documentsLengthMax) {
    throw invalid(['The policies in force have more than 4 MiB together. Shorten some of them.']);
  }
}
