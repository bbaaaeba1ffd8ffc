import type { TenantRole } from '../domain/access/role.ts';
import type { TenantId, UserId } from '../domain/ids.ts';

/** Somebody of a tenant, who has joined or is invited. */
export interface Person {
  readonly id: UserId;
  readonly email: string;
  /** Undefined while they have not joined. */
  readonly name: string | undefined;
  readonly role: TenantRole;
  readonly status: 'active' | 'invited' | 'disabled';
  /** Milliseconds since the epoch; undefined when never, or before it was kept. */
  readonly lastSignInAt: number | undefined;
  /** When the link stops working, milliseconds since the epoch; undefined once they have joined. */
  readonly invitedUntil: number | undefined;
}

/** A link that makes an account of an invitation. */
export interface InvitationLink {
  /** SHA-256 of the link's token. */
  readonly tokenHash: Buffer;
  readonly invitedBy: UserId;
  /** Milliseconds since the epoch, like the next. */
  readonly invitedAt: number;
  readonly expiresAt: number;
}

export interface NewInvitation extends InvitationLink {
  /** The id that the person will have. */
  readonly id: UserId;
  readonly email: string;
  readonly role: TenantRole;
}

/** Somebody who uses a link. */
export interface Joining {
  readonly id: UserId;
  readonly tokenHash: Buffer;
  readonly name: string;
  readonly passwordHash: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The people of one tenant. */
export interface UserRepository {
  /** By email address. */
  list(): Promise<readonly Person[]>;
  /** @throws MonagoError `user_not_found` */
  byId(id: UserId): Promise<Person>;
  /** Waits until no other transaction changes people of the tenant, and keeps others waiting until this one ends. */
  lock(): Promise<void>;
  /** @throws MonagoError `user_email_taken` when somebody of the tenant has the address, or an invitation */
  invite(invitation: NewInvitation): Promise<void>;
  /** Replaces the link; the earlier one stops working. @throws MonagoError `user_not_invited` */
  inviteAgain(id: UserId, link: InvitationLink): Promise<void>;
  /**
   * Makes the account of an invitation, using up its link.
   * @throws MonagoError `invitation_invalid`, `user_email_taken` when anybody in the installation has the address
   */
  join(joining: Joining): Promise<void>;
  /** @throws MonagoError `user_not_found` */
  setRole(id: UserId, role: TenantRole): Promise<void>;
  /** Ends the person's sessions, or the link of the invitation. @param at milliseconds since the epoch */
  disable(id: UserId, at: number): Promise<void>;
  /** Neither sessions nor a link come back. */
  enable(id: UserId): Promise<void>;
  /** Replaces name and address; the account stays, under its id. MUST be disabled. @throws MonagoError `user_not_found` */
  forget(id: UserId): Promise<void>;
}

/** An invitation whose link still works. */
export interface OpenInvitation {
  readonly tenantId: TenantId;
  readonly tenantName: string;
  readonly id: UserId;
  readonly email: string;
  readonly role: TenantRole;
}

/** Invitations of every tenant, for whoever holds a link and is in no tenant yet. */
export interface InvitationLookup {
  /** @param now milliseconds since the epoch */
  byLink(tokenHash: Buffer, now: number): Promise<OpenInvitation | undefined>;
}
