import { encodeBase64 } from '../../../domain/audit/base64.ts';
import { utf8 } from '../../../domain/audit/bytes.ts';
import { parseCheckpoint } from '../../../domain/audit/checkpoint.ts';
import { parseNote } from '../../../domain/audit/signed-note.ts';
import type { AnchorReceipt, CheckpointAnchor } from '../../../ports/checkpoint-anchor.ts';
import type { Log } from '../../../ports/log.ts';
import { type CommitDependencies, commitChange, record } from '../commit.ts';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import {
  type AnchorProgress,
  anchorProgress,
  storeAnchor,
  storeAnchorProgress,
} from './anchor-rows.ts';
import { cosignedNotes } from './cosignatures.ts';
import { type DueLog, newestStored } from './publication-rows.ts';

export interface AnchoringDependencies {
  readonly changes: CommitDependencies;
  readonly anchors: readonly CheckpointAnchor[];
  readonly log: Log;
}

/** An anchor that failed this often is left alone for the rest of the round. */
const failuresMax = 2;
const retryMinMs = 60_000;
const retryMaxMs = 60 * 60_000;
const dayMs = 24 * 60 * 60_000;
const problemLengthMax = 500;

/** One round of putting checkpoints where Monago cannot take them back. */
export class CheckpointAnchoring {
  readonly #use: AnchoringDependencies;
  readonly #failures = new Map<string, number>();

  constructor(use: AnchoringDependencies) {
    this.#use = use;
  }

  /** Hands the newest checkpoint of the log to each anchor that is due. */
  async put(log: DueLog): Promise<void> {
    const { clock, database } = this.#use.changes;
    const now = clock.now();
    const ask = <T>(question: (execute: Execute) => Promise<T>): Promise<T> =>
      inTransaction(database.app, { tenantId: log.tenantId }, question);
    const { newest, progress } = await ask(async (execute) => {
      const stored = await newestStored(execute, log);
      const [cosigned] = stored === undefined ? [] : await cosignedNotes(execute, log, [stored]);
      return {
        newest:
          stored === undefined || cosigned === undefined ? undefined : { ...stored, cosigned },
        progress: await anchorProgress(execute, log),
      };
    });
    if (newest === undefined) return;
    for (const anchor of this.#use.anchors) {
      const before = progress.get(anchor.name);
      const isDue = before === undefined || (before.nextAt <= now && before.size < newest.size);
      if (!isDue || (this.#failures.get(anchor.name) ?? 0) >= failuresMax) continue;
      await this.#putOne({ log, anchor, before }, newest);
    }
  }

  async #putOne(turn: Turn, newest: NewestNote): Promise<void> {
    const { log, anchor } = turn;
    let receipt: AnchorReceipt;
    try {
      const { size, note, cosigned } = newest;
      const bytes = { note: utf8(note), cosigned: utf8(cosigned) };
      receipt = await anchor.anchor({ origin: log.origin, size, ...bytes });
    } catch (error) {
      await this.#failed(turn, error instanceof Error ? error.message : 'it failed');
      return;
    }
    await this.#anchored(turn, newest, receipt);
  }

  async #anchored(
    { log, anchor, before }: Turn,
    { size, note }: NewestNote,
    { ref, receipt }: AnchorReceipt,
  ): Promise<void> {
    const { changes } = this.#use;
    const { tenantId } = log;
    const { name, kind, everyMs } = anchor;
    const at = changes.clock.now();
    const { root } = parseCheckpoint(parseNote(utf8(note)).text);
    await commitChange(changes, tenantId, async (draft) => {
      await storeAnchor(draft.execute, log, { size, name, kind, ref, receipt, at });
      const nextAt = Math.min(at + everyMs, (Math.floor(at / dayMs) + 1) * dayMs);
      const progress = { size, nextAt, failures: 0, problem: undefined };
      await storeAnchorProgress(draft.execute, log, { name, at, ...progress });
      // Nothing can be entered into a closed log, and of its tree the one that follows has no entries.
      if (log.closed !== undefined) return;
      const tree = { size, root: encodeBase64(root) };
      const actor = { type: 'system', id: 'monago' } as const;
      const fact = { type: 'log.checkpoint_anchored', actor, ...tree, kind, ref } as const;
      record(draft, changes.random, { tenantId, fact });
    });
    if (before?.problem === undefined) return;
    this.#use.log.info('audit_anchor_recovered', { origin: log.origin, anchor: name, size });
  }

  async #failed({ log, anchor, before }: Turn, because: string): Promise<void> {
    const { changes, log: events } = this.#use;
    const { name } = anchor;
    const problem = because.slice(0, problemLengthMax);
    const failures = (before?.failures ?? 0) + 1;
    this.#failures.set(name, (this.#failures.get(name) ?? 0) + 1);
    if (before?.problem !== problem) {
      events.error('audit_anchor_failed', { origin: log.origin, anchor: name, problem });
    }
    const at = changes.clock.now();
    const pauseMs = Math.min(retryMinMs * 2 ** Math.min(failures - 1, 10), retryMaxMs);
    const progress = { size: before?.size ?? 0, nextAt: at + pauseMs, failures, problem };
    await inTransaction(changes.database.app, { tenantId: log.tenantId }, (execute) =>
      storeAnchorProgress(execute, log, { name, at, ...progress }),
    );
  }
}

interface Turn {
  readonly log: DueLog;
  readonly anchor: CheckpointAnchor;
  readonly before: AnchorProgress | undefined;
}

interface NewestNote {
  readonly size: number;
  readonly note: string;
  readonly cosigned: string;
}
