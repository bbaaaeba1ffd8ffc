import type { CredentialView } from '../../contract/schemas.ts';
import type { AuditedChange } from '../../domain/audit/fact-parts.ts';
import type { Credential } from '../../domain/credential/credential.ts';
import { providerKeyContext } from '../../domain/credential/envelope.ts';
import { MonagoError } from '../../domain/errors.ts';
import { authorOf, signedBy } from '../caller.ts';
import { type AcceptedKey, type OfferedKey, withAcceptedKey } from './accept-key.ts';
import type { CredentialPorts } from './credential-ports.ts';
import { auditedCredential, credentialView } from './credential-view.ts';

/** Validates a provider key and stores it sealed. Nothing is stored unless the provider accepts the key. */
export async function addCredential(
  command: OfferedKey,
  use: CredentialPorts,
): Promise<CredentialView> {
  await refuseTakenName(command, use);
  return withAcceptedKey(command, use, async (accepted) => {
    const credential = newCredential(command, accepted, use);
    const sealed = await use.vault.seal(accepted.secret, providerKeyContext(credential));
    return use.unitOfWork.run(command.by.tenantId, async (tx) => {
      await tx.credentials.insert(credential, sealed);
      tx.audit({
        type: 'credential.created',
        ...signedBy(command.by),
        credential: auditedCredential(credential),
        changes: changesOf(credential),
      });
      return credentialView(credential, tx, use.clock.now());
    });
  });
}

// Asked before the provider is, so that a clash of names never costs a validation; the unique index has the last word.
async function refuseTakenName(
  { by, provider, name }: OfferedKey,
  use: CredentialPorts,
): Promise<void> {
  const existing = await use.unitOfWork.read(by.tenantId, (tx) => tx.credentials.list());
  if (existing.some((other) => other.provider === provider && other.name === name)) {
    throw new MonagoError('credential_name_taken', { param: 'name' });
  }
}

function newCredential(
  { by, provider, name }: OfferedKey,
  { secret: _, ...accepted }: AcceptedKey,
  use: CredentialPorts,
): Credential {
  return {
    ...accepted,
    id: use.random.id('cred'),
    tenantId: by.tenantId,
    provider,
    name,
    status: 'active',
    version: 1,
    createdAt: use.clock.now(),
    createdBy: authorOf(by),
    rotatedAt: undefined,
    rotatedBy: undefined,
  };
}

function changesOf({ name, baseUrl, region, destination, last4 }: Credential): AuditedChange[] {
  return [
    { field: 'status', old: null, new: 'active' },
    { field: 'version', old: null, new: 1 },
    { field: 'name', old: null, new: name },
    { field: 'last4', old: null, new: last4 },
    { field: 'base_url', old: null, new: baseUrl ?? null },
    ...(region === undefined ? [] : [{ field: 'region', old: null, new: region } as const]),
    { field: 'destination', old: null, new: destination },
  ];
}
