import type { Pool } from 'pg';
import type { Quorum } from '../../../domain/audit/quorum.ts';
import type { CheckpointAnchor } from '../../../ports/checkpoint-anchor.ts';
import type { CheckpointWitness } from '../../../ports/checkpoint-witness.ts';
import type { Log } from '../../../ports/log.ts';
import type { CommitDependencies } from '../commit.ts';
import { RepeatedTask } from '../repeated-task.ts';
import { CheckpointAnchoring } from './checkpoint-anchoring.ts';
import { CheckpointWitnessing } from './checkpoint-witnessing.ts';
import { closedLogs } from './closed-logs.ts';
import { Connection } from './connection.ts';
import { type ConfiguredPart, recordConfiguration } from './log-configuration.ts';
import type { LogSigner } from './log-signer.ts';
import { type DueLog, dueLogs, forgetRemoved, type PublishedNames } from './publication-rows.ts';

export interface PublisherDependencies {
  readonly changes: CommitDependencies;
  readonly witnesses: readonly CheckpointWitness[];
  /** How many of them are enough for a log that is closed; left out, none has to have it. */
  readonly quorum?: Quorum;
  readonly anchors: readonly CheckpointAnchor[];
  /** What the settings say about witnesses and anchors, for the logs themselves. */
  readonly configured: readonly ConfiguredPart[];
  readonly log: Log;
  readonly signer: LogSigner;
}

const pauseMs = 10_000;
/** Below the time after which the server gives up an idle transaction; what is left waits for the next round. */
const roundMsMax = 20_000;
const atOnce = 8;
const noQuorum: Quorum = { kind: 'none' };
const publishLock = 0x6d6f_7075;

/**
 * Shows what others keep watch over: every ten seconds the newest checkpoint of each log that grew goes to the witnesses
 * and, when it is time, to the anchors; the last one of a log that was closed until enough of them have it. One node does
 * it at a time, and no request waits for it.
 */
export class CheckpointPublisher {
  readonly #use: PublisherDependencies;
  readonly #task = new RepeatedTask(() => this.round(), pauseMs);
  #hasConfigured = false;
  #isClosing = false;

  constructor(use: PublisherDependencies) {
    this.#use = use;
  }

  start(): this {
    this.#task.start();
    return this;
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#task.stop();
  }

  /** One round, unless another node is at it. Never rejects. */
  async round(): Promise<void> {
    const { reader } = this.#use.changes.database;
    try {
      await underLock(reader, () => this.#publish(reader));
    } catch (error) {
      this.#warn('audit_publication_failed', error);
    }
  }

  async #publish(reader: Pool): Promise<void> {
    const { changes, witnesses, quorum = noQuorum, anchors, log, signer } = this.#use;
    await this.#configure();
    if (witnesses.length + anchors.length === 0) return;
    const { clock, database } = changes;
    const names = this.#names();
    const now = clock.now();
    const closed = await closedLogs(reader, { witnesses, quorum, anchors: names.anchors, now });
    const due = [...(await dueLogs(reader, names, now)), ...closed];
    const witnessing = new CheckpointWitnessing({
      pool: database.app,
      witnesses,
      clock,
      log,
      signer,
    });
    const anchoring = new CheckpointAnchoring({ changes, anchors, log });
    const deadline = clock.monotonic() + roundMsMax;
    const worker = async (): Promise<void> => {
      for (let next = due.shift(); next !== undefined; next = due.shift()) {
        if (clock.monotonic() > deadline || this.#isClosing) return;
        await this.#attend(next, { witnessing, anchoring });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  /** A change of the settings shows at the start; logs that are opened later have not been told anything yet. */
  async #configure(): Promise<void> {
    const only = this.#hasConfigured ? 'new' : 'all';
    if (!this.#hasConfigured) await forgetRemoved(this.#use.changes.database, this.#names());
    let isComplete = true;
    for (const part of this.#use.configured) {
      const told = await recordConfiguration(this.#use.changes, part, only);
      isComplete &&= told.isComplete;
      for (const { tenantId, error } of told.failures) {
        this.#warn('audit_configuration_not_recorded', error, tenantId);
      }
    }
    this.#hasConfigured ||= isComplete;
  }

  #names(): PublishedNames {
    const { witnesses, anchors } = this.#use;
    return {
      witnesses: witnesses.map(({ keyName }) => keyName),
      anchors: anchors.map(({ name }) => name),
    };
  }

  /** Witnesses first: what they said goes to the anchors too. */
  async #attend(
    log: DueLog,
    { witnessing, anchoring }: { witnessing: CheckpointWitnessing; anchoring: CheckpointAnchoring },
  ): Promise<void> {
    try {
      await witnessing.show(log);
      await anchoring.put(log);
    } catch (error) {
      this.#warn('audit_publication_failed', error, log.origin);
    }
  }

  #warn(event: string, error: unknown, of?: string): void {
    const reason = error instanceof Error ? error.message : 'unknown';
    this.#use.log.warn(event, { reason, of });
  }
}

async function underLock(reader: Pool, work: () => Promise<void>): Promise<void> {
  const connection = await Connection.open(reader);
  try {
    await connection.run('BEGIN');
    const [lock] = await connection.execute<{ readonly taken: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS taken',
      [publishLock],
    );
    if (lock?.taken === true) await work();
    await connection.commit();
    connection.release();
  } catch (error) {
    connection.discard();
    throw error;
  }
}
