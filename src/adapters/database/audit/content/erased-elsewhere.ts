import { encodeErasedLine, erasedElsewhereFile } from '../../../../domain/audit/content-file.ts';
import { parseBody } from '../../../../domain/audit/entry.ts';
import { parseLeaf } from '../../../../domain/audit/leaf.ts';
import type { BundleFile } from '../../../../ports/unit-of-work.ts';
import type { Execute } from '../../sql.ts';
import { inTransaction } from '../../transaction.ts';
import { readHead } from '../log-head.ts';
import type { ContentSource } from './content-files.ts';

interface ErasureRow {
  readonly leaf: Buffer;
}

/** What entries beyond a bundle say they erased of its log, so that nobody takes what is missing for tampering. */
export async function* erasedElsewhere(source: ContentSource): AsyncGenerator<BundleFile> {
  const { pool, tenantId } = source;
  const lines = await inTransaction(pool, { tenantId }, (execute) => linesOf(execute, source));
  if (lines !== '') yield { name: erasedElsewhereFile, bytes: Buffer.from(lines) };
}

async function linesOf(
  execute: Execute,
  { tenantId, generation: wanted, size }: ContentSource,
): Promise<string> {
  const generation = wanted ?? (await readHead(execute, tenantId)).generation;
  const [log] = await execute<{ readonly origin: string }>(
    'SELECT origin FROM audit_log WHERE tenant_id = $1 AND generation = $2',
    [tenantId, generation],
  );
  const rows = await execute<ErasureRow>(
    `SELECT leaf FROM audit_entry
      WHERE tenant_id = $1 AND type = 'privacy.erased' AND leaf IS NOT NULL
        AND (generation > $2 OR generation = $2 AND idx >= $3)
      ORDER BY generation, idx`,
    [tenantId, generation, size],
  );
  return rows.map((row) => lineOf(row, log?.origin)).join('');
}

/** Empty where the entry is about another log. */
function lineOf({ leaf: bytes }: ErasureRow, origin: string | undefined): string {
  const leaf = parseLeaf(bytes);
  const body = parseBody(leaf.body);
  if (body.type !== 'privacy.erased' || (body.log ?? leaf.origin) !== origin) return '';
  return encodeErasedLine({ log: leaf.origin, entry: leaf.index, ranges: body.ranges });
}
