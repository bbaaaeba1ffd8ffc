import type { UserId } from '../../domain/ids.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { rfc3339, rfc3339OrNull } from '../rfc3339.ts';
import { changePeople } from './change-people.ts';
import { type InvitedUser, newLink } from './invitation-link.ts';
import { userView } from './user-view.ts';

export interface InviteAgain {
  readonly by: Caller;
  readonly userId: UserId;
}

/** Replaces the link of somebody who has not joined: it was lost, or its time is over. */
export function inviteAgain({ by, userId }: InviteAgain, use: Control): Promise<InvitedUser> {
  const { token, link } = newLink(by, use);
  const expires_at = rfc3339(link.expiresAt);
  return changePeople(by, use, async (tx) => {
    const { invitedUntil } = await tx.users.byId(userId);
    await tx.users.inviteAgain(userId, link);
    tx.audit({
      type: 'user.invited',
      ...signedBy(by),
      user: userId,
      changes: [{ field: 'expires_at', old: rfc3339OrNull(invitedUntil), new: expires_at }],
    });
    return { user: userView(await tx.users.byId(userId)), token, expires_at };
  });
}
