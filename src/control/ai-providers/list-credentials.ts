import type { CredentialView } from '../../contract/schemas.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { credentialView } from './credential-view.ts';

/** Newest first; never with a key. */
export async function listCredentials(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<CredentialView[]> {
  const all = await use.unitOfWork.read(by.tenantId, (tx) => tx.credentials.list());
  return all.map((credential) => credentialView(credential, all));
}
