import { readLoggedEntry } from '../../../domain/audit/export/logged-entry.ts';
import type { AuditSink, SinkJournal, SinkPosition } from '../../../ports/audit-sinks.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Log } from '../../../ports/log.ts';

export interface SinkDeliveryPorts {
  readonly journal: SinkJournal;
  readonly clock: Clock;
  readonly log: Log;
}

const firstPauseMs = 1_000;
const longestPauseMs = 60_000;
const problemLengthMax = 500;

/**
 * Gives one sink what it does not have, log by log and in order, at least once: a position moves only after the sink
 * has taken the entries ahead of it. No request ever waits for it.
 */
export class SinkDelivery {
  readonly #sink: AuditSink;
  readonly #use: SinkDeliveryPorts;
  #pauseMs = 0;
  #notBefore = Number.NEGATIVE_INFINITY;
  /** What a node that died left as the sink's problem is taken back by the first pass that works. */
  #isReported = false;
  #isStopping = false;

  constructor(sink: AuditSink, use: SinkDeliveryPorts) {
    this.#sink = sink;
    this.#use = use;
  }

  /** One pass over all logs. Never rejects: after a failure the passes of the next while do nothing. */
  async pass(): Promise<void> {
    const { journal, clock } = this.#use;
    if (clock.monotonic() < this.#notBefore) return;
    try {
      if (!(await journal.claim(this.#sink.name))) return;
      for (const position of await journal.pending(this.#sink)) await this.#deliver(position);
      if (!this.#isReported) await journal.report(this.#sink.name, undefined);
      this.#isReported = true;
      this.#pauseMs = 0;
    } catch (error) {
      await this.#failed(error);
    }
  }

  /** Lets the batch that is under way finish, and begins no other. */
  stop(): void {
    this.#isStopping = true;
  }

  async #deliver(from: SinkPosition): Promise<void> {
    const { journal } = this.#use;
    let position = from;
    while (!this.#isStopping) {
      const { leaves, next } = await journal.read(position, this.#sink.batchMax);
      if (next === position.next) return;
      if (leaves.length > 0) await this.#sink.deliver(leaves.map(readLoggedEntry));
      position = { ...position, next };
      await journal.advance(this.#sink.name, position);
      if (!(await journal.claim(this.#sink.name))) return;
    }
  }

  async #failed(error: unknown): Promise<void> {
    const { journal, clock, log } = this.#use;
    this.#isReported = false;
    this.#pauseMs = Math.min(Math.max(this.#pauseMs * 2, firstPauseMs), longestPauseMs);
    this.#notBefore = clock.monotonic() + this.#pauseMs;
    const reason = (error instanceof Error ? error.message : 'failed').slice(0, problemLengthMax);
    log.warn('audit_sink_failed', { sink: this.#sink.name, reason, retryInMs: this.#pauseMs });
    try {
      await journal.report(this.#sink.name, reason);
    } catch {
      // The database may be what failed; the next pass says so again.
    }
  }
}
