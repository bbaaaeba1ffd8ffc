import type { Session } from '../../ports/unit-of-work.ts';
import type { Control } from '../control.ts';
import { hashOfToken } from './session-token.ts';

/** The session of a token; undefined when there is none, or it is over. */
export function findSession(token: string, use: Control): Promise<Session | undefined> {
  return use.sessions.find(hashOfToken(token), use.clock.now());
}
