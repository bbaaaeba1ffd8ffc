import type { EndpointReply } from '../../contract/endpoint.ts';
import type { userEndpoints } from '../../contract/user-endpoints.ts';
import type { Control } from '../control.ts';
import { openInvitation } from './open-invitation.ts';

type InvitationView = EndpointReply<(typeof userEndpoints)['invitation.read']>;

/** What whoever opens a link is told before they join. */
export async function readInvitation(
  { token }: { readonly token: string },
  use: Control,
): Promise<InvitationView> {
  const { tenantName, email, role } = await openInvitation(token, use);
  return { organisation: tenantName, email, role };
}
