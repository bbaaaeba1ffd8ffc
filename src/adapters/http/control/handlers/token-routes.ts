import { createToken } from '../../../../control/api-keys/create-token.ts';
import { listTokens } from '../../../../control/api-keys/list-tokens.ts';
import { revokeToken } from '../../../../control/api-keys/revoke-token.ts';
import type { Control } from '../../../../control/control.ts';
import { listWorkspaces } from '../../../../control/workspaces/list-workspaces.ts';
import { MonagoError } from '../../../../domain/errors.ts';
import { isId } from '../../../../domain/ids.ts';
import { callerOf } from '../call.ts';
import { type Route, route } from '../route.ts';

/** API Keys, and the workspaces they belong to. */
export function tokenRoutes(control: Control): Route[] {
  return [
    route('workspace.list', async (_, call) => ({
      workspaces: await listWorkspaces({ by: callerOf(call) }, control),
    })),

    route('token.list', async (_, call) => ({
      tokens: await listTokens({ by: callerOf(call) }, control),
    })),

    route('token.create', ({ body }, call) =>
      createToken(
        {
          by: callerOf(call),
          name: body.name,
          scope: body.scope,
          workspaceId: body.workspace_id,
          expiresInDays: body.expires_in_days,
        },
        control,
      ),
    ),

    route('token.revoke', async ({ params: { id } }, call) => {
      if (!isId('tok', id)) throw new MonagoError('token_not_found');
      return revokeToken({ by: callerOf(call), tokenId: id }, control);
    }),
  ];
}
