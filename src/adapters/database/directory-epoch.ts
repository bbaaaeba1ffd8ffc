import type { TenantId } from '../../domain/ids.ts';
import type { Execute } from './sql.ts';

export const directoryChannel = 'monago_directory';

/** One change of the directory, as notified. */
export interface DirectoryChange {
  readonly tenantId: string;
  readonly epoch: number;
}

/**
 * Moves the epoch and tells every node at COMMIT. The row lock makes epochs become visible in their order, so a
 * snapshot that shows an epoch shows every change up to it. MUST be the last statement, to hold that lock briefly.
 */
export async function announceChange(execute: Execute, tenantId: TenantId): Promise<number> {
  const [row] = await execute<{ value: number }>(
    `WITH moved AS (UPDATE directory_epoch SET value = value + 1 RETURNING value)
      SELECT value, pg_notify('${directoryChannel}', $1 || ':' || value) FROM moved`,
    [tenantId],
  );
  return row?.value ?? 0;
}

/** Undefined for what `announceChange` did not write. */
export function parseChange(payload: string | undefined): DirectoryChange | undefined {
  const [, tenantId, epoch] = /^(ten_[0-9a-f]{32}):(\d{1,15})$/.exec(payload ?? '') ?? [];
  if (tenantId === undefined || epoch === undefined) return undefined;
  return { tenantId, epoch: Number(epoch) };
}
