import type { HoldId } from '../../../domain/ids.ts';
import type { Caller } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { erasureScope, type GivenScope } from './erasure-scope.ts';

export interface PreviewErasure {
  readonly by: Caller;
  readonly scope: GivenScope;
}

/** What an erasure would do. @throws MonagoError `invalid_input` */
export async function previewErasure(
  { by, scope }: PreviewErasure,
  use: Control,
): Promise<{ count: number; holds: HoldId[] }> {
  const asked = erasureScope(scope);
  return use.unitOfWork.read(by.tenantId, async (tx) => {
    const { count, holds } = await tx.erasures.preview(asked);
    return { count, holds: [...holds] };
  });
}
