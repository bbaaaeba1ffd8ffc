import type { RevealView } from '../../../contract/audit-content-endpoints.ts';
import type { Caller } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { revealView } from './reveal-view.ts';

export function listReveals({ by }: { readonly by: Caller }, use: Control): Promise<RevealView[]> {
  return use.unitOfWork.read(by.tenantId, async (tx) =>
    (await tx.reveals.list()).map((reveal) => revealView(reveal, use.clock.now())),
  );
}
