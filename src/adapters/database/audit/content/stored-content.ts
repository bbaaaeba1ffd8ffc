import { parseBody } from '../../../../domain/audit/entry.ts';
import { parseLeaf } from '../../../../domain/audit/leaf.ts';
import type { AuditId, TenantId } from '../../../../domain/ids.ts';
import type { StoredContent } from '../../../../ports/audit-content.ts';
import type { Execute } from '../../sql.ts';
import { toCount } from '../log-head.ts';

interface PlaceRow {
  readonly generation: number;
  readonly idx: string | number;
  readonly origin: string;
  /** Null where there is none, or its key was destroyed. */
  readonly bytes: number | null;
  readonly has_old_salt: boolean;
}

interface ErasureRow {
  readonly generation: number;
  readonly idx: string | number;
  readonly entry_id: AuditId;
  readonly leaf: Buffer;
}

/** Version and salt; what is longer has parts. A ciphertext is as long as what it seals. */
const bareBytes = 33;
const pageSize = 200;
const pagesMax = 10;

const selectPlace = `SELECT e.generation, e.idx, l.origin, octet_length(c.ciphertext) AS bytes,
    EXISTS (SELECT FROM audit_payload p WHERE p.tenant_id = e.tenant_id AND p.entry_id = e.entry_id) AS has_old_salt
  FROM audit_entry e JOIN audit_log l USING (tenant_id, generation)
    LEFT JOIN (audit_content c JOIN audit_content_key k USING (tenant_id, key_id))
      ON c.tenant_id = e.tenant_id AND c.generation = e.generation AND c.idx = e.idx
  WHERE e.tenant_id = $1 AND e.entry_id = $2`;

/** What there is beside an entry. Nothing is opened for it, so no key service is asked. */
export async function storedContent(
  execute: Execute,
  tenantId: TenantId,
  entryId: AuditId,
): Promise<StoredContent> {
  const [place] = await execute<PlaceRow>(selectPlace, [tenantId, entryId]);
  if (place === undefined) return { kind: 'nothing', erasedBy: undefined };
  if (place.bytes !== null) return { kind: place.bytes > bareBytes ? 'content' : 'salt' };
  if (place.has_old_salt) return { kind: 'salt' };
  return { kind: 'nothing', erasedBy: await erasureOf(execute, tenantId, place) };
}

const selectErasures = `SELECT generation, idx, entry_id, leaf FROM audit_entry
  WHERE tenant_id = $1 AND type = 'privacy.erased' AND leaf IS NOT NULL AND (generation, idx) > ($2::smallint, $3::bigint)
  ORDER BY generation, idx LIMIT ${pageSize}`;

/** The entry that tells of the erasure; undefined where none of those that follow it in the next while does. */
async function erasureOf(
  execute: Execute,
  tenantId: TenantId,
  place: PlaceRow,
): Promise<AuditId | undefined> {
  let at: Pick<PlaceRow, 'generation' | 'idx'> = place;
  for (let page = 0; page < pagesMax; page += 1) {
    const rows = await execute<ErasureRow>(selectErasures, [tenantId, at.generation, at.idx]);
    const found = rows.find(({ leaf }) => covers(leaf, place));
    const last = rows.at(-1);
    if (found !== undefined || last === undefined) return found?.entry_id;
    at = last;
  }
  return undefined;
}

function covers(bytes: Buffer, { origin, idx }: PlaceRow): boolean {
  const leaf = parseLeaf(bytes);
  const body = parseBody(leaf.body);
  const index = toCount(idx);
  return (
    body.type === 'privacy.erased' &&
    (body.log ?? leaf.origin) === origin &&
    body.ranges.some(({ first, end }) => first <= index && index < end)
  );
}
