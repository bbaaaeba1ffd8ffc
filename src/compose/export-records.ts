import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import type { Config } from '../config.ts';
import { exampleEnterprise, type RecordFormat } from '../domain/audit/export/record-format.ts';
import { recordLines } from '../domain/audit/export/record-lines.ts';
import type { LeafRange } from '../ports/audit-query.ts';
import { recordExportIfPossible } from './record-export.ts';
import { openStorage } from './storage.ts';
import { chooseTenant, listTenants, type TenantChoice } from './tenant-choice.ts';
import { version } from './version.ts';

export interface RecordsRequest {
  readonly tenant: string | undefined;
  readonly range: LeafRange;
  readonly format: RecordFormat;
  /** Takes all lines, as fast as it can. */
  readonly write: (lines: AsyncIterable<Uint8Array>) => Promise<void>;
}

export type RecordsOutcome =
  | {
      readonly kind: 'written';
      readonly size: number;
      readonly tenant: TenantChoice;
      /** Whether the log says that they were taken. */
      readonly isRecorded: boolean;
    }
  | { readonly kind: 'which_tenant'; readonly tenants: readonly TenantChoice[] };

/**
 * Gives out entries of one tenant's log as records; works beside a running Monago. That they were taken is recorded ahead
 * of the first line.
 */
export async function exportRecords(
  config: Config,
  { tenant, range, format, write }: RecordsRequest,
): Promise<RecordsOutcome> {
  const storage = await openStorage(config, pinoLog('warn', {}), 'join');
  try {
    const tenants = await listTenants(storage);
    const chosen = chooseTenant(tenants, tenant);
    if (chosen === undefined) return { kind: 'which_tenant', tenants };
    const { size, pages } = await storage.auditReader.leaves(chosen.id, range);
    const isRecorded = await recordExportIfPossible(storage, { tenantId: chosen.id, size, format });
    await write(
      recordLines(pages, { format, productVersion: version, enterprise: exampleEnterprise }),
    );
    return { kind: 'written', size, tenant: chosen, isRecorded };
  } finally {
    await storage.close();
  }
}
