import type {
  ActivationView,
  PolicyVersionView,
  PolicyView,
} from '../../contract/policy-schemas.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { PolicyId } from '../../domain/ids.ts';
import type { StoredVersion } from '../../ports/policies.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { activationView, policyView, versionView } from './policy-view.ts';

export interface NamePolicy {
  readonly by: Caller;
  readonly policyId: PolicyId;
}

export interface PolicyPage {
  readonly policy: PolicyView;
  readonly latest: PolicyVersionView;
  readonly active: PolicyVersionView | null;
  readonly activations: ActivationView[];
}

/** @throws MonagoError `policy_not_found` */
export function readPolicy({ by, policyId }: NamePolicy, use: Control): Promise<PolicyPage> {
  return use.unitOfWork.read(by.tenantId, async (tx) => {
    const policy = await tx.policies.byId(policyId);
    const versions = await tx.policies.versions(policyId);
    const { latest, active } = policy;
    return {
      policy: policyView(policy),
      latest: versionView(versionIn(versions, latest.number)),
      active: active === undefined ? null : versionView(versionIn(versions, active.number)),
      activations: (await tx.policies.activations(policyId)).map(activationView),
    };
  });
}

/** Newest first. @throws MonagoError `policy_not_found` */
export function listVersions(
  { by, policyId }: NamePolicy,
  use: Control,
): Promise<PolicyVersionView[]> {
  return use.unitOfWork.read(by.tenantId, async (tx) => {
    await tx.policies.byId(policyId);
    return (await tx.policies.versions(policyId)).map(versionView);
  });
}

/** @throws MonagoError `invalid_input` */
export function versionIn(versions: readonly StoredVersion[], number: number): StoredVersion {
  const found = versions.find((version) => version.number === number);
  if (found !== undefined) return found;
  const message = `There is no version ${number}.`;
  throw new MonagoError('invalid_input', { param: 'number', message });
}
