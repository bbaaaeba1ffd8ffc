import type { WorkspaceView } from '../../contract/schemas.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';

export async function listWorkspaces(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<WorkspaceView[]> {
  const workspaces = await use.unitOfWork.read(by.tenantId, (tx) => tx.workspaces());
  return workspaces.map(({ id, slug, name, isDefault }) => ({
    id,
    slug,
    name,
    is_default: isDefault,
  }));
}
