import type pg from 'pg';
import type { ApprovalId } from '../../domain/ids.ts';
import type { Log } from '../../ports/log.ts';
import { approvalChannel } from './approval-row.ts';
import type { Database } from './open-database.ts';
import { RepeatedTask } from './repeated-task.ts';

const reconnectMs = 250;

/** Hears of approvals that are not what they were. A notification that was lost is a poll late, no more. */
export class ApprovalWatch {
  readonly #database: Pick<Database, 'newReaderClient'>;
  readonly #log: Log;
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #listening = new RepeatedTask(() => this.#listenUntilLost(), reconnectMs);
  #listener: pg.Client | undefined;

  constructor(database: Pick<Database, 'newReaderClient'>, log: Log) {
    this.#database = database;
    this.#log = log;
  }

  start(): this {
    this.#listening.start();
    return this;
  }

  async close(): Promise<void> {
    const over = this.#listening.stop();
    await this.#listener?.end();
    await over;
    this.#wakeAll();
  }

  /**
   * Resolves at the next news of the approval, after `waitMs`, or when the signal aborts: whoever waits looks again.
   * MUST be called before the look that it follows, so that nothing is missed in between.
   */
  news(approvalId: ApprovalId, waitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#forget(approvalId, wake);
        resolve();
      };
      const timer = setTimeout(wake, waitMs);
      const waiting = this.#waiting.get(approvalId) ?? new Set();
      waiting.add(wake);
      this.#waiting.set(approvalId, waiting);
      signal.addEventListener('abort', wake);
      if (signal.aborted) wake();
    });
  }

  #forget(approvalId: string, wake: () => void): void {
    const waiting = this.#waiting.get(approvalId);
    waiting?.delete(wake);
    if (waiting?.size === 0) this.#waiting.delete(approvalId);
  }

  #wakeAll(): void {
    for (const waiting of [...this.#waiting.values()]) for (const wake of [...waiting]) wake();
  }

  /** One life of the listening connection; resolves when it is lost or ended. */
  async #listenUntilLost(): Promise<void> {
    const client = this.#database.newReaderClient('monago-approvals');
    this.#listener = client;
    const over = new Promise<void>((resolve) => {
      client.once('end', resolve);
      // There may be more than one error, and an unheard one would end the process.
      client.on('error', (error) => {
        this.#log.warn('approvals.listener_lost', { error: error.message });
        resolve();
      });
    });
    client.on('notification', ({ payload }) => {
      const [, approvalId = ''] = (payload ?? '').split(':');
      for (const wake of [...(this.#waiting.get(approvalId) ?? [])]) wake();
    });
    try {
      // The driver leaves `connect()` pending for ever when the client is ended meanwhile.
      await Promise.race([listenOn(client), over]);
      // What changed while nobody listened.
      this.#wakeAll();
      await over;
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown.message : 'unknown';
      this.#log.warn('approvals.listen_failed', { error });
    } finally {
      await client.end();
    }
  }
}

async function listenOn(client: pg.Client): Promise<void> {
  await client.connect();
  await client.query(`LISTEN ${approvalChannel}`);
}
