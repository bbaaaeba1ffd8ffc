import type { Role } from '../../domain/access/role.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { TenantId, UserId } from '../../domain/ids.ts';
import type { Session, SessionStore, User } from '../../ports/unit-of-work.ts';
import type { Database } from './open-database.ts';
import { isSetUp } from './setup-link-store.ts';
import { inTransaction } from './transaction.ts';

const idleMsMax = 30 * 60_000;
const touchIntervalMs = 60_000;

interface UserRow {
  readonly tenant_id: TenantId;
  readonly user_id: UserId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

interface AccountRow extends UserRow {
  readonly password_hash: string;
  readonly disabled_at: Date | null;
}

interface SessionRow extends UserRow {
  readonly tenant_name: string;
  readonly created_at: Date;
  readonly last_seen_at: Date;
}

/** Looks sessions up across tenants as the reader, and changes them within their tenant as the application. */
export class PostgresSessionStore implements SessionStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async isSetUp(): Promise<boolean> {
    return isSetUp(this.#database);
  }

  async userByEmail(
    email: string,
  ): Promise<(User & { readonly passwordHash: string; readonly isDisabled: boolean }) | undefined> {
    const { rows } = await this.#database.reader.query<AccountRow>(
      `SELECT tenant_id, user_id, email, name, role, password_hash, disabled_at
        FROM user_account WHERE email = lower($1)`,
      [email],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    return {
      ...userOf(row),
      passwordHash: row.password_hash,
      isDisabled: row.disabled_at !== null,
    };
  }

  async create(
    sessionHash: Buffer,
    user: User,
    times: { readonly now: number; readonly expiresAt: number },
  ): Promise<void> {
    const { tenantId } = user;
    const now = new Date(times.now);
    await inTransaction(this.#database.app, { tenantId }, async (execute) => {
      // Whoever is being disabled at this moment either waits for this row or has it already.
      const account = await execute(
        `UPDATE user_account SET last_signed_in_at = greatest(last_signed_in_at, $3)
          WHERE tenant_id = $1 AND user_id = $2 AND disabled_at IS NULL RETURNING 1 AS found`,
        [tenantId, user.id, now],
      );
      if (account.length === 0) throw new MonagoError('sign_in_failed');
      // Signing in is when the user's dead sessions are swept, so that the table stays as small as its users.
      await execute(
        `DELETE FROM session WHERE tenant_id = $1 AND user_id = $2 AND (expires_at <= $3 OR last_seen_at <= $4)`,
        [tenantId, user.id, now, new Date(times.now - idleMsMax)],
      );
      await execute(
        `INSERT INTO session (tenant_id, session_hash, user_id, created_at, last_seen_at, expires_at)
          VALUES ($1, $2, $3, $4, $4, $5)`,
        [tenantId, sessionHash, user.id, now, new Date(times.expiresAt)],
      );
    });
  }

  async find(sessionHash: Buffer, now: number): Promise<Session | undefined> {
    const { rows } = await this.#database.reader.query<SessionRow>(
      `SELECT u.tenant_id, u.user_id, u.email, u.name, u.role, t.name AS tenant_name, s.created_at, s.last_seen_at
        FROM session s
        JOIN user_account u ON u.tenant_id = s.tenant_id AND u.user_id = s.user_id AND u.disabled_at IS NULL
        JOIN tenant t ON t.tenant_id = s.tenant_id
        WHERE s.session_hash = $1 AND s.expires_at > $2 AND s.last_seen_at > $3`,
      [sessionHash, new Date(now), new Date(now - idleMsMax)],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    if (now - row.last_seen_at.getTime() >= touchIntervalMs) {
      await this.#touch(sessionHash, row.tenant_id, now);
    }
    return { user: userOf(row), tenantName: row.tenant_name, createdAt: row.created_at.getTime() };
  }

  async remove(sessionHash: Buffer, tenantId: TenantId): Promise<void> {
    await inTransaction(this.#database.app, { tenantId }, (execute) =>
      execute('DELETE FROM session WHERE tenant_id = $1 AND session_hash = $2', [
        tenantId,
        sessionHash,
      ]),
    );
  }

  async #touch(sessionHash: Buffer, tenantId: TenantId, now: number): Promise<void> {
    await inTransaction(this.#database.app, { tenantId }, (execute) =>
      execute(
        'UPDATE session SET last_seen_at = greatest(last_seen_at, $3) WHERE tenant_id = $1 AND session_hash = $2',
        [tenantId, sessionHash, new Date(now)],
      ),
    );
  }
}

function userOf(row: UserRow): User {
  return {
    id: row.user_id,
    tenantId: row.tenant_id,
    email: row.email,
    name: row.name,
    role: row.role,
  };
}
