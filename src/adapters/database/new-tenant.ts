import { MonagoError } from '../../domain/errors.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { NewTenant } from '../../ports/unit-of-work.ts';
import type { Execute } from './sql.ts';
import { constraintOf } from './sql-state.ts';

/** @returns false when the tenant is already there */
export async function insertTenant(
  execute: Execute,
  tenant: { readonly id: TenantId; readonly name: string },
  now: Date,
): Promise<boolean> {
  const inserted = await execute(
    `INSERT INTO tenant (tenant_id, name, created_at) VALUES ($1, $2, $3)
      ON CONFLICT DO NOTHING RETURNING 1 AS inserted`,
    [tenant.id, tenant.name, now],
  );
  return inserted.length > 0;
}

/** The tenant's default workspace and administrator. */
export async function insertFounders(
  execute: Execute,
  tenant: NewTenant,
  now: Date,
): Promise<void> {
  const { workspace, administrator } = tenant;
  await execute(
    `INSERT INTO workspace (tenant_id, workspace_id, slug, name, is_default, created_at)
      VALUES ($1, $2, $3, $4, $5, $6)`,
    [tenant.id, workspace.id, workspace.slug, workspace.name, workspace.isDefault, now],
  );
  try {
    await execute(
      `INSERT INTO user_account (tenant_id, user_id, email, name, role, password_hash, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        tenant.id,
        administrator.id,
        administrator.email.toLowerCase(),
        administrator.name,
        administrator.role,
        administrator.passwordHash,
        now,
      ],
    );
  } catch (thrown) {
    if (constraintOf(thrown) !== 'user_account_email_key') throw thrown;
    throw new MonagoError('invalid_input', { param: 'email', cause: thrown });
  }
}
