import { createHash } from 'node:crypto';
import type { TenantId, WorkspaceId } from '../../domain/ids.ts';
import type { GovernanceSettings } from '../../ports/directory.ts';
import type { PolicyInForce } from '../../ports/policies.ts';
import {
  defaultGovernance,
  type GovernanceRow,
  governanceColumns,
  governanceOf,
} from './governance-row.ts';
import type { Execute } from './sql.ts';

/** What governs a tenant, and what tells it from what governed it before. */
export interface GovernanceSnapshot {
  readonly fingerprint: string;
  readonly settings: GovernanceSettings;
}

interface InForceRow extends PolicyInForce {
  readonly tenant_id: TenantId;
}

interface WorkspaceRow {
  readonly tenant_id: TenantId;
  readonly workspace_id: WorkspaceId;
  readonly slug: string;
}

/** By name. @param tenantId undefined: of every tenant */
export function readPoliciesInForce(
  execute: Execute,
  tenantId?: TenantId,
): Promise<readonly InForceRow[]> {
  return execute<InForceRow>(
    `SELECT p.tenant_id, p.name, v.number AS version, v.hash, v.document
      FROM policy p
      JOIN LATERAL (
        SELECT number FROM policy_activation a
          WHERE a.tenant_id = p.tenant_id AND a.policy_id = p.policy_id
          ORDER BY activation_id DESC LIMIT 1
      ) newest ON true
      JOIN policy_version v
        ON v.tenant_id = p.tenant_id AND v.policy_id = p.policy_id AND v.number = newest.number
      WHERE $1::text IS NULL OR p.tenant_id = $1
      ORDER BY p.tenant_id, p.name`,
    [tenantId ?? null],
  );
}

/** What governs the tenants that have a workspace, which every tenant has. */
export async function readGovernance(
  execute: Execute,
  tenantId?: TenantId,
): Promise<ReadonlyMap<TenantId, GovernanceSnapshot>> {
  const only = [tenantId ?? null];
  const workspaces = await execute<WorkspaceRow>(
    `SELECT tenant_id, workspace_id, slug FROM workspace
      WHERE $1::text IS NULL OR tenant_id = $1 ORDER BY workspace_id`,
    only,
  );
  const settings = await execute<GovernanceRow & { readonly tenant_id: TenantId }>(
    `SELECT tenant_id, ${governanceColumns} FROM governance_setting
      WHERE $1::text IS NULL OR tenant_id = $1`,
    only,
  );
  const policies = await readPoliciesInForce(execute, tenantId);
  const rowOf = new Map(settings.map((row) => [row.tenant_id, row]));
  const policiesOf = byTenant(policies);
  return new Map(
    [...byTenant(workspaces)].map(([id, own]) => [
      id,
      snapshotOf(rowOf.get(id), own, policiesOf.get(id) ?? []),
    ]),
  );
}

function snapshotOf(
  row: GovernanceRow | undefined,
  workspaces: readonly WorkspaceRow[],
  inForce: readonly InForceRow[],
): GovernanceSnapshot {
  const record = row === undefined ? defaultGovernance : governanceOf(row);
  const slugs = new Map(workspaces.map((one) => [one.workspace_id, one.slug]));
  const policies = inForce.map(({ name, version, hash, document }) => ({
    name,
    version,
    hash,
    document,
  }));
  // A version never changes, so its number and hash stand for its document.
  const versions = policies.map(({ name, version, hash }) => [name, version, hash]);
  const told = JSON.stringify([row ?? null, [...slugs], versions]);
  return {
    fingerprint: createHash('sha256').update(told).digest('base64'),
    settings: { ...record, policies, workspaceSlug: (id) => slugs.get(id) },
  };
}

function byTenant<Row extends { readonly tenant_id: TenantId }>(
  rows: readonly Row[],
): ReadonlyMap<TenantId, readonly Row[]> {
  const grouped = new Map<TenantId, Row[]>();
  for (const row of rows) {
    const own = grouped.get(row.tenant_id);
    if (own === undefined) grouped.set(row.tenant_id, [row]);
    else own.push(row);
  }
  return grouped;
}
