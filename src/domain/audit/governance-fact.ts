import type { ApprovalId, AuditId, PolicyId } from '../ids.ts';
import type { AuditedChange, AuditedContent, FactBase } from './fact-parts.ts';

/** What people decide about policies, held requests and inspection. */
export type GovernanceFact = PolicyFact | ApprovalFact | GovernanceSettingsChanged;

export interface PolicyFact extends FactBase {
  readonly type:
    | 'policy.created'
    | 'policy.version_added'
    | 'policy.activated'
    | 'policy.deactivated'
    | 'policy.archived';
  readonly policy: {
    readonly id: PolicyId;
    readonly name: string;
    /** The version that the fact is about; of an archived policy its last. */
    readonly version: number;
    /** `sha256:` and 64 hex digits: names what the version says. */
    readonly hash: string;
  };
  readonly changes: readonly AuditedChange[];
}

/** What became of a held request. The time that nobody decided in is the system's doing. */
export interface ApprovalFact extends FactBase {
  readonly type: 'approval.approved' | 'approval.rejected' | 'approval.expired';
  readonly approval: ApprovalId;
  /** The entry that says that the request was held. */
  readonly held: AuditId;
  /** Each as `name@version`. */
  readonly policies: readonly string[];
  /** Why, in the words of the person who decided. */
  readonly reason?: AuditedContent;
}

/** How texts are inspected, or the lists and calendars that policies refer to; by the hash of the whole. */
export interface GovernanceSettingsChanged extends FactBase {
  readonly type: 'inspection.changed' | 'declarations.changed';
  readonly changes: readonly AuditedChange[];
}
