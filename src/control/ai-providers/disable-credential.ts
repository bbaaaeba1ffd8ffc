import type { CredentialView } from '../../contract/schemas.ts';
import { changeableCredential, changeStatus, type NameCredential } from './change-status.ts';
import type { CredentialPorts } from './credential-ports.ts';

/** Pauses a credential without losing its secret. */
export function disableCredential(
  command: NameCredential,
  use: CredentialPorts,
): Promise<CredentialView> {
  return use.unitOfWork.run(command.by.tenantId, async (tx) => {
    const credential = await changeableCredential(command, tx);
    return changeStatus(
      {
        by: command.by,
        credential,
        status: 'disabled',
        type: 'credential.disabled',
        now: use.clock.now(),
      },
      tx,
    );
  });
}
