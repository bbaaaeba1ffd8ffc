import { asMonagoError } from '../domain/errors.ts';
import type { TenantId } from '../domain/ids.ts';
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

  /** Tries all that wait, in order. A log that is still away keeps its own entries waiting, and nobody else's. */
  retry(): Promise<void> {
    this.#running ??= this.#drain().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #drain(): Promise<void> {
    const round = this.#waiting;
    this.#waiting = [];
    const away = new Set<TenantId>();
    for (const entry of round) {
      if (away.has(entry.tenantId) || !(await this.#isSettled(entry))) {
        away.add(entry.tenantId);
        this.#waiting.push(entry);
      }
    }
  }

  /** Whether nothing more can be done for the entry: it is written, or it never can be. */
  async #isSettled(entry: NewEntry): Promise<boolean> {
    try {
      await this.#auditLog.append(entry);
      this.#log.info('outcome_written_late', { entryId: entry.entryId });
      return true;
    } catch (thrown) {
      if (asMonagoError(thrown).code === 'audit_unavailable') return false;
      // The intent is closed already, or the entry cannot be encoded: to try again would fail for ever.
      this.#log.error('outcome_refused', { entryId: entry.entryId });
      return true;
    }
  }
}
