import { isOffered } from '../../domain/access/role.ts';
import type { Session } from '../../ports/unit-of-work.ts';
import type { Control } from '../control.ts';
import { hashOfToken } from './session-token.ts';

/** The session of a token; undefined when there is none, it is over, or its role does not exist in this mode. */
export async function findSession(token: string, use: Control): Promise<Session | undefined> {
  const session = await use.sessions.find(hashOfToken(token), use.clock.now());
  return session !== undefined && isOffered(session.user.role, use.mode) ? session : undefined;
}
