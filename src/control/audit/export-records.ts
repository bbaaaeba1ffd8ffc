import { exampleEnterprise, type RecordFormat } from '../../domain/audit/export/record-format.ts';
import { recordLines } from '../../domain/audit/export/record-lines.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';

export interface ExportRecords {
  readonly by: Caller;
  readonly format: RecordFormat;
  readonly generation: number | undefined;
  /** RFC 3339. */
  readonly from: string | undefined;
  /** RFC 3339; entries of this moment are left out. */
  readonly to: string | undefined;
}

export interface ExportedRecords {
  /** Entries that the log had. */
  readonly size: number;
  /** One record a line. */
  readonly lines: AsyncIterable<Uint8Array>;
}

/** Entries of one of the tenant's logs in a format of other systems. Who took them is recorded ahead of the first line. */
export async function exportRecords(
  { by, format, generation, from, to }: ExportRecords,
  use: Control,
): Promise<ExportedRecords> {
  const range = { generation, fromUs: microseconds(from), toUs: microseconds(to) };
  const { size, pages } = await use.auditReader.leaves(by.tenantId, range);
  await use.auditLog.append({
    tenantId: by.tenantId,
    entryId: use.random.id('aud'),
    fact: { type: 'audit.exported', ...signedBy(by), size, format },
  });
  const { productVersion } = use;
  return {
    size,
    lines: recordLines(pages, { format, productVersion, enterprise: exampleEnterprise }),
  };
}

function microseconds(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time) * 1000;
}
