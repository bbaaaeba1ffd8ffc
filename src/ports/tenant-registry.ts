import type { AuditFact } from '../domain/audit/fact.ts';
import type { TenantId } from '../domain/ids.ts';
import type { NewUser, Workspace } from './unit-of-work.ts';

/** What the operator knows of a tenant: that it is there, and nothing of what is in it. */
export interface TenantRecord {
  readonly id: TenantId;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** False while the tenant waits for its first administrator. */
  readonly hasAdministrator: boolean;
}

/** A one-time link for the first administrator of a tenant. */
export interface Invitation {
  readonly tenantId: TenantId;
  /** SHA-256 of the link's token. */
  readonly tokenHash: Buffer;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface OpenedTenant {
  readonly id: TenantId;
  readonly name: string;
  readonly workspace: Workspace;
  readonly invitation: Invitation;
}

/** The person who uses a link, and what they call their organisation. */
export interface FirstUser {
  readonly organisation: string;
  readonly user: NewUser;
  readonly tokenHash: Buffer;
}

/** The tenants of a cloud deployment, across which only its operator looks. */
export interface TenantRegistry {
  /** Newest first, without the platform's own. */
  list(): Promise<readonly TenantRecord[]>;
  /** Creates the tenant with its log and its invitation; `fact` goes into its log and the platform's. */
  open(tenant: OpenedTenant, fact: AuditFact): Promise<void>;
  /**
   * Replaces the invitation of a tenant that still waits for its first administrator; `fact` goes into both logs.
   * @throws MonagoError `tenant_not_found` | `setup_done`
   */
  invite(invitation: Invitation, fact: AuditFact): Promise<void>;
  /** The tenant that a link which still works invites to. */
  invitedTo(tokenHash: Buffer, now: number): Promise<TenantId | undefined>;
  /** Whether somebody has been given a link that still works. */
  hasOpenInvitation(now: number): Promise<boolean>;
  /** Creates the tenant's first administrator, using up the link. @throws MonagoError `setup_link_invalid` */
  acceptInvitation(first: FirstUser, fact: AuditFact): Promise<void>;
  /**
   * Creates the platform's operator, using up the first set-up link.
   * @throws MonagoError `setup_link_invalid` | `setup_done`
   */
  createOperator(first: FirstUser, fact: AuditFact): Promise<void>;
}
