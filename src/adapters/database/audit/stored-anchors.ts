import { anchorsFolder } from '../../../domain/audit/bundle.ts';
import type { BundleFile } from '../../../ports/unit-of-work.ts';
import type { Execute } from '../sql.ts';
import { type LogRef, toCount } from './log-head.ts';

interface AnchorRow {
  readonly size: string | number;
  readonly receipt: Buffer;
}

/** Suffix of time stamps in a bundle. */
const timestampKind = 'tsr';

/** The oldest time stamp of each checkpoint up to the size, as files of a bundle. */
export async function anchorFiles(
  execute: Execute,
  { tenantId, generation }: LogRef,
  page: { readonly above: number; readonly size: number; readonly limit: number },
): Promise<(BundleFile & { readonly size: number })[]> {
  const rows = await execute<AnchorRow>(
    `SELECT DISTINCT ON (size) size, receipt FROM audit_anchor
     WHERE tenant_id = $1 AND generation = $2 AND size > $3 AND size <= $4
       AND kind = 'rfc3161' AND receipt IS NOT NULL
     ORDER BY size, at LIMIT $5`,
    [tenantId, generation, page.above, page.size, page.limit],
  );
  return rows.map((row) => {
    const size = toCount(row.size);
    return { size, name: `${anchorsFolder}${size}.${timestampKind}`, bytes: row.receipt };
  });
}
