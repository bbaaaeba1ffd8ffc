import type { EntryContent } from '../domain/audit/entry-content.ts';
import type { AuditedRange } from '../domain/audit/evidence-fact.ts';
import type { AuditId, ErasureId, HoldId, RevealId, TenantId, UserId } from '../domain/ids.ts';

/** Reads what is kept outside of the log. */
export interface ContentReader {
  /**
   * Undefined where nothing was ever kept, or it was erased.
   * @throws MonagoError `credential_unreadable` | `kms_unavailable`
   */
  open(tenantId: TenantId, entryId: AuditId): Promise<EntryContent | undefined>;
  /** What there is, without opening it. */
  stored(tenantId: TenantId, entryId: AuditId): Promise<StoredContent>;
}

/** What is kept beside an entry: content, only the salt of its commitments, or nothing. */
export type StoredContent =
  | { readonly kind: 'content' | 'salt' }
  | {
      readonly kind: 'nothing';
      /** The entry that tells of the erasure, where one was found. */
      readonly erasedBy: AuditId | undefined;
    };

/** Times are milliseconds since the epoch. */
export interface LegalHold {
  readonly id: HoldId;
  /** Id of the actor whose entries it covers; undefined: everybody's. */
  readonly subject: string | undefined;
  readonly reason: string;
  readonly placedBy: UserId;
  readonly placedAt: number;
  readonly released: HoldRelease | undefined;
}

export interface HoldRelease {
  readonly by: UserId;
  readonly at: number;
  readonly reason: string;
}

export interface HoldRepository {
  /** Newest first. */
  list(): Promise<readonly LegalHold[]>;
  place(hold: Omit<LegalHold, 'released'>): Promise<void>;
  /** @throws MonagoError `hold_not_found` | `hold_released` */
  release(id: HoldId, release: HoldRelease): Promise<LegalHold>;
}

/** For how many days something is kept; undefined: for ever. */
export interface Retention {
  readonly entryDays: number | undefined;
  readonly contentDays: number | undefined;
}

export interface PrunePoint {
  /** A multiple of 256. */
  readonly below: number;
  /** The tree that stands. */
  readonly size: number;
  /** RFC 6962, base64. */
  readonly root: string;
}

export interface RetentionRepository {
  /** Locks the row until the transaction ends, unless it only reads. */
  read(): Promise<Retention>;
  write(retention: Retention): Promise<void>;
  /** When the daily run last ended, of all tenants together. @returns milliseconds since the epoch */
  lastRunAt(): Promise<number | undefined>;
  /**
   * Up to where entries may go that are older than a time, where that is further than before. Holds the log's lock, and
   * remembers the point: the transaction MUST append `retention.pruned`.
   * @param beforeMs milliseconds since the epoch
   */
  nextPrunePoint(beforeMs: number): Promise<PrunePoint | undefined>;
  /** Empties up to `most` announced leaves. @returns how many there were */
  pruneAnnounced(most: number): Promise<number>;
}

/** Whose content of what time; at least one of them says something. Times are milliseconds since the epoch. */
export interface ErasureScope {
  /** Id of an actor. */
  readonly subject: string | undefined;
  readonly from: number | undefined;
  /** Not included. */
  readonly to: number | undefined;
}

export interface ErasurePreview {
  /** Entries that have something to erase. */
  readonly count: number;
  /** Standing holds that are in the way. */
  readonly holds: readonly HoldId[];
}

/** `held`: a legal hold was placed meanwhile; it goes on when that is released. */
export type ErasureState = 'running' | 'held' | 'done';

export interface Erasure {
  readonly id: ErasureId;
  readonly scope: ErasureScope;
  readonly basis: 'request' | 'retention';
  readonly reason: string;
  readonly requestedBy: UserId;
  readonly requestedAt: number;
  readonly state: ErasureState;
  readonly heldBy: HoldId | undefined;
  /** Entries that had something to erase when it was asked for, and how many of them are done. */
  readonly due: number;
  readonly erased: number;
  readonly finishedAt: number | undefined;
}

export type NewErasure = Pick<
  Erasure,
  'id' | 'scope' | 'basis' | 'reason' | 'requestedBy' | 'requestedAt'
>;

/** What one transaction has erased, of one log. */
export interface ErasedBatch {
  readonly ranges: readonly AuditedRange[];
  readonly count: number;
  /** Origin of the log, where that is one that the present log follows. */
  readonly log: string | undefined;
}

export interface ErasureRepository {
  preview(scope: ErasureScope): Promise<ErasurePreview>;
  /**
   * Holds the log's lock. From now on nobody seals under the keys of the subject, so that they can go.
   * @throws MonagoError `legal_hold`, which says which
   */
  insert(erasure: NewErasure): Promise<Erasure>;
  /** Newest first. */
  list(): Promise<readonly Erasure[]>;
  /** Locks the row until the transaction ends, unless it only reads. @throws MonagoError `erasure_not_found` */
  byId(id: ErasureId): Promise<Erasure>;
  /**
   * Destroys the content and the salts of the next entries, and, at the end, the keys. Holds the log's lock. A hold that
   * is in the way stops it; where nothing is left it is done.
   * @returns what was erased, which the transaction MUST append as `privacy.erased`
   */
  advance(
    id: ErasureId,
    limits: { readonly entriesMax: number; readonly now: number },
  ): Promise<{ readonly erasure: Erasure; readonly batch: ErasedBatch | undefined }>;
  /** The same for what is older than a time and under no hold. */
  eraseOlder(beforeMs: number, entriesMax: number): Promise<ErasedBatch | undefined>;
  /** Destroys keys of past months that nothing is sealed under any more. @returns how many */
  dropIdleKeys(now: number): Promise<number>;
}

export type RevealState = 'requested' | 'approved' | 'refused' | 'revealed';

/** Which requests; every part that is there narrows it. */
export interface RevealQuery {
  readonly entryId?: AuditId;
  /** `expired`: approved before `expiredBefore`, and nobody looked. */
  readonly state?: RevealState | 'expired' | undefined;
  /** Only those that were made before this one. */
  readonly before?: RevealId | undefined;
  /** Milliseconds since the epoch. */
  readonly expiredBefore: number;
  readonly limit: number;
}

/** Two people look at the content behind an entry. Times are milliseconds since the epoch. */
export interface Reveal {
  readonly id: RevealId;
  readonly entryId: AuditId;
  /** Index and type of that entry. */
  readonly entryIndex: number;
  readonly entryType: string;
  readonly reason: string;
  readonly requestedBy: UserId;
  readonly requestedAt: number;
  readonly state: RevealState;
  readonly decidedBy: UserId | undefined;
  readonly decidedAt: number | undefined;
  readonly decisionReason: string | undefined;
  readonly revealedAt: number | undefined;
}

export interface RevealDecision {
  readonly by: UserId;
  readonly at: number;
  readonly state: 'approved' | 'refused';
  readonly reason: string;
}

export interface RevealRepository {
  /** Newest first. */
  list(query: RevealQuery): Promise<readonly Reveal[]>;
  /** How many wait for a second person. */
  countRequested(): Promise<number>;
  insert(
    reveal: Pick<Reveal, 'id' | 'entryId' | 'reason' | 'requestedBy' | 'requestedAt'>,
  ): Promise<Reveal>;
  /**
   * MUST refuse whoever asked, by the statement itself.
   * @throws MonagoError `reveal_not_found` | `reveal_closed` | `reveal_own`
   */
  decide(id: RevealId, decision: RevealDecision): Promise<Reveal>;
  /**
   * Uses an approval up, once, for whoever asked.
   * @param approvedSince milliseconds since the epoch: an older approval does not count any more
   * @throws MonagoError `reveal_not_found` | `reveal_closed`
   */
  use(
    id: RevealId,
    use: { readonly by: UserId; readonly at: number; readonly approvedSince: number },
  ): Promise<Reveal>;
}
