import type { ErasureView } from '../../../contract/audit-content-endpoints.ts';
import { MonagoError } from '../../../domain/errors.ts';
import { isId } from '../../../domain/ids.ts';
import type { Erasure, NewErasure } from '../../../ports/audit-content.ts';
import type { TenantTransaction } from '../../../ports/unit-of-work.ts';
import type { Caller } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { advanceErasure, eraseNext } from './advance-erasure.ts';
import { erasureScope, type GivenScope } from './erasure-scope.ts';
import { erasureView } from './erasure-view.ts';

export interface RequestErasure {
  readonly by: Caller;
  readonly scope: GivenScope;
  readonly basis: Erasure['basis'];
  readonly reason: string;
  /** Also replaces the name and the address of the person, who MUST be disabled. */
  readonly forgetPerson: boolean;
}

/** How long whoever asks waits for it; the rest is done behind. */
const patienceMs = 3_000;

/**
 * Destroys content and salts of an actor or a time. The first step is taken with the request itself, so that there is never
 * a request without an entry in the log.
 * @throws MonagoError `invalid_input` | `legal_hold` | `user_not_found`
 */
export async function requestErasure(command: RequestErasure, use: Control): Promise<ErasureView> {
  const { by, basis, reason } = command;
  const scope = erasureScope(command.scope);
  const id = use.random.id('ers');
  const times = { requestedBy: by.userId, requestedAt: use.clock.now() };
  const asked: NewErasure = { id, scope, basis, reason, ...times };
  const begun = await use.unitOfWork.run(by.tenantId, async (tx) => {
    const erasure = await tx.erasures.insert(asked);
    if (command.forgetPerson) await forgetPerson(scope.subject, tx);
    return eraseNext(erasure, tx, { ...use, requestId: by.requestId });
  });
  const end = use.clock.monotonic() + patienceMs;
  const isLate = () => use.clock.monotonic() > end;
  return erasureView(await advanceErasure({ tenantId: by.tenantId, erasure: begun }, use, isLate));
}

async function forgetPerson(subject: string | undefined, tx: TenantTransaction): Promise<void> {
  const refuse = (message: string): never => {
    const fields = [{ field: 'forget_person', message }];
    throw new MonagoError('invalid_input', { param: 'forget_person', fields });
  };
  if (subject === undefined || !isId('usr', subject))
    return refuse('Only a user can be forgotten.');
  const person = await tx.users.byId(subject);
  if (person.status !== 'disabled') return refuse('Disable the user first.');
  await tx.users.forget(subject);
}
