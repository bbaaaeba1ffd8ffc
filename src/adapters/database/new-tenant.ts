import { MonagoError } from '../../domain/errors.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { NewUser, Workspace } from '../../ports/unit-of-work.ts';
import { type CommitDependencies, type Draft, record } from './commit.ts';
import type { Execute } from './sql.ts';
import { constraintOf } from './sql-state.ts';

export interface OpeningTenant {
  readonly tenant: { readonly id: TenantId; readonly name: string };
  readonly now: Date;
}

/** Creates the tenant with its empty log, unless it is there. */
export async function openTenant(
  { audit, random, version }: CommitDependencies,
  draft: Draft,
  { tenant, now }: OpeningTenant,
): Promise<void> {
  const inserted = await draft.execute(
    `INSERT INTO tenant (tenant_id, name, created_at) VALUES ($1, $2, $3)
      ON CONFLICT DO NOTHING RETURNING 1 AS inserted`,
    [tenant.id, tenant.name, now],
  );
  if (inserted.length === 0) return;
  draft.isDirectoryChanged = true;
  await audit.createLog(draft.execute, tenant.id);
  const fact = {
    type: 'log.opened',
    actor: { type: 'system', id: 'monago' },
    version,
  } as const;
  record(draft, random, { tenantId: tenant.id, fact });
}

export async function insertWorkspace(
  execute: Execute,
  { id, workspace }: { readonly id: TenantId; readonly workspace: Workspace },
  now: Date,
): Promise<void> {
  await execute(
    `INSERT INTO workspace (tenant_id, workspace_id, slug, name, is_default, created_at)
      VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, workspace.id, workspace.slug, workspace.name, workspace.isDefault, now],
  );
}

/** @throws MonagoError `invalid_input` with param `email` when somebody already has that address */
export async function insertUser(execute: Execute, user: NewUser, now: Date): Promise<void> {
  try {
    await execute(
      `INSERT INTO user_account (tenant_id, user_id, email, name, role, password_hash, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        user.tenantId,
        user.id,
        user.email.toLowerCase(),
        user.name,
        user.role,
        user.passwordHash,
        now,
      ],
    );
  } catch (thrown) {
    if (constraintOf(thrown) !== 'user_account_email_key') throw thrown;
    throw new MonagoError('invalid_input', { param: 'email', cause: thrown });
  }
}
