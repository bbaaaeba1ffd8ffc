import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { hashOfToken } from './session-token.ts';

export interface SignOut {
  readonly by: Caller;
  readonly token: string;
}

/** Ends the session first: a log that cannot be written must not keep anybody signed in. */
export async function signOut({ by, token }: SignOut, use: Control): Promise<void> {
  await use.sessions.remove(hashOfToken(token), by.tenantId);
  await use.auditLog.append({
    tenantId: by.tenantId,
    entryId: use.random.id('aud'),
    fact: { type: 'auth.signed_out', ...signedBy(by) },
  });
}
