import type { UserView } from '../../contract/user-endpoints.ts';
import type { TenantRole } from '../../domain/access/role.ts';
import type { UserId } from '../../domain/ids.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { changePeople, refuseOwnAccount } from './change-people.ts';
import { userView } from './user-view.ts';

export interface ChangeRole {
  readonly by: Caller;
  readonly userId: UserId;
  readonly role: TenantRole;
}

/** Gives somebody else another role; sessions that they have follow with the next request. */
export function changeRole({ by, userId, role }: ChangeRole, use: Control): Promise<UserView> {
  refuseOwnAccount(by, userId);
  return changePeople(by, use, async (tx) => {
    const person = await tx.users.byId(userId);
    if (person.role === role) return userView(person);
    await tx.users.setRole(userId, role);
    tx.audit({
      type: 'user.role_changed',
      ...signedBy(by),
      user: userId,
      changes: [{ field: 'role', old: person.role, new: role }],
    });
    return userView({ ...person, role });
  });
}
