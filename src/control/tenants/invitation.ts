import type { TenantId } from '../../domain/ids.ts';
import type { Invitation } from '../../ports/tenant-registry.ts';
import type { Control } from '../control.ts';
import { hashOfToken } from '../session/session-token.ts';

const tokenBytes = 32;
const lifetimeMs = 30 * 60_000;

/** An invitation and the token of its link, which is nowhere else. */
export function newInvitation(
  tenantId: TenantId,
  { random, clock }: Pick<Control, 'random' | 'clock'>,
): { readonly token: string; readonly invitation: Invitation } {
  const token = random.bytes(tokenBytes).toString('base64url');
  const createdAt = clock.now();
  const expiresAt = createdAt + lifetimeMs;
  return {
    token,
    invitation: { tenantId, tokenHash: hashOfToken(token), createdAt, expiresAt },
  };
}
