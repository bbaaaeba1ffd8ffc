import type { TokenView } from '../../contract/schemas.ts';
import type { ServiceToken } from '../../ports/unit-of-work.ts';
import { rfc3339, rfc3339OrNull } from '../rfc3339.ts';

/** @param now milliseconds since the epoch */
export function tokenView(token: ServiceToken, now: number): TokenView {
  return {
    id: token.id,
    name: token.name,
    scope: token.scope,
    workspace_id: token.workspaceId,
    last4: token.last4,
    status: statusOf(token, now),
    created_at: rfc3339(token.createdAt),
    expires_at: rfc3339(token.expiresAt),
    revoked_at: rfc3339OrNull(token.revokedAt),
  };
}

function statusOf({ revokedAt, expiresAt }: ServiceToken, now: number): TokenView['status'] {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt <= now ? 'expired' : 'active';
}
