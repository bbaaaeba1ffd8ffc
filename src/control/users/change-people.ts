import { may } from '../../domain/access/role.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { UserId } from '../../domain/ids.ts';
import type { TenantTransaction } from '../../ports/unit-of-work.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';

/**
 * Runs a change of who may do what, one at a time in each tenant. Whoever asks for it is looked at again once it is
 * their turn: of two administrators who disable each other at once, one stays.
 * @throws MonagoError `forbidden`
 */
export function changePeople<T>(
  by: Caller,
  use: Control,
  change: (tx: TenantTransaction) => Promise<T>,
): Promise<T> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    await tx.users.lock();
    const caller = await tx.users.byId(by.userId);
    if (caller.status !== 'active' || !may(caller.role, 'user.write')) {
      throw new MonagoError('forbidden');
    }
    return change(tx);
  });
}

/**
 * Nobody takes their own rights away, so at least one active administrator always remains: the one who asks.
 * @throws MonagoError `own_account`
 */
export function refuseOwnAccount(by: Caller, userId: UserId): void {
  if (userId === by.userId) throw new MonagoError('own_account');
}
