import type { SealedSecret } from '../../domain/credential/envelope.ts';
import { platformTenantId } from '../../domain/ids.ts';
import { announceChange } from './directory-epoch.ts';
import type { Database } from './open-database.ts';
import { type SealedColumns, sealedOf, sealedValues } from './sealed-columns.ts';
import { inTransaction } from './transaction.ts';

/** A key that signs access tokens. */
export interface TokenSigningKey {
  readonly kid: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Buffer;
  readonly sealed: SealedSecret;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Set when it signs no more; tokens it has signed stay good until they expire. */
  readonly retiredAt: number | undefined;
}

interface KeyRow extends SealedColumns {
  readonly kid: string;
  readonly public_key: Buffer;
  readonly created_at: Date;
  readonly retired_at: Date | null;
}

export class PostgresTokenKeyStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Newest first. */
  async list(): Promise<readonly TokenSigningKey[]> {
    const { rows } = await this.#database.reader.query<KeyRow>(
      `SELECT kid, public_key, kek_ref, wrapped_dek, nonce, ciphertext, tag, created_at, retired_at
        FROM token_signing_key ORDER BY created_at DESC, kid DESC`,
    );
    return rows.map((row) => ({
      kid: row.kid,
      publicKey: row.public_key,
      sealed: sealedOf(row),
      createdAt: row.created_at.getTime(),
      retiredAt: row.retired_at?.getTime(),
    }));
  }

  /** Every node's directory learns of the key, so that it verifies what this one signs. */
  async insert(key: Omit<TokenSigningKey, 'retiredAt'>): Promise<void> {
    await inTransaction(this.#database.app, {}, async (execute) => {
      await execute(
        `INSERT INTO token_signing_key (kid, public_key, created_at, kek_ref, wrapped_dek, nonce, ciphertext, tag)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [key.kid, key.publicKey, new Date(key.createdAt), ...sealedValues(key.sealed)],
      );
      await announceChange(execute, platformTenantId);
    });
  }
}
