import type { UserView } from '../../contract/user-endpoints.ts';
import type { UserId } from '../../domain/ids.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { changePeople, refuseOwnAccount } from './change-people.ts';
import { userView } from './user-view.ts';

export interface DisableUser {
  readonly by: Caller;
  readonly userId: UserId;
}

/** Shuts somebody else out at once. API keys that they made go on working: they belong to the tenant. */
export function disableUser({ by, userId }: DisableUser, use: Control): Promise<UserView> {
  refuseOwnAccount(by, userId);
  return changePeople(by, use, async (tx) => {
    const person = await tx.users.byId(userId);
    if (person.status === 'disabled') return userView(person);
    await tx.users.disable(userId, use.clock.now());
    tx.audit({
      type: 'user.disabled',
      ...signedBy(by),
      user: userId,
      changes: [{ field: 'status', old: person.status, new: 'disabled' }],
    });
    return userView(await tx.users.byId(userId));
  });
}
