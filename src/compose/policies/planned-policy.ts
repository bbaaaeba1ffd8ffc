import type { PolicyVersion } from '../../domain/policy/bundle/compile-policy.ts';
import type { Declarations } from '../../domain/policy/document/parse-policies.ts';
import type { Policy } from '../../domain/policy/document/policy.ts';
import type { PolicyInForce, StoredPolicy } from '../../ports/policies.ts';

/** One policy of the files, and what has to happen to it. */
export interface PlannedPolicy {
  readonly policy: Policy;
  readonly hash: string;
  readonly document: string;
  /** Undefined where there is none of this name yet. */
  readonly former: StoredPolicy | undefined;
  /** The version that says what the file says. */
  readonly number: number;
  readonly isNewVersion: boolean;
  readonly isActivated: boolean;
}

/** The policies in force, and what is to happen to them. */
export interface PolicySet {
  readonly inForce: readonly PolicyInForce[];
  readonly declarations: Declarations;
  readonly changed: readonly PlannedPolicy[];
  readonly removed: readonly StoredPolicy[];
}

/** The versions that are to come into force. */
export function draftsOf(changed: readonly PlannedPolicy[]): readonly PolicyVersion[] {
  return changed
    .filter(({ isActivated }) => isActivated)
    .map(({ policy, number }) => ({ policy, version: String(number) }));
}
