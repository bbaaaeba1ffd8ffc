import type { Pool } from 'pg';
import type { Execute } from '../sql.ts';
import { inTransaction } from '../transaction.ts';
import type { SignedNote } from './write-growth.ts';

const idleMs = 50;
const busyMs = 1000;

/**
 * Keeps the newest signed checkpoint of one log until it is stored: with a batch at most once a second, or on its
 * own soon after the log has gone quiet. One that is lost in a crash can be signed again, byte for byte.
 */
export class CheckpointKeeper {
  readonly #pool: Pool;
  #note: SignedNote | undefined;
  #storedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> | undefined;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  remember(note: SignedNote): void {
    const known = this.#note;
    if (known?.generation === note.generation && note.size <= known.size) return;
    this.#note = note;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), idleMs).unref();
  }

  /** The note that should ride with the next batch, if it is time. */
  due(monotonicMs: number): SignedNote | undefined {
    return monotonicMs - this.#storedAt >= busyMs ? this.#note : undefined;
  }

  stored(note: SignedNote | undefined, monotonicMs: number): void {
    if (note === undefined) return;
    this.#storedAt = monotonicMs;
    if (this.#note?.note === note.note) this.#note = undefined;
  }

  /** Stores what waits. A failure leaves it waiting: the next batch or the next start makes up for it. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#saving;
    const note = this.#note;
    if (note === undefined) return;
    const save = (execute: Execute): Promise<void> => storeNote(execute, note);
    this.#saving = inTransaction(this.#pool, { tenantId: note.tenantId }, save).then(
      () => this.stored(note, this.#storedAt),
      () => undefined,
    );
    await this.#saving;
  }
}

export async function storeNote(
  execute: Execute,
  { tenantId, generation, size, note, signedAt }: SignedNote,
): Promise<void> {
  await execute(
    `INSERT INTO audit_checkpoint (tenant_id, generation, size, note, signed_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [tenantId, generation, size, note, signedAt],
  );
}
