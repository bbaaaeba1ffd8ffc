import type { UserView } from '../../contract/user-endpoints.ts';
import type { UserId } from '../../domain/ids.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { changePeople } from './change-people.ts';
import { userView } from './user-view.ts';

export interface EnableUser {
  readonly by: Caller;
  readonly userId: UserId;
}

/** Lets somebody in again who was disabled; they sign in anew, or need a new link. */
export function enableUser({ by, userId }: EnableUser, use: Control): Promise<UserView> {
  return changePeople(by, use, async (tx) => {
    const person = await tx.users.byId(userId);
    if (person.status !== 'disabled') return userView(person);
    await tx.users.enable(userId);
    const enabled = await tx.users.byId(userId);
    tx.audit({
      type: 'user.enabled',
      ...signedBy(by),
      user: userId,
      changes: [{ field: 'status', old: 'disabled', new: enabled.status }],
    });
    return userView(enabled);
  });
}
