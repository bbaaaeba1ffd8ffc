import type { AuditId, ErasureId, HoldId, RevealId } from '../ids.ts';
import type { AuditedChange, AuditedContent, FactBase } from './fact-parts.ts';

/** What becomes of the log itself, and who looked at it, erased from it or exported it. */
export type EvidenceFact =
  | LogOpened
  | LogHeartbeat
  | LogKeyRotated
  | CheckpointAnchored
  | LogConfigured
  | LogSelfcheck
  | RetentionPruned
  | PrivacyErased
  | LegalHoldFact
  | AuditExported
  | AuditRead
  | ContentFact;

/** A tree head that an entry speaks of. */
interface AuditedTree {
  readonly size: number;
  /** RFC 6962 tree hash, base64. */
  readonly root: string;
}

/** The first entry of a log. */
interface LogOpened extends FactBase {
  readonly type: 'log.opened';
  readonly version: string;
  /** The log that this one follows, as it was last trusted: it was frozen, and is never written again. */
  readonly continues?: AuditedTree & { readonly origin: string };
  readonly reason?: AuditedContent;
}

/** Nothing happened for a while. A log whose newest entry is much older than that was cut or stands still. */
interface LogHeartbeat extends FactBase {
  readonly type: 'log.heartbeat';
}

/** From the next checkpoint on the new key signs as well, later it alone. */
interface LogKeyRotated extends FactBase {
  readonly type: 'log.key_rotated';
  readonly old_vkey: string;
  readonly new_vkey: string;
}

export type AnchorKind = 'rfc3161' | 's3' | 'git' | 'file' | 'webhook';

/** A checkpoint of this log was put where Monago cannot take it back. */
interface CheckpointAnchored extends FactBase, AuditedTree {
  readonly type: 'log.checkpoint_anchored';
  readonly kind: AnchorKind;
  /** Where it is: a URL without user, query and fragment, a path, or a commit. */
  readonly ref: string;
}

export type LogConfiguredPart = 'witnesses' | 'anchors' | 'sinks';

/** What the operator decides about the log in the deployment's settings; by the hash of the whole. */
interface LogConfigured extends FactBase {
  readonly type: 'log.configured';
  readonly part: LogConfiguredPart;
  readonly changes: readonly AuditedChange[];
}

/** Monago verified its own log. */
interface LogSelfcheck extends FactBase, AuditedTree {
  readonly type: 'log.selfcheck';
  readonly verdict: 'verified' | 'tampered' | 'incomplete';
  readonly findings: number;
}

/** Entries below this index may be missing from now on; their hashes stay, so that every later proof still holds. */
interface RetentionPruned extends FactBase, AuditedTree {
  readonly type: 'retention.pruned';
  readonly below: number;
  /** Age in days that the tenant keeps entries for. */
  readonly days: number;
}

export interface AuditedRange {
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

/** Content and salts of these entries were destroyed; the entries themselves stay. */
interface PrivacyErased extends FactBase {
  readonly type: 'privacy.erased';
  /** Origin of the log that the ranges are of, where it is one that this log follows. */
  readonly log?: string;
  readonly ranges: readonly AuditedRange[];
  /** How many entries of the ranges had something to erase. */
  readonly count: number;
  readonly basis: 'request' | 'retention';
  /** What somebody asked to erase, of which this may be a part; absent where Monago did it for the age. */
  readonly erasure?: ErasureId;
  readonly reason?: AuditedContent;
}

/** While a hold stands, nothing that it covers is erased or pruned. */
export interface LegalHoldFact extends FactBase {
  readonly type: 'legal_hold.placed' | 'legal_hold.released';
  readonly hold: HoldId;
  /** Whose entries; absent: everybody's. */
  readonly subject?: string;
  readonly reason?: AuditedContent;
}

interface AuditExported extends FactBase {
  readonly type: 'audit.exported';
  /** Size of the exported tree. */
  readonly size: number;
  /** Absent: an evidence bundle. */
  readonly format?: string;
}

/** Somebody looked at entries. Repeated looks of a minute are one entry. */
interface AuditRead extends FactBase, AuditedRange {
  readonly type: 'audit.read';
  readonly what: 'entries' | 'entry' | 'receipt';
  /** How many times within the range. */
  readonly count: number;
}

/** Two people look at the content behind an entry: one asks, another one agrees. */
export interface ContentFact extends FactBase {
  readonly type: 'content.requested' | 'content.approved' | 'content.refused' | 'content.revealed';
  readonly reveal: RevealId;
  readonly entry: AuditId;
  readonly reason?: AuditedContent;
}
