import type { TokenView } from '../../contract/schemas.ts';
import type { TokenScope } from '../../domain/access/role.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { WorkspaceId } from '../../domain/ids.ts';
import type { ServiceToken, TenantTransaction } from '../../ports/unit-of-work.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { rfc3339 } from '../rfc3339.ts';
import { tokenView } from './token-view.ts';

export interface CreateToken {
  readonly by: Caller;
  readonly name: string;
  readonly scope: TokenScope;
  /** Undefined: the tenant's default workspace. */
  readonly workspaceId: string | undefined;
  readonly expiresInDays: number;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Issues a service token. The JWT is in this answer and nowhere else: what is kept is the record that allows it. */
export function createToken(
  command: CreateToken,
  use: Control,
): Promise<{ token: TokenView; jwt: string }> {
  const { tenantId } = command.by;
  return use.unitOfWork.run(tenantId, async (tx) => {
    const now = use.clock.now();
    const workspaceId = await workspaceOf(command, tx);
    const tokenId = use.random.id('tok');
    const expiresAt = wholeSecond(now) + command.expiresInDays * dayMs;
    const { jwt, kid } = await use.tokens.issue({ tenantId, workspaceId, tokenId, expiresAt });
    const token: ServiceToken = {
      id: tokenId,
      workspaceId,
      name: command.name,
      scope: command.scope,
      last4: jwt.slice(-4),
      createdAt: now,
      createdBy: command.by.userId,
      expiresAt,
      revokedAt: undefined,
    };
    await tx.tokens.insert(token, kid);
    auditCreation(command.by, token, tx);
    return { token: tokenView(token, now), jwt };
  });
}

// A JWT counts in seconds; the record must end in the same one.
function wholeSecond(unixMs: number): number {
  return Math.floor(unixMs / 1000) * 1000;
}

async function workspaceOf(
  { workspaceId }: CreateToken,
  tx: TenantTransaction,
): Promise<WorkspaceId> {
  const workspaces = await tx.workspaces();
  const chosen = workspaces.find(({ id, isDefault }) =>
    workspaceId === undefined ? isDefault : id === workspaceId,
  );
  if (chosen !== undefined) return chosen.id;
  const message = 'There is no such workspace.';
  throw new MonagoError('invalid_input', {
    param: 'workspace_id',
    fields: [{ field: 'workspace_id', message }],
  });
}

function auditCreation(by: Caller, token: ServiceToken, tx: TenantTransaction): void {
  const { id, name, scope, last4, workspaceId, expiresAt } = token;
  tx.audit({
    type: 'token.created',
    ...signedBy(by),
    workspace: workspaceId,
    token: { id, name, last4 },
    changes: [
      { field: 'status', old: null, new: 'active' },
      { field: 'scope', old: null, new: scope },
      { field: 'workspace', old: null, new: workspaceId },
      { field: 'expires_at', old: null, new: rfc3339(expiresAt) },
    ],
  });
}
