import type { TokenView } from '../../contract/schemas.ts';
import type { TokenId } from '../../domain/ids.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { tokenView } from './token-view.ts';

export interface RevokeToken {
  readonly by: Caller;
  readonly tokenId: TokenId;
}

/** Ends a service token at once. One that is revoked already stays as it is. */
export function revokeToken({ by, tokenId }: RevokeToken, use: Control): Promise<TokenView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const now = use.clock.now();
    const token = await tx.tokens.byId(tokenId);
    if (token.revokedAt !== undefined) return tokenView(token, now);
    await tx.tokens.revoke(tokenId, now);
    const { id, name, last4, workspaceId } = token;
    tx.audit({
      type: 'token.revoked',
      ...signedBy(by),
      workspace: workspaceId,
      token: { id, name, last4 },
      changes: [{ field: 'status', old: tokenView(token, now).status, new: 'revoked' }],
    });
    return tokenView({ ...token, revokedAt: now }, now);
  });
}
