import type { AuditLog, NewEntry } from '../ports/audit-log.ts';
import type { Log } from '../ports/log.ts';

const waitingMax = 10_000;

/**
 * Outcomes that could not be written when their request ended. The caller was told so; the entry is written as soon as
 * the log is back, under the same id, so that every intent still gets exactly one outcome.
 */
export class OutcomeBacklog {
  readonly #auditLog: AuditLog;
  readonly #log: Log;
  #waiting: NewEntry[] = [];
  #running: Promise<void> | undefined;

  constructor(auditLog: AuditLog, log: Log) {
    this.#auditLog = auditLog;
    this.#log = log;
  }

  keep(entry: NewEntry): void {
    // What does not fit stays an open intent, which the next start closes as unknown.
    if (this.#waiting.length >= waitingMax) this.#log.error('outcome_left_open');
    else this.#waiting.push(entry);
  }

  /** Tries all that wait, in order, until one fails again. */
  retry(): Promise<void> {
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #drain(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      try {
        await this.#auditLog.append(next);
      } catch {
        return;
      }
      this.#waiting.shift();
      this.#log.info('outcome_written_late', { entryId: next.entryId });
    }
  }
}
