import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';

/** When the platform's key last stood in for a missing one of this tenant, milliseconds since the epoch. */
export function readFallbackUse(
  { by }: { readonly by: Pick<Caller, 'tenantId'> },
  use: Control,
): Promise<number | undefined> {
  return use.unitOfWork.read(by.tenantId, (tx) => tx.fallbackUsedAt());
}
