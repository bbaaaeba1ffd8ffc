import type { Role, TokenScope } from '../domain/access/role.ts';
import type { ContentPart } from '../domain/audit/entry-content.ts';
import type { AuditFact } from '../domain/audit/fact.ts';
import type {
  Credential,
  CredentialAuthor,
  CredentialStatus,
  CredentialValidation,
} from '../domain/credential/credential.ts';
import type { SealedSecret } from '../domain/credential/envelope.ts';
import type { CredentialState } from '../domain/credential/usage.ts';
import type {
  AuditId,
  CredentialId,
  TenantId,
  TokenId,
  UserId,
  WorkspaceId,
} from '../domain/ids.ts';
import type { TranslationMode } from '../domain/protocol/ledger.ts';
import type { AliasTarget } from '../domain/protocol/model-alias.ts';
import type { ApprovalRepository } from './approvals.ts';
import type {
  ErasureRepository,
  HoldRepository,
  RetentionRepository,
  RevealRepository,
} from './audit-content.ts';
import type { AuditMatches, AuditQuery, AuditRow, LeafRange, StoredLeaves } from './audit-query.ts';
import type { AuditReach } from './audit-reach.ts';
import type { AuditStatusReader } from './audit-status.ts';
import type { DecisionRepository, GovernanceRepository, PolicyRepository } from './policies.ts';
import type { UserRepository } from './users.ts';

export interface Workspace {
  readonly id: WorkspaceId;
  readonly slug: string;
  readonly name: string;
  readonly isDefault: boolean;
}

export interface User {
  readonly id: UserId;
  readonly tenantId: TenantId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

export type NewUser = User & { readonly passwordHash: string };

export interface ServiceToken {
  readonly id: TokenId;
  readonly workspaceId: WorkspaceId;
  readonly name: string;
  readonly scope: TokenScope;
  readonly last4: string;
  readonly createdAt: number;
  readonly createdBy: UserId;
  readonly expiresAt: number;
  readonly revokedAt: number | undefined;
}

export interface CredentialRepository {
  list(): Promise<readonly Credential[]>;
  /** Locks the row until the transaction ends. @throws MonagoError `credential_not_found` */
  byId(id: CredentialId): Promise<Credential>;
  /** @throws MonagoError `credential_name_taken` */
  insert(credential: Credential, sealed: SealedSecret): Promise<void>;
  /** Moves the pointer to a new version and destroys the older ciphertext. */
  replaceKey(id: CredentialId, change: KeyReplacement): Promise<void>;
  /** `revoked` also destroys the ciphertext and the wrapped data key. */
  setStatus(id: CredentialId, status: CredentialStatus): Promise<void>;
  /** What gateway nodes have reported; a credential that nobody has used is missing. */
  states(): Promise<ReadonlyMap<CredentialId, CredentialState>>;
}

export interface KeyReplacement {
  readonly version: number;
  readonly last4: string;
  readonly sealed: SealedSecret;
  readonly validation: CredentialValidation;
  readonly baseUrl: string | undefined;
  readonly region: string | undefined;
  readonly destination: string;
  readonly rotatedAt: number;
  readonly rotatedBy: CredentialAuthor;
}

export interface TokenRepository {
  list(): Promise<readonly ServiceToken[]>;
  /** @throws MonagoError `token_not_found` */
  byId(id: TokenId): Promise<ServiceToken>;
  /** @throws MonagoError `invalid_input` with param `name` when the name is taken */
  insert(token: ServiceToken, kid: string): Promise<void>;
  revoke(id: TokenId, at: number): Promise<void>;
}

/** Whether the platform's key may serve a tenant that has no active credential of its own. */
export type CredentialFallback = 'platform' | 'never';

/** What a tenant's administrators decide for the whole tenant. */
export interface TenantSettings {
  readonly credentialFallback: CredentialFallback;
  readonly translation: TranslationMode;
}

export interface SettingsRepository {
  /** Locks the row until the transaction ends, unless it only reads. */
  read(): Promise<TenantSettings>;
  write(settings: TenantSettings): Promise<void>;
}

/** A name of the tenant's own for a model. */
export interface ModelAlias extends AliasTarget {
  readonly alias: string;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
  readonly changedBy: UserId;
}

export interface ModelAliasRepository {
  /** By name. */
  list(): Promise<readonly ModelAlias[]>;
  /** Locks the name until the transaction ends, whether or not anything has it, unless it only reads. */
  byName(alias: string): Promise<ModelAlias | undefined>;
  /** Adds the name, or lets it stand for something else. */
  set(alias: ModelAlias): Promise<void>;
  remove(alias: string): Promise<void>;
}

/** One change in one tenant: everything in it, audit entries included, is committed together or not at all. */
export interface TenantTransaction {
  readonly tenantId: TenantId;
  readonly credentials: CredentialRepository;
  readonly tokens: TokenRepository;
  readonly settings: SettingsRepository;
  readonly aliases: ModelAliasRepository;
  readonly policies: PolicyRepository;
  readonly governance: GovernanceRepository;
  readonly decisions: DecisionRepository;
  readonly approvals: ApprovalRepository;
  readonly users: UserRepository;
  readonly holds: HoldRepository;
  readonly retention: RetentionRepository;
  readonly erasures: ErasureRepository;
  readonly reveals: RevealRepository;
  /** When the platform's key last served this tenant, milliseconds since the epoch. */
  fallbackUsedAt(): Promise<number | undefined>;
  workspaces(): Promise<readonly Workspace[]>;
  /**
   * The entry MUST be in the log exactly when the transaction commits. Returns the entry's id.
   * @param salt 32 bytes: of the commitments in the fact
   * @param content what of the committed content is kept beside the entry, sealed
   */
  audit(fact: AuditFact, salt?: Buffer, content?: readonly ContentPart[]): AuditId;
}

export interface NewTenant {
  readonly id: TenantId;
  readonly name: string;
  readonly workspace: Workspace;
  readonly administrator: NewUser;
  /** SHA-256 of the set-up link's token, which the transaction uses up. */
  readonly setupTokenHash: Buffer;
}

export interface UnitOfWork {
  /** Runs `change` in one transaction of the tenant; returns once it is durable AND visible to this node's gateway. */
  run<T>(tenantId: TenantId, change: (tx: TenantTransaction) => Promise<T>): Promise<T>;
  /** Reads only; sees nothing of another tenant. */
  read<T>(tenantId: TenantId, query: (tx: TenantTransaction) => Promise<T>): Promise<T>;
  /**
   * Creates the tenant, its default workspace, administrator and audit log, using up the set-up link.
   * @throws MonagoError `setup_link_invalid` | `setup_done`
   */
  createTenant(tenant: NewTenant, fact: AuditFact): Promise<void>;
}

export interface Session {
  readonly user: User;
  readonly tenantName: string;
  readonly createdAt: number;
}

export interface SessionStore {
  /** Whether anybody has set Monago up yet. */
  isSetUp(): Promise<boolean>;
  userByEmail(
    email: string,
  ): Promise<(User & { readonly passwordHash: string; readonly isDisabled: boolean }) | undefined>;
  /** @throws MonagoError `sign_in_failed` when the user has been disabled meanwhile */
  create(
    sessionHash: Buffer,
    user: User,
    times: { readonly now: number; readonly expiresAt: number },
  ): Promise<void>;
  /** Undefined when unknown, idle too long or past its end. Touches `last_seen_at` at most once a minute. */
  find(sessionHash: Buffer, now: number): Promise<Session | undefined>;
  remove(sessionHash: Buffer, tenantId: TenantId): Promise<void>;
}

export interface AuditHead {
  readonly origin: string;
  /** 1 for the tenant's first log; one more for each that follows a frozen one. */
  readonly generation: number;
  /** A frozen log takes no entries and is not signed any more: `size` is that of its newest stored checkpoint. */
  readonly state: 'active' | 'frozen';
  readonly vkey: string;
  readonly size: number;
  /** The signed checkpoint of `size`. */
  readonly checkpoint: string;
  /** Milliseconds since the epoch of the newest entry. */
  readonly lastEntryAt: number | undefined;
  /** Entries below this index are gone, as the log has said before. */
  readonly prunedBelow: number;
}

/** Reading the log; rendering is always from the leaf, never from index columns. */
export interface AuditReader extends AuditStatusReader {
  head(tenantId: TenantId): Promise<AuditHead>;
  /** MUST look at a bounded number of entries, however many the log has. */
  entries(tenantId: TenantId, query: AuditQuery): Promise<AuditMatches>;
  /** @throws MonagoError `not_found` */
  entry(tenantId: TenantId, entryId: AuditId): Promise<AuditRow>;
  /**
   * The receipt of an entry (docs/formats/audit.md), at a checkpoint that witnesses have cosigned where there is one.
   * @throws MonagoError `not_found` | `entry_pruned` | `audit_unavailable`
   */
  receipt(tenantId: TenantId, entryId: AuditId): Promise<EntryReceipt>;
  /** How far the log that the tenant's entries go to has come beyond this database. */
  reach(tenantId: TenantId): Promise<AuditReach>;
  /** One file for whoever verifies the log from afar. @throws MonagoError `not_found` */
  file(tenantId: TenantId, name: LogFileName): Promise<LogFile>;
  /**
   * Leaves to make records of. MUST hold no connection between two pages, and read none that nobody asks for.
   * @throws MonagoError `not_found` for a generation that there is not
   */
  leaves(tenantId: TenantId, range: LeafRange): Promise<StoredLeaves>;
  /** The evidence bundle of the tenant's log, file by file (docs/formats/audit.md). */
  bundle(
    tenantId: TenantId,
    /** Left out: the log that the tenant's entries go to. @throws MonagoError `not_found` */
    generation?: number,
  ): Promise<{ readonly size: number; readonly files: AsyncIterable<BundleFile> }>;
}

/** Proof that one entry is in the signed log, for whoever does not take our word for it. */
export interface EntryReceipt {
  readonly index: number;
  /** c2sp.org/tlog-proof. */
  readonly proof: string;
}

/** A file of one of the tenant's logs, as in tlog-tiles. */
export interface LogFileName {
  /** The last part of the log's origin. */
  readonly log: string;
  /** `checkpoint`, `policy` or the path of a tile. */
  readonly file: string;
}

export interface LogFile {
  readonly bytes: Uint8Array;
  /** Whether the file will be the same for ever. */
  readonly isImmutable: boolean;
}

export interface BundleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}
