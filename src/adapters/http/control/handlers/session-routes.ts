import type { SessionView } from '../../../../contract/schemas.ts';
import type { Control } from '../../../../control/control.ts';
import { rfc3339OrNull } from '../../../../control/rfc3339.ts';
import { findSession } from '../../../../control/session/find-session.ts';
import { readFallbackUse } from '../../../../control/session/read-fallback-use.ts';
import { signIn } from '../../../../control/session/sign-in.ts';
import { signOut } from '../../../../control/session/sign-out.ts';
import { completeSetup } from '../../../../control/setup/complete-setup.ts';
import { readSetupState } from '../../../../control/setup/read-setup-state.ts';
import { MonagoError } from '../../../../domain/errors.ts';
import type { Session } from '../../../../ports/unit-of-work.ts';
import { type Call, callerOf, signedInOf } from '../call.ts';
import type { ControlHttpOptions } from '../control-http-options.ts';
import { type Route, route } from '../route.ts';
import type { SessionCookie } from '../session-cookie.ts';

export interface SessionRoutesUse {
  readonly control: Control;
  readonly cookie: SessionCookie;
  readonly options: ControlHttpOptions;
}

/** Set-up, sign-in and sign-out. */
export function sessionRoutes(use: SessionRoutesUse): Route[] {
  const { control, cookie } = use;
  return [
    route('setup.state', () => readSetupState(control)),

    route('setup.complete', async ({ body }, call) => {
      const { requestId, address } = call;
      const token = await completeSetup({ ...body, address, requestId }, control);
      return beginSession(token, call, use);
    }),

    route('session.create', async ({ body }, call) => {
      const { requestId, address } = call;
      const token = await signIn({ ...body, address, requestId }, control);
      return beginSession(token, call, use);
    }),

    route('session.read', (_, call) => sessionView(signedInOf(call).session, use)),

    route('session.end', async (_, call) => {
      const by = callerOf(call);
      cookie.clear(call.reply);
      await signOut({ by, token: signedInOf(call).token }, control);
      return null;
    }),
  ];
}

/** Gives the browser a session that has just been opened, and says who that is. */
export async function beginSession(
  token: string,
  call: Call,
  use: SessionRoutesUse,
): Promise<SessionView> {
  const { control, cookie } = use;
  const session = await findSession(token, control);
  if (session === undefined) {
    throw new MonagoError('internal', { internal: 'a new session cannot be found' });
  }
  cookie.set(call.reply, token);
  return sessionView(session, use);
}

async function sessionView(
  { user, tenantName }: Session,
  { control, options }: SessionRoutesUse,
): Promise<SessionView> {
  const fallbackUsedAt = await readFallbackUse({ by: { tenantId: user.tenantId } }, control);
  return {
    user: { id: user.id, name: user.name, email: user.email, role: user.role },
    tenant: { id: user.tenantId, name: tenantName },
    mode: control.mode,
    insecure_transport: options.insecureTransport,
    gateway_url: `${options.publicUrl()}/v1`,
    fallback_used_at: rfc3339OrNull(fallbackUsedAt),
  };
}
