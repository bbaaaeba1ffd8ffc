import type { AuditId, PolicyId, UserId, WorkspaceId } from '../domain/ids.ts';
import type { InspectionSettings } from '../domain/inspection/inspection-settings.ts';
import type { Calendar } from '../domain/policy/calendar/calendar.ts';
import type { Phase, PolicyInput } from '../domain/policy/condition/variables.ts';
import type { Mode, Scope, Verdict } from '../domain/policy/document/policy.ts';

/** A person, or the operator at the command line, who is nobody's user. */
export type PolicyAuthor = UserId | 'monago';

export interface StoredPolicy {
  readonly id: PolicyId;
  /** Unique in the tenant for ever: the log speaks of it by that name. */
  readonly name: string;
  readonly scope: Scope;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly createdBy: PolicyAuthor;
  readonly archivedAt: number | undefined;
  readonly latest: VersionSummary;
  /** Undefined while no version is in force. */
  readonly active: ActiveVersion | undefined;
}

export interface ActiveVersion extends VersionSummary {
  readonly activatedAt: number;
  readonly report: ActivationReport | undefined;
}

/** What of a version can be told without reading its document. */
export interface VersionSummary {
  /** From 1, without gaps. */
  readonly number: number;
  /** `sha256:…`, of what the document says (`policyHash`). */
  readonly hash: string;
  readonly mode: Mode;
  readonly priority: number;
  readonly note: string;
  readonly createdAt: number;
  readonly createdBy: PolicyAuthor;
}

export interface StoredVersion extends VersionSummary {
  readonly document: string;
}

/** A version in force, as every node decides by it. */
export interface PolicyInForce {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly document: string;
}

/** What was found when a version was put into force; kept as it was. */
export interface ActivationReport {
  readonly tests: number;
  /** Ids of what the analysis found that is about this policy. */
  readonly findings: readonly string[];
  readonly acknowledged: readonly string[];
}

export interface Activation {
  /** Undefined: no version is in force from then on. */
  readonly number: number | undefined;
  readonly activatedAt: number;
  readonly activatedBy: PolicyAuthor;
  readonly reason: string;
  readonly report: ActivationReport | undefined;
}

export interface PolicyHits {
  readonly hits: number;
  /** How often it would have blocked had it been enforced. */
  readonly wouldDeny: number;
}

export interface PolicyRepository {
  /** By name, archived ones last. */
  list(): Promise<readonly StoredPolicy[]>;
  /** @throws MonagoError `policy_not_found` */
  byId(id: PolicyId): Promise<StoredPolicy>;
  /** Until the transaction ends nobody else changes a policy, what it refers to, or what is in force. */
  lockSet(): Promise<void>;
  /** @throws MonagoError `policy_name_taken` */
  insert(policy: NewPolicy): Promise<void>;
  addVersion(id: PolicyId, version: StoredVersion): Promise<void>;
  /** Newest first. */
  versions(id: PolicyId): Promise<readonly StoredVersion[]>;
  activate(id: PolicyId, activation: Activation): Promise<void>;
  /** Newest first, at most 200. */
  activations(id: PolicyId): Promise<readonly Activation[]>;
  archive(id: PolicyId, at: number): Promise<void>;
  inForce(): Promise<readonly PolicyInForce[]>;
  /** By name, since a time in milliseconds since the epoch, in whole hours. */
  hitsSince(since: number): Promise<ReadonlyMap<string, PolicyHits>>;
}

export interface NewPolicy
  extends Pick<StoredPolicy, 'id' | 'name' | 'scope' | 'createdAt' | 'createdBy'> {
  readonly version: StoredVersion;
}

/** How texts are inspected, and what policies may refer to. */
export interface GovernanceRecord {
  readonly inspection: InspectionSettings;
  /** Of the IANA time zone database; what `time.*` goes by. */
  readonly timeZone: string;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly calendars: readonly Calendar[];
}

export interface GovernanceRepository {
  read(): Promise<GovernanceRecord>;
  write(
    record: GovernanceRecord,
    change: { readonly at: number; readonly by: UserId },
  ): Promise<void>;
}

/** A decision as it was made, with everything that it was made from and no text. */
export interface DecisionRecord {
  readonly auditId: AuditId;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly workspaceId: WorkspaceId;
  readonly phase: Phase;
  readonly input: PolicyInput;
  readonly verdict: Verdict;
  readonly wouldBe: Verdict;
  /** Each as `name@version`, as are the others. */
  readonly decidedBy: readonly string[];
  readonly matched: readonly string[];
  readonly shadow: readonly string[];
  readonly code: string | undefined;
}

/** What a later version of Monago, or an earlier one, has written need not be an input of this one. */
export interface StoredDecision extends Omit<DecisionRecord, 'input'> {
  readonly input: unknown;
}

export interface DecisionRepository {
  /** The decisions of one entry, in the order in which they were made. */
  byAuditId(auditId: AuditId): Promise<readonly StoredDecision[]>;
  /** Newest first, page by page; `since` in milliseconds since the epoch. */
  since(since: number, countMax: number): AsyncIterable<readonly StoredDecision[]>;
}
