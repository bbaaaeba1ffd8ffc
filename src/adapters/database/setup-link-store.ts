import { createHash } from 'node:crypto';
import { MonagoError } from '../../domain/errors.ts';
import type { Random } from '../../ports/random.ts';
import type { Database } from './open-database.ts';
import type { Execute } from './sql.ts';
import { inTransaction } from './transaction.ts';

const lifetimeMs = 30 * 60_000;
const tokenBytes = 32;

/** The one-time links by which the first administrator is made. The database has only their hashes. */
export class PostgresSetupLinkStore {
  readonly #database: Database;
  readonly #random: Random;

  constructor(database: Database, random: Random) {
    this.#database = database;
    this.#random = random;
  }

  /** Whether anybody has set Monago up yet. */
  async isSetUp(): Promise<boolean> {
    return isSetUp(this.#database);
  }

  /**
   * Makes a link that works for 30 minutes; earlier ones that nobody used stop working.
   * @param now milliseconds since the epoch
   * @returns the token of the link, which is nowhere else
   */
  async create(now: number): Promise<string> {
    const token = this.#random.bytes(tokenBytes).toString('base64url');
    await inTransaction(this.#database.app, {}, async (execute) => {
      await execute(
        'UPDATE setup_link SET expires_at = $1 WHERE used_at IS NULL AND expires_at > $1',
        [new Date(now)],
      );
      await execute(
        'INSERT INTO setup_link (token_hash, created_at, expires_at) VALUES ($1, $2, $3)',
        [hashSetupToken(token), new Date(now), new Date(now + lifetimeMs)],
      );
    });
    return token;
  }
}

/** SHA-256 of the token's text, as in `NewTenant.setupTokenHash`. */
export function hashSetupToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export async function isSetUp(database: Database): Promise<boolean> {
  const { rowCount } = await database.reader.query('SELECT 1 FROM user_account LIMIT 1');
  return rowCount !== 0;
}

/**
 * Uses the link up within the transaction that creates the tenant.
 * @throws MonagoError `setup_link_invalid` | `setup_done`
 */
export async function consumeSetupLink(
  database: Database,
  execute: Execute,
  link: { readonly tokenHash: Buffer; readonly now: Date },
): Promise<void> {
  // Two people who set up at once must not both succeed: they queue on this row until the other has committed.
  await execute('SELECT value FROM directory_epoch FOR UPDATE');
  if (await isSetUp(database)) throw new MonagoError('setup_done');
  const used = await execute(
    `UPDATE setup_link SET used_at = $2
      WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING 1 AS used`,
    [link.tokenHash, link.now],
  );
  if (used.length === 0) throw new MonagoError('setup_link_invalid');
}
