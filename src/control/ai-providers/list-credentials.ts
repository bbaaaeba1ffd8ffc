import type { CredentialView } from '../../contract/schemas.ts';
import type { KeyKeeper } from '../caller.ts';
import type { CredentialPorts } from './credential-ports.ts';
import { credentialViews } from './credential-view.ts';

/** Newest first; never with a key. */
export function listCredentials(
  { by }: { readonly by: KeyKeeper },
  use: CredentialPorts,
): Promise<CredentialView[]> {
  return use.unitOfWork.read(by.tenantId, (tx) => credentialViews(tx, use.clock.now()));
}
