import { isOffered } from '../../domain/access/role.ts';
import { MonagoError } from '../../domain/errors.ts';
import { platformTenantId, type RequestId } from '../../domain/ids.ts';
import type { Control } from '../control.ts';
import type { SignInFailure } from './failed-sign-ins.ts';
import { openSession } from './open-session.ts';

export interface SignIn {
  readonly email: string;
  readonly password: string;
  /** Network address of the caller. */
  readonly address: string;
  readonly requestId: RequestId;
}

type Account = NonNullable<Awaited<ReturnType<Control['sessions']['userByEmail']>>>;

/**
 * Signs in by e-mail address and password and returns the session's token. Whoever fails cannot tell why: an unknown
 * account takes as long and reads the same as a wrong password.
 * @throws MonagoError `sign_in_failed` | `rate_limited`
 */
export async function signIn(command: SignIn, use: Control): Promise<string> {
  const { email, password, address, requestId } = command;
  const attempt = { account: email, address };
  use.signInThrottle.begin(attempt);
  const account = await use.sessions.userByEmail(email);
  const isRight = await use.passwords.verify(account?.passwordHash, password);
  const failure = failureOf({ account, isRight }, use);
  if (account === undefined || failure !== undefined) {
    const tenantId = account?.tenantId ?? platformTenantId;
    const reason = failure ?? 'unknown_account';
    await use.failedSignIns.record({ tenantId, reason, requestId });
    throw new MonagoError('sign_in_failed');
  }
  use.signInThrottle.succeed(attempt);
  return openSession(account, requestId, use);
}

interface Checked {
  readonly account: Account | undefined;
  readonly isRight: boolean;
}

function failureOf(
  { account, isRight }: Checked,
  { mode }: Pick<Control, 'mode'>,
): SignInFailure | undefined {
  if (account === undefined) return 'unknown_account';
  if (!isRight) return 'wrong_password';
  if (account.isDisabled) return 'account_disabled';
  return isOffered(account.role, mode) ? undefined : 'role_not_offered';
}
