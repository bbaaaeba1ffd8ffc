import type { Pool } from 'pg';
import { isEqual } from '../../../domain/audit/bytes.ts';
import { CompactRange, leafHash } from '../../../domain/audit/merkle.ts';
import { tileHash, tileWidth } from '../../../domain/audit/tile.ts';
import type { TenantId } from '../../../domain/ids.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';
import type { Random } from '../../../ports/random.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import type { FollowedLogs } from './followed-logs.ts';
import { type LogRef, toCount } from './log-head.ts';
import type { LogSigner } from './log-signer.ts';
import { storedHashes } from './stored-tiles.ts';

export interface LogTailerDependencies {
  /** Connections as monago_app. */
  readonly pool: Pool;
  /** Connections as monago_reader, which see the heads of all tenants. */
  readonly readerPool: Pool;
  readonly signer: LogSigner;
  readonly followed: FollowedLogs;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

interface HeadRow {
  readonly tenant_id: TenantId;
  readonly generation: number;
  readonly origin: string;
  readonly state: 'active' | 'frozen';
  readonly size: string | number;
  readonly root: Buffer;
}

interface FrontierRow {
  readonly frontier: Buffer;
  readonly size: string | number;
  readonly root: Buffer;
}

/** What is followed in one step: a head as it was read, which nothing changes any more. */
interface SeenHead extends LogRef {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** Entries from an index up to, not including, another one. */
interface Added {
  readonly first: number;
  readonly end: number;
}

/** Bounds of one round, so that it never takes much of a second: logs looked into, and hashes of one of them. */
const logsMax = 64;
const hashesMax = 16_384;
/** Leaves that are hashed anew in a step, in the new part and in the whole of the log each. */
const sampleOfEach = 4;

const selectHeads = `SELECT h.tenant_id, h.generation, l.origin, l.state, h.size, h.root
  FROM audit_head h JOIN audit_log l USING (tenant_id, generation)`;

/**
 * Watches the logs from outside of their writers. Every node computes each tree from the stored hashes as they come,
 * hashes a few leaves anew, and freezes a log whose head is another one.
 */
export class LogTailer {
  readonly #use: LogTailerDependencies;

  constructor(use: LogTailerDependencies) {
    this.#use = use;
  }

  /** One round; never rejects. */
  async follow(): Promise<void> {
    try {
      const { rows } = await this.#use.readerPool.query<HeadRow>(selectHeads);
      const behind = rows.filter((row) => this.#isBehind(row));
      for (const row of behind.slice(0, logsMax)) await this.#followOne(seenHead(row));
      const frozen = rows.filter((row) => row.state === 'frozen');
      for (const row of frozen) await this.#testify(seenHead(row));
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      this.#use.log.warn('audit_logs_not_followed', { reason });
    }
  }

  #isBehind(row: HeadRow): boolean {
    const { signer, followed, clock } = this.#use;
    signer.observe(row.tenant_id, row);
    if (row.state !== 'active' || signer.isFrozen(row.tenant_id)) return false;
    const known = followed.get(row.tenant_id);
    if (known?.origin !== row.origin || known.range.size !== toCount(row.size)) return true;
    if (!isEqual(known.root, row.root)) {
      this.#freeze(seenHead(row), 'the root of the log was changed');
      return false;
    }
    followed.set(row.tenant_id, { ...known, at: clock.now() });
    return false;
  }

  async #testify(head: SeenHead): Promise<void> {
    const { pool, signer } = this.#use;
    if (signer.hasTestified(head.origin)) return;
    await inTransaction(pool, head, (execute) => signer.testify(head, execute));
  }

  async #followOne(head: SeenHead): Promise<void> {
    const { tenantId } = head;
    const fault = await inTransaction(this.#use.pool, { tenantId }, (execute) =>
      this.#step(execute, head),
    );
    if (fault !== undefined) this.#freeze(head, fault);
  }

  /** @returns what is wrong with the log */
  async #step(execute: Execute, head: SeenHead): Promise<string | undefined> {
    const { followed, clock } = this.#use;
    const known = followed.get(head.tenantId);
    if (known?.origin !== head.origin) return this.#begin(execute, head);
    const { range } = known;
    if (head.size < range.size) return `entries from ${head.size} on are gone`;
    const end = Math.min(head.size, range.size + hashesMax);
    const next = CompactRange.from(range.bytes(), range.size);
    const hashes = await storedHashes(execute, head)(0, range.size, end);
    for (let at = 0; at < hashes.length; at += 32) next.append(hashes.subarray(at, at + 32));
    if (next.size !== end) return `entries between ${range.size} and ${end} are missing`;
    const root = next.root();
    if (end === head.size && !isEqual(root, head.root)) {
      return `the entries from ${range.size} to ${end} do not lead to the root of the log`;
    }
    const fault = await this.#sample(execute, head, { first: range.size, end });
    if (fault === undefined) {
      followed.set(head.tenantId, { ...known, range: next, root, at: clock.now() });
    }
    return fault;
  }

  /** What was there before this process is for the self-check; it begins at the head, whose hashes it has. */
  async #begin(execute: Execute, head: SeenHead): Promise<string | undefined> {
    const { followed, clock } = this.#use;
    const [row] = await execute<FrontierRow>(
      'SELECT frontier, size, root FROM audit_head WHERE tenant_id = $1 AND generation = $2',
      [head.tenantId, head.generation],
    );
    // Another log has taken its place: the next round sees that.
    if (row === undefined) return undefined;
    const from = toCount(row.size);
    const range = CompactRange.from(row.frontier, from);
    const root = range.root();
    if (!isEqual(root, row.root)) return 'the head of the log contradicts itself';
    followed.set(head.tenantId, { origin: head.origin, range, root, from, at: clock.now() });
    return undefined;
  }

  async #sample(execute: Execute, head: SeenHead, added: Added): Promise<string | undefined> {
    if (added.end === 0) return undefined;
    const drawn = [...this.#draw(added), ...this.#draw({ first: 0, end: added.end })];
    return findWrongLeaf(execute, head, drawn);
  }

  #draw({ first, end }: Added): number[] {
    if (first === end) return [];
    const bytes = this.#use.random.bytes(4 * sampleOfEach);
    return Array.from(
      { length: sampleOfEach },
      (_, at) => first + (bytes.readUInt32BE(4 * at) % (end - first)),
    );
  }

  #freeze(head: SeenHead, reason: string): void {
    const note = this.#use.signer.floor(head.origin)?.note;
    this.#use.signer.freeze(head, { reason, note });
  }
}

interface SampleRow {
  readonly idx: string | number;
  /** Null once it was pruned. */
  readonly leaf: Buffer | null;
  readonly leaf_hash: Buffer;
  readonly hashes: Buffer | null;
}

/** Leaf, stored hash and, where its tile is full, the tile have to say the same. */
async function findWrongLeaf(
  execute: Execute,
  { tenantId, generation }: LogRef,
  indexes: readonly number[],
): Promise<string | undefined> {
  const rows = await execute<SampleRow>(
    `SELECT e.idx, e.leaf, e.leaf_hash, t.hashes FROM audit_entry e
     LEFT JOIN audit_tile t ON t.tenant_id = $1 AND t.generation = $2 AND t.level = 0 AND t.n = e.idx / $4::int
     WHERE e.tenant_id = $1 AND e.generation = $2 AND e.idx = ANY ($3::bigint[])`,
    [tenantId, generation, indexes, tileWidth],
  );
  for (const row of rows) {
    const index = toCount(row.idx);
    const isLeaf = row.leaf === null || isEqual(leafHash(row.leaf), row.leaf_hash);
    if (!isLeaf) return `the entry ${index} was changed`;
    const inTile = row.hashes === null ? row.leaf_hash : tileHash(row.hashes, index % tileWidth);
    if (!isEqual(inTile, row.leaf_hash)) return `the hash of the entry ${index} was changed`;
  }
  return undefined;
}

function seenHead(row: HeadRow): SeenHead {
  const { tenant_id: tenantId, generation, origin, root } = row;
  return { tenantId, generation, origin, size: toCount(row.size), root };
}
