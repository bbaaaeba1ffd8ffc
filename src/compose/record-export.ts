import { MonagoError } from '../domain/errors.ts';
import type { TenantId } from '../domain/ids.ts';
import type { Storage } from './storage.ts';

export interface TakenExport {
  readonly tenantId: TenantId;
  /** Entries of the log that it is of. */
  readonly size: number;
  /** Left out for the evidence bundle. */
  readonly format?: string;
}

/**
 * Whoever has the command line needs nobody's consent, but the log knows of it.
 * @throws MonagoError `audit_unavailable`
 */
export async function recordExport(
  { auditLog, random }: Pick<Storage, 'auditLog' | 'random'>,
  { tenantId, ...taken }: TakenExport,
): Promise<void> {
  const actor = { type: 'system', id: 'monago' } as const;
  const fact = { type: 'audit.exported', actor, ...taken } as const;
  await auditLog.append({ tenantId, entryId: random.id('aud'), fact });
}

/** The same where a log that takes no entries any more has to be exported all the same, to find out why. */
export async function recordExportIfPossible(
  storage: Pick<Storage, 'auditLog' | 'random'>,
  taken: TakenExport,
): Promise<boolean> {
  try {
    await recordExport(storage, taken);
    return true;
  } catch (error) {
    if (error instanceof MonagoError && error.code === 'audit_unavailable') return false;
    throw error;
  }
}
