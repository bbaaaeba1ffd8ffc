import type { TokenView } from '../../contract/schemas.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { tokenView } from './token-view.ts';

/** Newest first. */
export async function listTokens(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<TokenView[]> {
  const tokens = await use.unitOfWork.read(by.tenantId, (tx) => tx.tokens.list());
  const now = use.clock.now();
  return tokens.map((token) => tokenView(token, now));
}
