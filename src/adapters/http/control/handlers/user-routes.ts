import { acceptInvitation } from '../../../../control/users/accept-invitation.ts';
import { changeRole } from '../../../../control/users/change-role.ts';
import { disableUser } from '../../../../control/users/disable-user.ts';
import { enableUser } from '../../../../control/users/enable-user.ts';
import type { InvitedUser } from '../../../../control/users/invitation-link.ts';
import { inviteAgain } from '../../../../control/users/invite-again.ts';
import { inviteUser } from '../../../../control/users/invite-user.ts';
import { listUsers } from '../../../../control/users/list-users.ts';
import { readInvitation } from '../../../../control/users/read-invitation.ts';
import { MonagoError } from '../../../../domain/errors.ts';
import { isId, type UserId } from '../../../../domain/ids.ts';
import { callerOf } from '../call.ts';
import { type Route, route } from '../route.ts';
import { beginSession, type SessionRoutesUse } from './session-routes.ts';

/** Users, and joining by an invitation. */
export function userRoutes(use: SessionRoutesUse): Route[] {
  const { control, options } = use;
  const withLink = ({ token, ...invited }: InvitedUser) => ({
    ...invited,
    invitation_link: `${options.publicUrl()}/join#token=${token}`,
  });
  return [
    route('user.list', async (_, call) => ({
      users: await listUsers({ by: callerOf(call) }, control),
    })),

    route('user.invite', async ({ body: { email, role } }, call) =>
      withLink(await inviteUser({ by: callerOf(call), email, role }, control)),
    ),

    route('user.invite_again', async ({ params }, call) => {
      const command = { by: callerOf(call), userId: userIdOf(params) };
      return withLink(await inviteAgain(command, control));
    }),

    route('user.change_role', async ({ params, body: { role } }, call) =>
      changeRole({ by: callerOf(call), userId: userIdOf(params), role }, control),
    ),

    route('user.disable', async ({ params }, call) =>
      disableUser({ by: callerOf(call), userId: userIdOf(params) }, control),
    ),

    route('user.enable', async ({ params }, call) =>
      enableUser({ by: callerOf(call), userId: userIdOf(params) }, control),
    ),

    route('invitation.read', ({ body: { token } }) => readInvitation({ token }, control)),

    route('invitation.accept', async ({ body }, call) => {
      const { requestId, address } = call;
      const token = await acceptInvitation({ ...body, address, requestId }, control);
      return beginSession(token, call, use);
    }),
  ];
}

function userIdOf({ id }: { readonly id: string }): UserId {
  if (!isId('usr', id)) throw new MonagoError('user_not_found');
  return id;
}
