import type { CredentialView } from '../../contract/schemas.ts';
import { MonagoError } from '../../domain/errors.ts';
import { changeableCredential, changeStatus, type NameCredential } from './change-status.ts';
import type { CredentialPorts } from './credential-ports.ts';

export interface RevokeCredential extends NameCredential {
  /** The credential's name as the administrator typed it. */
  readonly confirmName: string;
}

/** Destroys a stored key for good, once its name was typed exactly. */
export function revokeCredential(
  command: RevokeCredential,
  use: CredentialPorts,
): Promise<CredentialView> {
  return use.unitOfWork.run(command.by.tenantId, async (tx) => {
    const credential = await changeableCredential(command, tx);
    if (command.confirmName !== credential.name) {
      throw new MonagoError('confirmation_mismatch', { param: 'confirm_name' });
    }
    return changeStatus(
      {
        by: command.by,
        credential,
        status: 'revoked',
        type: 'credential.revoked',
        confirm: 'typed_name',
        now: use.clock.now(),
      },
      tx,
    );
  });
}
