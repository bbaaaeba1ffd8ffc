import { MonagoError } from '../../../domain/errors.ts';
import type { Execute } from '../sql.ts';
import { contentKeyGone } from './content/content-sealer.ts';
import type { Growth } from './growth.ts';
import { type LogRef, toCount } from './log-head.ts';

/** A signed checkpoint that waits to be stored. */
export interface SignedNote extends LogRef {
  readonly size: number;
  readonly note: string;
  readonly signedAt: Date;
}

export interface WriteContext {
  /** Name of this process start; open intents carry it. */
  readonly node: string;
  readonly now: Date;
  /** An earlier checkpoint that rides along. */
  readonly note: SignedNote | undefined;
}

// One statement for the whole batch. Leaves and hashes travel as two packed binary parameters and are cut apart by
// the server: an array of bytea would be sent as hexadecimal text, at twice the size.
const writeBatch = `
WITH entries AS (
  INSERT INTO audit_entry
    (tenant_id, generation, idx, entry_id, class, type, time_us, request_id, actor_id, workspace_id, decision, subject,
     leaf, leaf_hash)
  SELECT $1, $31::smallint, $2::bigint + e.at - 1, e.entry_id, e.class, e.type, $3::bigint, e.request_id, e.actor_id,
    e.workspace_id, e.decision, e.subject,
    substring($4::bytea FROM e.start FOR e.bytes), substring($5::bytea FROM (32 * e.at - 31)::int FOR 32)
  FROM unnest($6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int[], $12::int[], $32::text[],
      $33::text[], $34::text[])
    WITH ORDINALITY AS e(entry_id, class, type, request_id, actor_id, start, bytes, workspace_id, decision, subject, at)
), tiles AS (
  INSERT INTO audit_tile (tenant_id, generation, level, n, hashes, root)
  SELECT $1, $31, t.* FROM unnest($13::smallint[], $14::bigint[], $15::bytea[], $16::bytea[]) AS t
), contents AS (
  INSERT INTO audit_content
    (tenant_id, generation, idx, entry_id, time_us, key_id, wrapped_dek, nonce, tag, ciphertext)
  SELECT $1, $31, $2::bigint + c.at - 1, ($6::text[])[c.at], $3::bigint, c.key_id,
    substring($36::bytea FROM c.start FOR 60), substring($36::bytea FROM c.start + 60 FOR 12),
    substring($36::bytea FROM c.start + 72 FOR 16), substring($36::bytea FROM c.start + 88 FOR c.bytes - 88)
  FROM unnest($17::int[], $18::text[], $37::int[], $38::int[]) AS c(at, key_id, start, bytes)
    JOIN audit_content_key k ON k.tenant_id = $1 AND k.key_id = c.key_id AND k.retired_at IS NULL
  RETURNING 1
), opened AS (
  INSERT INTO audit_open_intent (tenant_id, generation, entry_id, node, opened_at)
  SELECT $1, $31, o, $20, $21 FROM unnest($19::text[]) AS o
), closed AS (
  DELETE FROM audit_open_intent
  WHERE tenant_id = $1 AND generation = $31 AND entry_id = ANY ($22::text[]) RETURNING entry_id
), note AS (
  INSERT INTO audit_checkpoint (tenant_id, generation, size, note, signed_at)
  SELECT $1, $35::smallint, $23::bigint, $24, $25::timestamptz WHERE $24::text IS NOT NULL ON CONFLICT DO NOTHING
)
UPDATE audit_head SET size = $26, frontier = $27, root = $28, prev_leaf_hash = $29, last_time_us = $3,
  class_counts = $30
WHERE tenant_id = $1 AND generation = $31 AND size = $2
RETURNING (SELECT count(*) FROM closed) AS closed, (SELECT count(*) FROM contents) AS contents`;

/**
 * Writes the growth inside the transaction that holds the head lock.
 * @throws MonagoError `internal` when an outcome names an intent that is not open: each intent has one outcome; likewise
 * `contentKeyGone`
 */
export async function writeGrowth(
  execute: Execute,
  growth: Growth,
  context: WriteContext,
): Promise<void> {
  const closes = growth.entries.flatMap(({ entry }) => entry.closes ?? []);
  const contents = contentsOf(growth);
  const [row] = await execute<Written>(
    writeBatch,
    parametersOf(growth, { closes, contents }, context),
  );
  if (row === undefined)
    throw new MonagoError('internal', { internal: 'the head moved under its lock' });
  if (toCount(row.closed) !== closes.length) {
    throw new MonagoError('internal', { internal: 'an outcome for an intent that is not open' });
  }
  if (toCount(row.contents) !== contents.at.length) throw contentKeyGone();
}

interface Written {
  readonly closed: string | number;
  readonly contents: string | number;
}

/** What is kept beside the entries. */
interface Contents {
  /** Of which of them, counted from 1. */
  readonly at: readonly number[];
  readonly keyIds: readonly string[];
  /** The sealed bytes in one, where each begins, and how long it is. */
  readonly packed: readonly unknown[];
}

function contentsOf({ entries }: Growth): Contents {
  const rows = entries.flatMap(({ entry: { sealed } }, at) => (sealed ? [{ sealed, at }] : []));
  const sizes = rows.map(({ sealed }) => sealed.bytes.length);
  return {
    at: rows.map(({ at }) => at + 1),
    keyIds: rows.map(({ sealed }) => sealed.keyId),
    packed: [Buffer.concat(rows.map(({ sealed }) => sealed.bytes)), startsOf(sizes), sizes],
  };
}

interface Beside {
  readonly closes: readonly string[];
  readonly contents: Contents;
}

function parametersOf(
  { before, after, entries, tiles }: Growth,
  { closes, contents }: Beside,
  { node, now, note }: WriteContext,
): unknown[] {
  const rows = entries.map(({ entry }) => entry);
  const opened = rows.filter((row) => row.type === 'ai.request.intent');
  const lengths = entries.map(({ leaf }) => leaf.length);
  return [
    before.tenantId,
    before.size,
    after.lastTimeUs,
    Buffer.concat(entries.map(({ leaf }) => leaf)),
    Buffer.concat(entries.map(({ leafHash }) => leafHash)),
    rows.map((row) => row.entryId),
    rows.map((row) => row.class),
    rows.map((row) => row.type),
    rows.map((row) => row.requestId ?? null),
    rows.map((row) => row.actorId),
    startsOf(lengths),
    lengths,
    tiles.map((tile) => tile.level),
    tiles.map((tile) => tile.index),
    tiles.map((tile) => tile.hashes),
    tiles.map((tile) => tile.root),
    contents.at,
    contents.keyIds,
    opened.map((row) => row.entryId),
    node,
    now,
    closes,
    note?.size ?? null,
    note?.note ?? null,
    note?.signedAt ?? null,
    after.size,
    Buffer.from(after.frontier),
    Buffer.from(after.root),
    Buffer.from(after.prevLeafHash),
    JSON.stringify(after.classCounts),
    before.generation,
    rows.map((row) => row.workspaceId ?? null),
    rows.map((row) => row.decision ?? null),
    rows.map((row) => row.subject ?? null),
    note?.generation ?? null,
    ...contents.packed,
  ];
}

/** Where each leaf starts in the packed bytes, counted from 1 as SQL does. */
function startsOf(lengths: readonly number[]): number[] {
  let next = 1;
  return lengths.map((length) => {
    const start = next;
    next += length;
    return start;
  });
}
