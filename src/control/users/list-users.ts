import type { UserView } from '../../contract/user-endpoints.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { userView } from './user-view.ts';

/** Everybody of the tenant and whoever is invited, by email address. */
export async function listUsers(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<UserView[]> {
  return (await use.unitOfWork.read(by.tenantId, (tx) => tx.users.list())).map(userView);
}
