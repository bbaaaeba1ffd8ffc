import type { TenantRole } from '../../domain/access/role.ts';
import type { TenantId, UserId } from '../../domain/ids.ts';
import type { InvitationLookup, OpenInvitation } from '../../ports/users.ts';
import type { Database } from './open-database.ts';

interface InvitationRow {
  readonly tenant_id: TenantId;
  readonly tenant_name: string;
  readonly user_id: UserId;
  readonly email: string;
  readonly role: TenantRole;
}

/** Looks across tenants as the reader. */
export class PostgresInvitationLookup implements InvitationLookup {
  readonly #database: Pick<Database, 'reader'>;

  constructor(database: Pick<Database, 'reader'>) {
    this.#database = database;
  }

  async byLink(tokenHash: Buffer, now: number): Promise<OpenInvitation | undefined> {
    const { rows } = await this.#database.reader.query<InvitationRow>(
      `SELECT i.tenant_id, t.name AS tenant_name, i.user_id, i.email, i.role
        FROM user_invitation i JOIN tenant t USING (tenant_id)
        WHERE i.token_hash = $1 AND i.used_at IS NULL AND i.disabled_at IS NULL AND i.expires_at > $2`,
      [tokenHash, new Date(now)],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    return {
      tenantId: row.tenant_id,
      tenantName: row.tenant_name,
      id: row.user_id,
      email: row.email,
      role: row.role,
    };
  }
}
