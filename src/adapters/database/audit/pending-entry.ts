import { MonagoError } from '../../../domain/errors.ts';
import type { AuditReceipt } from '../../../ports/audit-log.ts';
import type { EncodedEntry } from './encoded-entry.ts';

/** How long a caller waits for an entry to be durable. */
const appendTimeoutMs = 2000;

export function auditUnavailable(internal: string, cause?: unknown): MonagoError {
  return new MonagoError('audit_unavailable', { internal, cause, retryAfterSeconds: 1 });
}

/** An entry on its way into the log, and the caller who waits for it. */
export class PendingEntry {
  readonly entry: EncodedEntry;
  readonly receipt: Promise<AuditReceipt>;
  /** A COMMIT that may have carried the entry was sent and not answered. */
  isInDoubt = false;
  /** A batch with this entry has failed once: it may have been written, so the log is asked first. */
  isRetry = false;
  /** A statement, not the connection, failed twice with this entry in the batch: it is tried again alone. */
  isSuspect = false;
  #isSettled = false;
  #resolve: (receipt: AuditReceipt) => void = () => undefined;
  #reject: (error: MonagoError) => void = () => undefined;
  readonly #deadline: NodeJS.Timeout;

  constructor(entry: EncodedEntry) {
    this.entry = entry;
    this.receipt = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const expire = (): void => this.reject(auditUnavailable('not durable within the deadline'));
    this.#deadline = setTimeout(expire, appendTimeoutMs);
  }

  /** Nobody waits for the entry any more. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** Nothing is left to do: nobody waits and the entry is certainly not written. */
  get isOver(): boolean {
    return this.#isSettled && !this.isInDoubt;
  }

  resolve(receipt: AuditReceipt): void {
    this.#settle();
    this.#resolve(receipt);
  }

  reject(error: MonagoError): void {
    this.#settle();
    this.#reject(error);
  }

  #settle(): void {
    this.#isSettled = true;
    clearTimeout(this.#deadline);
  }
}
