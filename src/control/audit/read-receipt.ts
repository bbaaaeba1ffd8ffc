import type { AuditId } from '../../domain/ids.ts';
import type { EntryReceipt } from '../../ports/unit-of-work.ts';
import type { LogReader } from '../caller.ts';
import type { Control } from '../control.ts';

/**
 * Proof that one entry is in the tenant's signed log, to be verified without Monago (docs/formats/audit.md).
 * @throws MonagoError `not_found` | `entry_pruned` | `audit_unavailable`
 */
export async function readReceipt(
  { by, entryId }: { readonly by: LogReader; readonly entryId: AuditId },
  use: Control,
): Promise<EntryReceipt> {
  const receipt = await use.auditReader.receipt(by.tenantId, entryId);
  const { index } = receipt;
  await use.readLog.record({ by, what: 'receipt', first: index, end: index + 1 });
  return receipt;
}
