import type { ErasureView } from '../../../contract/audit-content-endpoints.ts';
import type { ErasureId } from '../../../domain/ids.ts';
import type { Caller } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { erasureView } from './erasure-view.ts';

export function listErasures(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<ErasureView[]> {
  return use.unitOfWork.read(by.tenantId, async (tx) =>
    (await tx.erasures.list()).map(erasureView),
  );
}

/** @throws MonagoError `erasure_not_found` */
export function readErasure(
  { by, erasureId }: { readonly by: Caller; readonly erasureId: ErasureId },
  use: Control,
): Promise<ErasureView> {
  return use.unitOfWork.read(by.tenantId, async (tx) =>
    erasureView(await tx.erasures.byId(erasureId)),
  );
}
