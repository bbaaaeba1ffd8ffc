import type { WorkspaceId } from '../../domain/ids.ts';
import type { Workspace } from '../../ports/unit-of-work.ts';
import type { TenantScope } from './tenant-scope.ts';

interface WorkspaceRow {
  readonly workspace_id: WorkspaceId;
  readonly slug: string;
  readonly name: string;
  readonly is_default: boolean;
}

/** The default workspace first, then by name. */
export async function listWorkspaces(scope: TenantScope): Promise<readonly Workspace[]> {
  const rows = await scope.execute<WorkspaceRow>(
    `SELECT workspace_id, slug, name, is_default FROM workspace WHERE tenant_id = $1
      ORDER BY is_default DESC, name, workspace_id`,
    [scope.tenantId],
  );
  return rows.map((row) => ({
    id: row.workspace_id,
    slug: row.slug,
    name: row.name,
    isDefault: row.is_default,
  }));
}
