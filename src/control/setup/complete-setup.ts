import type { Role } from '../../domain/access/role.ts';
import { MonagoError } from '../../domain/errors.ts';
import { platformTenantId, type RequestId, type TenantId } from '../../domain/ids.ts';
import type { NewUser, User } from '../../ports/unit-of-work.ts';
import { signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { openSession } from '../session/open-session.ts';
import { hashOfToken } from '../session/session-token.ts';

export interface CompleteSetup {
  /** From the one-time link. */
  readonly token: string;
  readonly organisation: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** Network address of the caller. */
  readonly address: string;
  readonly requestId: RequestId;
}

/** What a link makes of the person who uses it. */
interface Place {
  readonly kind: 'first_tenant' | 'operator' | 'invited';
  readonly tenantId: TenantId;
  readonly role: Role;
}

/** Creates the person whom the one-time link is for, and where they belong, and signs them in. */
export async function completeSetup(command: CompleteSetup, use: Control): Promise<string> {
  const { address } = command;
  if (use.mode === 'onprem' && (await use.sessions.isSetUp())) throw new MonagoError('setup_done');
  // Whoever tries links pays for each with a password hash of ours.
  const attempt = { account: `setup ${address}`, address };
  use.signInThrottle.begin(attempt);
  const place = await placeOf(command, use);
  const user = await createPerson(place, command, use);
  use.signInThrottle.succeed(attempt);
  return openSession(user, command.requestId, use);
}

async function placeOf({ token }: CompleteSetup, use: Control): Promise<Place> {
  if (use.mode === 'onprem') {
    return { kind: 'first_tenant', tenantId: use.random.id('ten'), role: 'admin' };
  }
  const tenantId = await use.tenants.invitedTo(hashOfToken(token), use.clock.now());
  if (tenantId !== undefined) return { kind: 'invited', tenantId, role: 'admin' };
  if (!(await use.sessions.isSetUp())) {
    return { kind: 'operator', tenantId: platformTenantId, role: 'super_admin' };
  }
  throw new MonagoError('setup_link_invalid', {
    message:
      'This set-up link is not valid any more. Ask the operator of the platform for a new one.',
  });
}

async function createPerson(place: Place, command: CompleteSetup, use: Control): Promise<User> {
  const { kind, tenantId } = place;
  const { organisation, requestId } = command;
  const user = await newUser(place, command, use);
  const tokenHash = hashOfToken(command.token);
  const fact = {
    type: 'tenant.created',
    ...signedBy({ userId: user.id, requestId }),
    tenant: tenantId,
    administrator: user.id,
  } as const;
  if (kind === 'first_tenant') {
    const workspace = {
      id: use.random.id('ws'),
      slug: 'default',
      name: 'Default',
      isDefault: true,
    };
    const tenant = { id: tenantId, name: organisation, workspace, administrator: user };
    await use.unitOfWork.createTenant({ ...tenant, setupTokenHash: tokenHash }, fact);
  } else if (kind === 'operator') {
    await use.tenants.createOperator({ organisation, user, tokenHash }, fact);
  } else {
    await use.tenants.acceptInvitation({ organisation, user, tokenHash }, fact);
  }
  return user;
}

async function newUser(
  { tenantId, role }: Place,
  { email, name, password }: CompleteSetup,
  use: Control,
): Promise<NewUser> {
  return {
    id: use.random.id('usr'),
    tenantId,
    email,
    name,
    role,
    passwordHash: await use.passwords.hash(password),
  };
}
