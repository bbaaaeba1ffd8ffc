import type { RequestId } from '../../domain/ids.ts';
import type { User } from '../../ports/unit-of-work.ts';
import { signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { openSession } from '../session/open-session.ts';
import { hashOfToken } from '../session/session-token.ts';
import { openInvitation } from './open-invitation.ts';

export interface AcceptInvitation {
  /** From the one-time link. */
  readonly token: string;
  readonly name: string;
  readonly password: string;
  /** Network address of the caller. */
  readonly address: string;
  readonly requestId: RequestId;
}

/** Makes the account of whoever holds the link, and signs them in. Returns the session's token. */
export async function acceptInvitation(command: AcceptInvitation, use: Control): Promise<string> {
  const { token, address, requestId } = command;
  const attempt = { account: `invitation ${address}`, address };
  use.signInThrottle.begin(attempt);
  const { tenantId, id } = await openInvitation(token, use);
  const passwordHash = await use.passwords.hash(command.password);
  const user = await use.unitOfWork.run(tenantId, async (tx): Promise<User> => {
    await tx.users.lock();
    const at = use.clock.now();
    const { name } = command;
    await tx.users.join({ id, tokenHash: hashOfToken(token), name, passwordHash, at });
    // The role may be another one than when the link was opened.
    const { email, role } = await tx.users.byId(id);
    tx.audit({
      type: 'user.joined',
      ...signedBy({ userId: id, requestId }),
      user: id,
      changes: [
        { field: 'status', old: 'invited', new: 'active' },
        { field: 'role', old: null, new: role },
      ],
    });
    return { id, tenantId, email, name, role };
  });
  use.signInThrottle.succeed(attempt);
  return openSession(user, requestId, use);
}
