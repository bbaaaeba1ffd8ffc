import type { Pool } from 'pg';
import { contentFile, encodeContentLine } from '../../../../domain/audit/content-file.ts';
import { decodeContent } from '../../../../domain/audit/entry-content.ts';
import { tileWidth } from '../../../../domain/audit/tile.ts';
import type { AuditId, TenantId } from '../../../../domain/ids.ts';
import type { ContentKey } from '../../../../ports/content-key-vault.ts';
import type { BundleFile } from '../../../../ports/unit-of-work.ts';
import type { Execute } from '../../sql.ts';
import { inTransaction } from '../../transaction.ts';
import { toCount } from '../log-head.ts';
import type { ContentKeys } from './content-keys.ts';

export interface ContentSource {
  /** Connections as monago_app. */
  readonly pool: Pool;
  readonly keys: ContentKeys;
  readonly tenantId: TenantId;
  /** Which log; undefined: the one that is written. */
  readonly generation: number | undefined;
  readonly size: number;
}

interface ContentRow {
  readonly idx: string | number;
  readonly entry_id: AuditId;
  readonly key_id: string;
  readonly wrapped_dek: Buffer;
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly ciphertext: Buffer;
}

const openKeysMax = 64;

/** What is kept beside a log, opened, for its evidence bundle: one file for 256 entries, where there is anything. */
export async function* contentFiles(source: ContentSource): AsyncGenerator<BundleFile> {
  const open = new Map<string, ContentKey>();
  try {
    for (let bundle = 0; bundle * tileWidth < source.size; bundle += 1) {
      const lines = await inTransaction(source.pool, { tenantId: source.tenantId }, (execute) =>
        linesOf(source, bundle, { execute, open }),
      );
      if (lines !== '') yield { name: contentFile(bundle), bytes: Buffer.from(lines) };
    }
  } finally {
    for (const key of open.values()) key.wipe();
  }
}

interface Opening {
  readonly execute: Execute;
  /** Keys that are at hand, oldest first. */
  readonly open: Map<string, ContentKey>;
}

async function linesOf(source: ContentSource, bundle: number, use: Opening): Promise<string> {
  const { tenantId, generation, size } = source;
  const first = bundle * tileWidth;
  const rows = await use.execute<ContentRow>(
    `SELECT idx, entry_id, key_id, wrapped_dek, nonce, tag, ciphertext FROM audit_content
      WHERE tenant_id = $1 AND idx >= $3 AND idx < $4
        AND generation = coalesce($2::smallint, (SELECT generation FROM audit_head WHERE tenant_id = $1))
      ORDER BY idx`,
    [tenantId, generation ?? null, first, Math.min(first + tileWidth, size)],
  );
  const lines: string[] = [];
  for (const row of rows) {
    const { entry_id: entryId, key_id: keyId, wrapped_dek: wrappedDek, ...sealed } = row;
    const key = await keyOf(source, keyId, use);
    const plain = key?.open({ ...sealed, wrappedDek }, { tenantId, entryId, keyId });
    if (plain === undefined) continue;
    lines.push(encodeContentLine({ index: toCount(row.idx), ...decodeContent(plain) }));
  }
  return lines.join('');
}

async function keyOf(
  { keys, tenantId }: ContentSource,
  keyId: string,
  { execute, open }: Opening,
): Promise<ContentKey | undefined> {
  const known = open.get(keyId);
  if (known !== undefined) return known;
  const key = await keys.open(execute, tenantId, keyId);
  if (key === undefined) return undefined;
  const [oldest] = open;
  if (open.size >= openKeysMax && oldest !== undefined) {
    oldest[1].wipe();
    open.delete(oldest[0]);
  }
  open.set(keyId, key);
  return key;
}
