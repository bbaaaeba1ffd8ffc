import { MonagoError } from '../../domain/errors.ts';
import type { OpenInvitation } from '../../ports/users.ts';
import type { Control } from '../control.ts';
import { hashOfToken } from '../session/session-token.ts';

/** The invitation of a link. @throws MonagoError `invitation_invalid` */
export async function openInvitation(token: string, use: Control): Promise<OpenInvitation> {
  const invitation = await use.invitations.byLink(hashOfToken(token), use.clock.now());
  if (invitation === undefined) throw new MonagoError('invitation_invalid');
  return invitation;
}
