import type { RequestId } from '../../domain/ids.ts';
import type { User } from '../../ports/unit-of-work.ts';
import { signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { hashOfToken } from './session-token.ts';

const tokenBytes = 32;
/** However much it is used, a session ends after this long. */
export const sessionSeconds = 12 * 60 * 60;

/** Signs a user in whose identity is proven. Returns the session's token, which is nowhere else. */
export async function openSession(user: User, requestId: RequestId, use: Control): Promise<string> {
  const token = use.random.bytes(tokenBytes).toString('base64url');
  await use.auditLog.append({
    tenantId: user.tenantId,
    entryId: use.random.id('aud'),
    fact: { type: 'auth.signed_in', ...signedBy({ userId: user.id, requestId }) },
  });
  const now = use.clock.now();
  await use.sessions.create(hashOfToken(token), user, {
    now,
    expiresAt: now + sessionSeconds * 1000,
  });
  return token;
}
