import type { ContentPart } from '../domain/audit/entry-content.ts';
import type { AuditFact } from '../domain/audit/fact.ts';
import type { AuditId, TenantId } from '../domain/ids.ts';

/** Proof that an entry is durable, in the tree and under a signed root. */
export interface AuditReceipt {
  readonly entryId: AuditId;
  /** Origin (name) of the log. */
  readonly log: string;
  readonly index: number;
}

export interface NewEntry {
  readonly tenantId: TenantId;
  /** Chosen by the caller, so that a retried append cannot write the entry twice. */
  readonly entryId: AuditId;
  readonly fact: AuditFact;
  /** 32 bytes: the salt of the commitments in the fact, kept outside the leaf. */
  readonly salt?: Buffer;
  /** What of the content that the fact commits to is kept beside it, sealed; only with a salt. */
  readonly content?: readonly ContentPart[];
}

/** The tamper-evident log as the gateway uses it. */
export interface AuditLog {
  /**
   * MUST be durable and under a signed checkpoint when it resolves. MUST NOT resolve on a guess.
   * @throws MonagoError `audit_unavailable`: the same entry may be tried again, but for an intent, which may be in the log
   * nevertheless and is then closed by it: the call is given up
   * @throws MonagoError `internal` for an entry that the log will never take, such as a second outcome of an intent
   */
  append(entry: NewEntry): Promise<AuditReceipt>;
}
