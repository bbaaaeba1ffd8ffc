import type { AuditFact } from '../../domain/audit/fact.ts';
import { MonagoError } from '../../domain/errors.ts';
import { platformTenantId, type TenantId } from '../../domain/ids.ts';
import type {
  FirstUser,
  Invitation,
  OpenedTenant,
  TenantRecord,
  TenantRegistry,
} from '../../ports/tenant-registry.ts';
import { type CommitDependencies, commitChange, type Draft, record } from './commit.ts';
import { insertUser, insertWorkspace, openTenant } from './new-tenant.ts';
import { consumeSetupLink } from './setup-link-store.ts';
import type { Execute } from './sql.ts';

interface TenantRow {
  readonly tenant_id: TenantId;
  readonly name: string;
  readonly created_at: Date;
  readonly has_administrator: boolean;
}

/** Looks across tenants as the reader, and changes each within its own. */
export class PostgresTenantRegistry implements TenantRegistry {
  readonly #use: CommitDependencies;

  constructor(use: CommitDependencies) {
    this.#use = use;
  }

  async list(): Promise<readonly TenantRecord[]> {
    const { rows } = await this.#use.database.reader.query<TenantRow>(
      `SELECT tenant_id, name, created_at,
          EXISTS (SELECT 1 FROM user_account u WHERE u.tenant_id = t.tenant_id) AS has_administrator
        FROM tenant t WHERE tenant_id <> $1 ORDER BY created_at DESC, tenant_id DESC`,
      [platformTenantId],
    );
    return rows.map((row) => ({
      id: row.tenant_id,
      name: row.name,
      createdAt: row.created_at.getTime(),
      hasAdministrator: row.has_administrator,
    }));
  }

  async open(tenant: OpenedTenant, fact: AuditFact): Promise<void> {
    await commitChange(this.#use, tenant.id, async (draft) => {
      const now = new Date(tenant.invitation.createdAt);
      await openTenant(this.#use, draft, { tenant, now });
      await insertWorkspace(draft.execute, tenant, now);
      await insertInvitation(draft.execute, tenant.invitation);
      this.#recordInBoth(draft, tenant.id, fact);
    });
  }

  async invite(invitation: Invitation, fact: AuditFact): Promise<void> {
    const { tenantId } = invitation;
    await commitChange(this.#use, tenantId, async (draft) => {
      await lockWaitingTenant(draft.execute, tenantId);
      await draft.execute(
        `UPDATE tenant_invitation SET expires_at = least(expires_at, $2)
          WHERE tenant_id = $1 AND used_at IS NULL`,
        [tenantId, new Date(invitation.createdAt)],
      );
      await insertInvitation(draft.execute, invitation);
      this.#recordInBoth(draft, tenantId, fact);
    });
  }

  async invitedTo(tokenHash: Buffer, now: number): Promise<TenantId | undefined> {
    const { rows } = await this.#use.database.reader.query<{ tenant_id: TenantId }>(
      `SELECT tenant_id FROM tenant_invitation
        WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2`,
      [tokenHash, new Date(now)],
    );
    return rows[0]?.tenant_id;
  }

  async hasOpenInvitation(now: number): Promise<boolean> {
    const { rowCount } = await this.#use.database.reader.query(
      'SELECT 1 FROM tenant_invitation WHERE used_at IS NULL AND expires_at > $1 LIMIT 1',
      [new Date(now)],
    );
    return rowCount !== 0;
  }

  async acceptInvitation({ organisation, user, tokenHash }: FirstUser, fact: AuditFact) {
    const { tenantId } = user;
    await commitChange(this.#use, tenantId, async (draft) => {
      const now = new Date(this.#use.clock.now());
      const used = await draft.execute(
        `UPDATE tenant_invitation SET used_at = $3
          WHERE tenant_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > $3
          RETURNING 1 AS used`,
        [tenantId, tokenHash, now],
      );
      if (used.length === 0) throw new MonagoError('setup_link_invalid');
      await lockWaitingTenant(draft.execute, tenantId);
      await nameTenant(draft.execute, tenantId, organisation);
      await insertUser(draft.execute, user, now);
      record(draft, this.#use.random, { tenantId, fact });
    });
  }

  async createOperator({ organisation, user, tokenHash }: FirstUser, fact: AuditFact) {
    await commitChange(this.#use, platformTenantId, async (draft) => {
      const now = new Date(this.#use.clock.now());
      await consumeSetupLink(this.#use.database, draft.execute, { tokenHash, now });
      await nameTenant(draft.execute, platformTenantId, organisation);
      await insertUser(draft.execute, user, now);
      record(draft, this.#use.random, { tenantId: platformTenantId, fact });
    });
  }

  #recordInBoth(draft: Draft, tenantId: TenantId, fact: AuditFact): void {
    record(draft, this.#use.random, { tenantId, fact });
    record(draft, this.#use.random, { tenantId: platformTenantId, fact });
  }
}

async function insertInvitation(execute: Execute, invitation: Invitation): Promise<void> {
  await execute(
    `INSERT INTO tenant_invitation (tenant_id, token_hash, created_at, expires_at)
      VALUES ($1, $2, $3, $4)`,
    [
      invitation.tenantId,
      invitation.tokenHash,
      new Date(invitation.createdAt),
      new Date(invitation.expiresAt),
    ],
  );
}

/** @throws MonagoError `tenant_not_found`, `setup_done` when the tenant has its people already */
async function lockWaitingTenant(execute: Execute, tenantId: TenantId): Promise<void> {
  const tenant = await execute('SELECT 1 AS found FROM tenant WHERE tenant_id = $1 FOR UPDATE', [
    tenantId,
  ]);
  // The platform's own is no tenant of anybody's.
  if (tenant.length === 0 || tenantId === platformTenantId) {
    throw new MonagoError('tenant_not_found');
  }
  const people = await execute('SELECT 1 AS found FROM user_account WHERE tenant_id = $1 LIMIT 1', [
    tenantId,
  ]);
  if (people.length > 0) throw new MonagoError('setup_done');
}

async function nameTenant(execute: Execute, tenantId: TenantId, name: string): Promise<void> {
  await execute('UPDATE tenant SET name = $2 WHERE tenant_id = $1', [tenantId, name]);
}
