import type { TenantRole } from '../../domain/access/role.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { rfc3339 } from '../rfc3339.ts';
import { changePeople } from './change-people.ts';
import { type InvitedUser, newLink } from './invitation-link.ts';
import { userView } from './user-view.ts';

export interface InviteUser {
  readonly by: Caller;
  readonly email: string;
  readonly role: TenantRole;
}

/** Invites somebody by a link that the administrator hands over: Monago sends nothing. */
export function inviteUser({ by, email, role }: InviteUser, use: Control): Promise<InvitedUser> {
  const { token, link } = newLink(by, use);
  const id = use.random.id('usr');
  const expires_at = rfc3339(link.expiresAt);
  return changePeople(by, use, async (tx) => {
    await tx.users.invite({ ...link, id, email, role });
    tx.audit({
      type: 'user.invited',
      ...signedBy(by),
      user: id,
      changes: [
        { field: 'status', old: null, new: 'invited' },
        { field: 'role', old: null, new: role },
        { field: 'expires_at', old: null, new: expires_at },
      ],
    });
    return { user: userView(await tx.users.byId(id)), token, expires_at };
  });
}
