import { vkeyOf } from '../../../domain/audit/signed-note.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { AuditId, TenantId } from '../../../domain/ids.ts';
import type {
  AuditMatches,
  AuditQuery,
  AuditRow,
  LeafRange,
  StoredLeaves,
} from '../../../ports/audit-query.ts';
import type { AuditReach } from '../../../ports/audit-reach.ts';
import type { AuditStatus } from '../../../ports/audit-status.ts';
import type {
  AuditHead,
  AuditReader,
  BundleFile,
  EntryReceipt,
  LogFile,
  LogFileName,
} from '../../../ports/unit-of-work.ts';
import { inTransaction } from '../transaction.ts';
import { readAuditStatus, type StatusSource } from './audit-status.ts';
import { bundleFiles, readPrunedBelow } from './bundle-files.ts';
import { searchEntries, stretchOf } from './entry-search.ts';
import { storedLeaves } from './leaf-pages.ts';
import { readLogFile } from './log-files.ts';
import { toCount } from './log-head.ts';
import { readReach, type WitnessQuorum } from './log-reach.ts';
import { readReceipt } from './receipt-reader.ts';
import { type HeadSource, readSignedHead } from './signed-head.ts';
import { type WitnessedHeadSource, witnessedHead } from './witnessed-head.ts';

interface EntryRow {
  readonly idx: string | number;
  readonly entry_id: AuditId;
  readonly leaf: Buffer | null;
  readonly leaf_hash: Buffer;
}

const entryColumns = 'SELECT idx, entry_id, leaf, leaf_hash FROM audit_entry WHERE tenant_id = $1';

interface AuditReaderUse extends HeadSource, WitnessedHeadSource, StatusSource {
  /** Left out where there are no witnesses. */
  readonly asked?: WitnessQuorum;
}

/** Reads the logs as auditors do. Each connection sees one tenant. */
export class PostgresAuditReader implements AuditReader {
  readonly #use: AuditReaderUse;

  constructor(use: AuditReaderUse) {
    this.#use = use;
  }

  async head(tenantId: TenantId): Promise<AuditHead> {
    const { log, origin, state, keys, size, checkpoint, lastTimeUs } = await readSignedHead(
      this.#use,
      tenantId,
    );
    const prunedBelow = await inTransaction(this.#use.pool, { tenantId }, (execute) =>
      readPrunedBelow(execute, log),
    );
    return {
      prunedBelow,
      origin,
      generation: log.generation,
      state: state === 'active' ? 'active' : 'frozen',
      vkey: vkeyOf(origin, keys.pinned[0].publicKey),
      size,
      checkpoint,
      lastEntryAt: lastTimeUs === undefined ? undefined : Math.floor(lastTimeUs / 1000),
    };
  }

  status(tenantId: TenantId): Promise<AuditStatus> {
    return readAuditStatus(this.#use, tenantId);
  }

  entries(tenantId: TenantId, query: AuditQuery): Promise<AuditMatches> {
    return inTransaction(this.#use.pool, { tenantId }, async (execute) => {
      const log = await stretchOf(execute, tenantId, query);
      if (log === undefined) return { rows: [], stoppedAt: undefined };
      const { indexes, stoppedAt } = await searchEntries(execute, query, log);
      const rows = await execute<EntryRow>(
        `${entryColumns} AND generation = $2 AND idx = ANY ($3::bigint[]) AND leaf IS NOT NULL
          ORDER BY idx DESC`,
        [tenantId, log.generation, indexes],
      );
      return { rows: rows.map(toAuditRow), stoppedAt };
    });
  }

  async entry(tenantId: TenantId, entryId: AuditId): Promise<AuditRow> {
    const [row] = await inTransaction(this.#use.pool, { tenantId }, (execute) =>
      execute<EntryRow>(`${entryColumns} AND entry_id = $2`, [tenantId, entryId]),
    );
    if (row === undefined) throw new MonagoError('not_found');
    return toAuditRow(row);
  }

  leaves(tenantId: TenantId, range: LeafRange): Promise<StoredLeaves> {
    return storedLeaves(this.#use, tenantId, range);
  }

  receipt(tenantId: TenantId, entryId: AuditId): Promise<EntryReceipt> {
    return readReceipt(this.#use, tenantId, entryId);
  }

  reach(tenantId: TenantId): Promise<AuditReach> {
    const { pool, asked } = this.#use;
    return inTransaction(pool, { tenantId }, (execute) => readReach(execute, tenantId, asked));
  }

  async file(tenantId: TenantId, name: LogFileName): Promise<LogFile> {
    const found = await readLogFile(this.#use, tenantId, name);
    if (found === undefined) throw new MonagoError('not_found');
    return found;
  }

  /**
   * Everything up to the head never changes, so the files are of one moment although each is read on its own: an
   * auditor with a slow line holds no connection and no snapshot.
   */
  async bundle(
    tenantId: TenantId,
    generation?: number,
  ): Promise<{ readonly size: number; readonly files: AsyncIterable<BundleFile> }> {
    const head = await readSignedHead(this.#use, tenantId, generation);
    const { size, checkpoint } = await witnessedHead(this.#use, head);
    const { log } = head;
    const keys = head.keys.pinned;
    return { size, files: bundleFiles({ pool: this.#use.pool, log, size, checkpoint, keys }) };
  }
}

/** @throws MonagoError `entry_pruned` */
function toAuditRow(row: EntryRow): AuditRow {
  if (row.leaf === null) throw new MonagoError('entry_pruned');
  return {
    index: toCount(row.idx),
    entryId: row.entry_id,
    leaf: row.leaf.toString('utf8'),
    leafHash: row.leaf_hash.toString('base64'),
  };
}
