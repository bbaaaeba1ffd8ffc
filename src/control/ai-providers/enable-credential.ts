import type { CredentialView } from '../../contract/schemas.ts';
import { changeableCredential, changeStatus, type NameCredential } from './change-status.ts';
import type { CredentialPorts } from './credential-ports.ts';

/** Uses a paused credential again. */
export function enableCredential(
  command: NameCredential,
  use: CredentialPorts,
): Promise<CredentialView> {
  return use.unitOfWork.run(command.by.tenantId, async (tx) => {
    const credential = await changeableCredential(command, tx);
    return changeStatus(
      {
        by: command.by,
        credential,
        status: 'active',
        type: 'credential.enabled',
        now: use.clock.now(),
      },
      tx,
    );
  });
}
