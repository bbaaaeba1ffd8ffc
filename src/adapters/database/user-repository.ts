import type { TenantRole } from '../../domain/access/role.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { UserId } from '../../domain/ids.ts';
import type {
  InvitationLink,
  Joining,
  NewInvitation,
  Person,
  UserRepository,
} from '../../ports/users.ts';
import { constraintOf } from './sql-state.ts';
import type { TenantScope } from './tenant-scope.ts';

interface PersonRow {
  readonly user_id: UserId;
  readonly email: string;
  readonly name: string | null;
  readonly role: TenantRole;
  readonly status: Person['status'];
  readonly last_signed_in_at: Date | null;
  readonly invited_until: Date | null;
}

/** Accounts, and invitations that have not become one. */
const people = `
  SELECT user_id, email, name, role, CASE WHEN disabled_at IS NULL THEN 'active' ELSE 'disabled' END AS status,
      last_signed_in_at, NULL::timestamptz AS invited_until
    FROM user_account WHERE tenant_id = $1
  UNION ALL
  SELECT user_id, email, NULL, role, CASE WHEN disabled_at IS NULL THEN 'invited' ELSE 'disabled' END,
      NULL, expires_at
    FROM user_invitation WHERE tenant_id = $1 AND used_at IS NULL`;

export class PostgresUserRepository implements UserRepository {
  readonly #scope: TenantScope;

  constructor(scope: TenantScope) {
    this.#scope = scope;
  }

  async list(): Promise<readonly Person[]> {
    const rows = await this.#scope.execute<PersonRow>(
      `SELECT * FROM (${people}) AS person ORDER BY email, user_id`,
      [this.#scope.tenantId],
    );
    return rows.map(personOf);
  }

  async byId(id: UserId): Promise<Person> {
    const [row] = await this.#scope.execute<PersonRow>(
      `SELECT * FROM (${people}) AS person WHERE user_id = $2`,
      [this.#scope.tenantId, id],
    );
    if (row === undefined) throw new MonagoError('user_not_found');
    return personOf(row);
  }

  async lock(): Promise<void> {
    await this.#scope.execute('SELECT 1 FROM tenant WHERE tenant_id = $1 FOR NO KEY UPDATE', [
      this.#scope.tenantId,
    ]);
  }

  async invite({ id, email, role, ...link }: NewInvitation): Promise<void> {
    const { tenantId, execute } = this.#scope;
    const taken = await execute(
      'SELECT 1 AS found FROM user_account WHERE tenant_id = $1 AND email = $2',
      [tenantId, email],
    );
    if (taken.length > 0) throw new MonagoError('user_email_taken');
    await refuseTaken('user_invitation_one_open', () =>
      execute(
        `INSERT INTO user_invitation (tenant_id, user_id, email, role, token_hash, invited_by, invited_at, expires_at)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [tenantId, id, email, role, ...valuesOf(link)],
      ),
    );
  }

  async inviteAgain(id: UserId, link: InvitationLink): Promise<void> {
    const renewed = await this.#scope.execute(
      `UPDATE user_invitation SET token_hash = $3, invited_by = $4, invited_at = $5, expires_at = $6
        WHERE tenant_id = $1 AND user_id = $2 AND used_at IS NULL AND disabled_at IS NULL RETURNING 1 AS renewed`,
      [this.#scope.tenantId, id, ...valuesOf(link)],
    );
    if (renewed.length === 0) throw new MonagoError('user_not_invited');
  }

  async join({ id, tokenHash, name, passwordHash, at }: Joining): Promise<void> {
    const { tenantId, execute } = this.#scope;
    const now = new Date(at);
    const used = await execute(
      `UPDATE user_invitation SET used_at = $4
        WHERE tenant_id = $1 AND user_id = $2 AND token_hash = $3
          AND used_at IS NULL AND disabled_at IS NULL AND expires_at > $4 RETURNING 1 AS used`,
      [tenantId, id, tokenHash, now],
    );
    if (used.length === 0) throw new MonagoError('invitation_invalid');
    await refuseTaken('user_account_email_key', () =>
      execute(
        `INSERT INTO user_account (tenant_id, user_id, email, name, role, password_hash, created_at)
          SELECT tenant_id, user_id, email, $3, role, $4, $5 FROM user_invitation
            WHERE tenant_id = $1 AND user_id = $2`,
        [tenantId, id, name, passwordHash, now],
      ),
    );
  }

  async setRole(id: UserId, role: TenantRole): Promise<void> {
    await this.#change(id, 'role = $3', role);
  }

  async disable(id: UserId, at: number): Promise<void> {
    const { tenantId, execute } = this.#scope;
    const now = new Date(at);
    await this.#change(id, 'disabled_at = $3', now);
    await execute('DELETE FROM session WHERE tenant_id = $1 AND user_id = $2', [tenantId, id]);
    // Should the invitation be enabled again, it needs another link.
    await execute(
      `UPDATE user_invitation SET expires_at = least(expires_at, $3) WHERE tenant_id = $1 AND user_id = $2`,
      [tenantId, id, now],
    );
  }

  async enable(id: UserId): Promise<void> {
    await this.#change(id, 'disabled_at = $3', null);
  }

  async forget(id: UserId): Promise<void> {
    const { tenantId, execute } = this.#scope;
    const values = [tenantId, id, `${id}@forgotten.invalid`];
    const forgotten = [
      ...(await execute(
        `UPDATE user_account SET email = $3, name = 'Forgotten user'
          WHERE tenant_id = $1 AND user_id = $2 AND disabled_at IS NOT NULL RETURNING 1 AS forgotten`,
        values,
      )),
      ...(await execute(
        `UPDATE user_invitation SET email = $3
          WHERE tenant_id = $1 AND user_id = $2 AND (used_at IS NOT NULL OR disabled_at IS NOT NULL)
          RETURNING 1 AS forgotten`,
        values,
      )),
    ];
    if (forgotten.length === 0) throw new MonagoError('user_not_found');
  }

  /** Where the person is: in an account, or in an invitation that has not become one. */
  async #change(id: UserId, assignment: string, value: string | Date | null): Promise<void> {
    const values = [this.#scope.tenantId, id, value];
    const changed = [
      ...(await this.#scope.execute(
        `UPDATE user_account SET ${assignment} WHERE tenant_id = $1 AND user_id = $2 RETURNING 1 AS changed`,
        values,
      )),
      ...(await this.#scope.execute(
        `UPDATE user_invitation SET ${assignment}
          WHERE tenant_id = $1 AND user_id = $2 AND used_at IS NULL RETURNING 1 AS changed`,
        values,
      )),
    ];
    if (changed.length === 0) throw new MonagoError('user_not_found');
  }
}

async function refuseTaken(constraint: string, insert: () => Promise<unknown>): Promise<void> {
  try {
    await insert();
  } catch (thrown) {
    if (constraintOf(thrown) !== constraint) throw thrown;
    throw new MonagoError('user_email_taken', { cause: thrown });
  }
}

function valuesOf({ tokenHash, invitedBy, invitedAt, expiresAt }: InvitationLink) {
  return [tokenHash, invitedBy, new Date(invitedAt), new Date(expiresAt)];
}

function personOf(row: PersonRow): Person {
  return {
    id: row.user_id,
    email: row.email,
    name: row.name ?? undefined,
    role: row.role,
    status: row.status,
    lastSignInAt: row.last_signed_in_at?.getTime(),
    invitedUntil: row.invited_until?.getTime(),
  };
}
