import type { UserView } from '../../contract/user-endpoints.ts';
import type { InvitationLink } from '../../ports/users.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { hashOfToken } from '../session/session-token.ts';

const tokenBytes = 32;
const lifetimeMs = 72 * 60 * 60_000;

/** Somebody who was invited; the token of their link is in this answer and nowhere else. */
export interface InvitedUser {
  readonly user: UserView;
  readonly token: string;
  readonly expires_at: string;
}

/** A link and its token. */
export function newLink(
  { userId }: Caller,
  { random, clock }: Pick<Control, 'random' | 'clock'>,
): { readonly token: string; readonly link: InvitationLink } {
  const token = random.bytes(tokenBytes).toString('base64url');
  const invitedAt = clock.now();
  const expiresAt = invitedAt + lifetimeMs;
  return {
    token,
    link: { tokenHash: hashOfToken(token), invitedBy: userId, invitedAt, expiresAt },
  };
}
