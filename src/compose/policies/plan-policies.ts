import {
  bundleWith,
  declarationsIn,
  invalid,
  readDocument,
  requireWorkspace,
} from '../../control/policies/policy-documents.ts';
import { MonagoError } from '../../domain/errors.ts';
import { type Declarations, parsePolicies } from '../../domain/policy/document/parse-policies.ts';
import type { Mode, Policy } from '../../domain/policy/document/policy.ts';
import type { Problem } from '../../domain/policy/document/problem.ts';
import { singlePolicies } from '../../domain/policy/document/single-policies.ts';
import {
  type DecisionChange,
  decisionChanges,
} from '../../domain/policy/report/decision-changes.ts';
import type { PolicySource } from '../../domain/policy/report/lint-policies.ts';
import { type PolicyChange, policyChanges } from '../../domain/policy/report/policy-changes.ts';
import type { StoredPolicy } from '../../ports/policies.ts';
import type { TenantTransaction } from '../../ports/unit-of-work.ts';
import { type Examination, examinePolicies } from './examine-policies.ts';
import { draftsOf, type PlannedPolicy, type PolicySet } from './planned-policy.ts';

/** What an operator wants the policies of a tenant to be. */
export interface PolicyWish {
  readonly sources: readonly PolicySource[];
  /** In the place of what the files say. */
  readonly mode: Mode | undefined;
  /** Whether they are put into force. */
  readonly activates: boolean;
  /** Whether those that no file names are taken out of force. */
  readonly prunes: boolean;
  /** Ids of findings that somebody knows of. */
  readonly acknowledged: readonly string[];
}

export interface PolicyPlan {
  /** Those to which something has to happen, in the order of the files. */
  readonly changed: readonly PlannedPolicy[];
  readonly removed: readonly StoredPolicy[];
  /** What the files say otherwise than the versions they replace. */
  readonly changes: readonly PolicyChange[];
  /** Requests that would be decided otherwise; none are looked for where nothing is put into force. */
  readonly decisions: readonly DecisionChange[];
  readonly examination: Examination;
}

/** Files with errors in them: what they say is not known. */
export class WrongPolicyFiles extends Error {
  readonly files: readonly { readonly file: string; readonly problems: readonly Problem[] }[];

  constructor(files: WrongPolicyFiles['files']) {
    super('there are errors in the files');
    this.files = files;
  }
}

/** So many that every list of them still fits a page of the database and a screen. */
const policiesMax = 2_000;

/**
 * What has to happen for the tenant's policies to be what the files say. Changes nothing.
 * @throws WrongPolicyFiles
 * @throws MonagoError `policy_invalid` | `policy_archived` where it cannot be done
 */
export async function planPolicies(wish: PolicyWish, tx: TenantTransaction): Promise<PolicyPlan> {
  const declarations = declarationsIn(await tx.governance.read());
  const wanted = wantedPolicies(wish, declarations);
  for (const { policy } of wanted) await requireWorkspace(policy, tx);
  const stored = await tx.policies.list();
  const byName = new Map(stored.map((policy) => [policy.name, policy]));
  const planned = wanted.map((one) =>
    plannedPolicy(one, byName.get(one.policy.name), wish.activates),
  );
  if (stored.length + planned.filter(({ former }) => former === undefined).length > policiesMax) {
    throw invalid([`There can be ${policiesMax} policies, archived ones included.`]);
  }
  const changed = planned.filter(({ isNewVersion, isActivated }) => isNewVersion || isActivated);
  const names = new Set(wanted.map(({ policy }) => policy.name));
  const removed = wish.prunes
    ? stored.filter(({ name, active }) => active !== undefined && !names.has(name))
    : [];
  const former = await formerPolicies([...changed.map((one) => one.former), ...removed], {
    declarations,
    tx,
  });
  const inForce = await tx.policies.inForce();
  const set = { inForce, declarations, changed, removed };
  return {
    changed,
    removed,
    changes: policyChanges(
      former,
      changed.map(({ policy }) => policy),
    ),
    decisions: decisionsOf(set),
    examination: examinePolicies({ ...set, acknowledged: wish.acknowledged }),
  };
}

interface WantedPolicy {
  readonly policy: Policy;
  readonly hash: string;
  readonly document: string;
}

function wantedPolicies(
  { sources, mode }: PolicyWish,
  declarations: Declarations,
): readonly WantedPolicy[] {
  const files = sources.map(({ file, text }) => ({
    file,
    problems: parsePolicies(text, declarations).problems,
  }));
  const wrong = files.filter(({ problems }) =>
    problems.some(({ severity }) => severity === 'error'),
  );
  if (wrong.length > 0) throw new WrongPolicyFiles(wrong);
  const wanted = sources
    .flatMap(({ text }) => singlePolicies(text, declarations, mode))
    .map(({ document }) => ({ document, ...readDocument(document, declarations) }));
  const names = wanted.map(({ policy }) => policy.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw invalid([`There are two policies '${twice}' in the files.`]);
  return wanted;
}

/** @throws MonagoError `policy_archived` | `policy_invalid` */
function plannedPolicy(
  { policy, hash, document }: WantedPolicy,
  former: StoredPolicy | undefined,
  activates: boolean,
): PlannedPolicy {
  const planned = { policy, hash, document, former };
  if (former === undefined) {
    return { ...planned, number: 1, isNewVersion: true, isActivated: activates };
  }
  const { name, scope, archivedAt, active, latest } = former;
  if (archivedAt !== undefined) {
    const message = `'${name}' is archived, and its name stays taken. Give the policy another one.`;
    throw new MonagoError('policy_archived', { message });
  }
  if (scope !== policy.scope) {
    throw invalid([`'${name}' is for ${scope}, and a policy keeps its scope.`]);
  }
  if (active?.hash === hash) {
    return { ...planned, number: active.number, isNewVersion: false, isActivated: false };
  }
  const isNewVersion = latest.hash !== hash;
  const number = isNewVersion ? latest.number + 1 : latest.number;
  return { ...planned, number, isNewVersion, isActivated: activates };
}

interface Reading {
  readonly declarations: Declarations;
  readonly tx: TenantTransaction;
}

/** What the policies say now: the version in force, or the newest where none is. */
async function formerPolicies(
  policies: readonly (StoredPolicy | undefined)[],
  { declarations, tx }: Reading,
): Promise<readonly Policy[]> {
  const found: Policy[] = [];
  for (const stored of policies) {
    if (stored === undefined) continue;
    const { number } = stored.active ?? stored.latest;
    const versions = await tx.policies.versions(stored.id);
    const version = versions.find((one) => one.number === number);
    // What a version in force refers to is always there; a draft may have outlived it.
    found.push(...parsePolicies(version?.document ?? '', declarations).policies);
  }
  return found;
}

function decisionsOf({
  inForce,
  declarations,
  changed,
  removed,
}: PolicySet): readonly DecisionChange[] {
  const drafts = draftsOf(changed);
  if (drafts.length === 0 && removed.length === 0) return [];
  const without = removed.map(({ name }) => name);
  return decisionChanges(
    bundleWith(inForce, { drafts: [] }, declarations),
    bundleWith(inForce, { drafts, without }, declarations),
  );
}
