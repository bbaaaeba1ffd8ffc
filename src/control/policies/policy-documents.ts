import { sha256 } from '../../domain/audit/sha256.ts';
import { MonagoError } from '../../domain/errors.ts';
import { ownTypes } from '../../domain/inspection/inspection-settings.ts';
import {
  compilePolicy,
  type PolicyVersion,
  UnusablePolicy,
} from '../../domain/policy/bundle/compile-policy.ts';
import { bundleOf, type PolicyBundle } from '../../domain/policy/bundle/policy-bundle.ts';
import { type Declarations, parsePolicies } from '../../domain/policy/document/parse-policies.ts';
import type { Policy } from '../../domain/policy/document/policy.ts';
import { policyHash } from '../../domain/policy/document/policy-hash.ts';
import type { GovernanceRecord, PolicyInForce } from '../../ports/policies.ts';
import type { TenantTransaction } from '../../ports/unit-of-work.ts';

/** What a tenant's policies may refer to. */
export function declarationsIn({ lists, calendars, inspection }: GovernanceRecord): Declarations {
  return {
    lists,
    calendars: calendars.map(({ name }) => name),
    recognisers: ownTypes(inspection),
  };
}

export interface ReadDocument {
  readonly policy: Policy;
  readonly hash: string;
}

/**
 * Reads a document that has to be one policy.
 * @throws MonagoError `policy_invalid` with every problem and its place
 */
export function readDocument(document: string, declarations: Declarations): ReadDocument {
  const { policies, problems } = parsePolicies(document, declarations);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [policy, another] = policies;
  if (policy === undefined || errors.length > 0) {
    throw invalid(
      errors.map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`),
    );
  }
  if (another !== undefined) throw invalid(['Every policy needs a document of its own.']);
  compiled([{ policy, version: 'draft' }], declarations);
  return { policy, hash: policyHash(policy, sha256) };
}

/** @throws MonagoError `policy_invalid` for a workspace that there is not */
export async function requireWorkspace(policy: Policy, tx: TenantTransaction): Promise<void> {
  if (policy.scope === 'tenant') return;
  const slug = policy.scope.slice('workspace:'.length);
  const workspaces = await tx.workspaces();
  if (!workspaces.some((workspace) => workspace.slug === slug)) {
    throw invalid([`There is no workspace '${slug}'.`]);
  }
}

/** A document that was stored once: what it refers to may be gone since. */
function inForceVersion(
  { name, document, version }: PolicyInForce,
  declarations: Declarations,
): PolicyVersion {
  const [policy] = parsePolicies(document, declarations).policies;
  if (policy === undefined) {
    throw invalid([`'${name}' refers to something that is not declared any more.`]);
  }
  return { policy, version: String(version) };
}

/**
 * The policies in force, with others in the place of those that have their names.
 * @throws MonagoError `policy_invalid` where they do not compile, or not together
 */
export function bundleWith(
  inForce: readonly PolicyInForce[],
  {
    drafts,
    without,
  }: { readonly drafts: readonly PolicyVersion[]; readonly without?: readonly string[] },
  declarations: Declarations,
): PolicyBundle {
  const replaced = new Set([...drafts.map(({ policy }) => policy.name), ...(without ?? [])]);
  const kept = inForce.filter(({ name }) => !replaced.has(name));
  return compiled(
    [...kept.map((one) => inForceVersion(one, declarations)), ...drafts],
    declarations,
  );
}

function compiled(versions: readonly PolicyVersion[], declarations: Declarations): PolicyBundle {
  try {
    // What is switched off is not in a bundle, and has to be right all the same.
    for (const version of versions) {
      if (version.policy.mode === 'off') compilePolicy(version, declarations);
    }
    return bundleOf(versions, declarations);
  } catch (thrown) {
    if (thrown instanceof UnusablePolicy) throw invalid([thrown.message]);
    throw thrown;
  }
}

export function invalid(messages: readonly string[]): MonagoError {
  const fields = messages.map((message) => ({ field: 'document', message }));
  return new MonagoError('policy_invalid', { fields });
}
