import type { KeyCheckValue } from '../../ports/kms.ts';
import type { Database } from './open-database.ts';
import { inTransaction } from './transaction.ts';

interface KeyCheckRow {
  readonly kek_ref: string;
  readonly kcv: Buffer;
}

/** The check values of every key-encryption key that this database has been used with. */
export class PostgresKeyCheckStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async list(): Promise<readonly KeyCheckValue[]> {
    const { rows } = await this.#database.app.query<KeyCheckRow>(
      'SELECT kek_ref, kcv FROM key_check ORDER BY created_at, kek_ref',
    );
    return rows.map((row) => ({ kekRef: row.kek_ref, value: row.kcv }));
  }

  /** Keeps the value that is there: the first one recorded is the one to compare with. */
  async insert(check: KeyCheckValue, at: number): Promise<void> {
    await inTransaction(this.#database.app, {}, (execute) =>
      execute(
        'INSERT INTO key_check (kek_ref, kcv, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [check.kekRef, check.value, new Date(at)],
      ),
    );
  }
}
