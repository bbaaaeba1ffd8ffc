import type { BundleFile } from '../../ports/unit-of-work.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';

export interface ExportedBundle {
  /** Entries in the exported tree. */
  readonly size: number;
  readonly files: AsyncIterable<BundleFile>;
}

/** The evidence bundle of the tenant's log. Who took it is recorded first, so every bundle holds its own export. */
export async function exportBundle(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<ExportedBundle> {
  const { size } = await use.auditReader.head(by.tenantId);
  await use.auditLog.append({
    tenantId: by.tenantId,
    entryId: use.random.id('aud'),
    fact: { type: 'audit.exported', ...signedBy(by), size },
  });
  return use.auditReader.bundle(by.tenantId);
}
