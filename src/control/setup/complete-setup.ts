import { MonagoError } from '../../domain/errors.ts';
import type { RequestId } from '../../domain/ids.ts';
import type { NewTenant } from '../../ports/unit-of-work.ts';
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

/** Creates the tenant, its default workspace and its administrator, and signs the administrator in. */
export async function completeSetup(command: CompleteSetup, use: Control): Promise<string> {
  const { address, requestId } = command;
  if (await use.sessions.isSetUp()) throw new MonagoError('setup_done');
  // Whoever tries links pays for each with a password hash of ours.
  const attempt = { account: `setup ${address}`, address };
  use.signInThrottle.begin(attempt);
  const tenant = await newTenant(command, use);
  const { administrator } = tenant;
  await use.unitOfWork.createTenant(tenant, {
    type: 'tenant.created',
    ...signedBy({ userId: administrator.id, requestId }),
    tenant: tenant.id,
    administrator: administrator.id,
  });
  use.signInThrottle.succeed(attempt);
  return openSession(administrator, requestId, use);
}

async function newTenant(command: CompleteSetup, use: Control): Promise<NewTenant> {
  const tenantId = use.random.id('ten');
  return {
    id: tenantId,
    name: command.organisation,
    workspace: { id: use.random.id('ws'), slug: 'default', name: 'Default', isDefault: true },
    administrator: {
      id: use.random.id('usr'),
      tenantId,
      email: command.email,
      name: command.name,
      role: 'admin',
      passwordHash: await use.passwords.hash(command.password),
    },
    setupTokenHash: hashOfToken(command.token),
  };
}
