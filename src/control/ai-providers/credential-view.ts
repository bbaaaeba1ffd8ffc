import type { CredentialView } from '../../contract/schemas.ts';
import type { AuditedCredential } from '../../domain/audit/fact.ts';
import {
  activeCredential,
  type Credential,
  maskedKey,
} from '../../domain/credential/credential.ts';
import { type CredentialState, isOldKeyInUse } from '../../domain/credential/usage.ts';
import type { TenantTransaction } from '../../ports/unit-of-work.ts';
import { rfc3339, rfc3339OrNull } from '../rfc3339.ts';

const unused: CredentialState = { lastUsedAt: undefined, lastFault: undefined, versionsInUse: [] };

/** Every credential of the tenant, newest first. @param now milliseconds since the epoch */
export async function credentialViews(
  tx: TenantTransaction,
  now: number,
): Promise<CredentialView[]> {
  const all = await tx.credentials.list();
  const states = await tx.credentials.states();
  return all.map((credential) =>
    viewOf(credential, {
      state: states.get(credential.id) ?? unused,
      isChosen: activeCredential(all, credential.provider)?.id === credential.id,
      now,
    }),
  );
}

/** One credential as it is after the changes of the transaction. */
export async function credentialView(
  { id }: Pick<Credential, 'id'>,
  tx: TenantTransaction,
  now: number,
): Promise<CredentialView> {
  const views = await credentialViews(tx, now);
  const view = views.find((candidate) => candidate.id === id);
  if (view === undefined) throw new RangeError('the credential is not among those of its tenant');
  return view;
}

interface Seen {
  readonly state: CredentialState;
  readonly isChosen: boolean;
  readonly now: number;
}

function viewOf(credential: Credential, { state, isChosen, now }: Seen): CredentialView {
  const { id, provider, name, last4, status, version, validation } = credential;
  return {
    id,
    provider,
    name,
    base_url: credential.baseUrl ?? null,
    region: credential.region ?? null,
    last4,
    masked_key: maskedKey(credential),
    status,
    validation,
    in_use: isChosen,
    version,
    created_at: rfc3339(credential.createdAt),
    created_by: credential.createdBy,
    rotated_at: rfc3339OrNull(credential.rotatedAt),
    last_used_at: rfc3339OrNull(state.lastUsedAt),
    last_error: lastErrorOf(credential, state),
    old_key_in_use: isOldKeyInUse(credential, state, now),
  };
}

/** What an earlier key met says nothing about the present one. */
function lastErrorOf(
  { version }: Credential,
  { lastFault }: CredentialState,
): CredentialView['last_error'] {
  if (lastFault === undefined || lastFault.version !== version) return null;
  const { at, code, status } = lastFault;
  return { at: rfc3339(at), code, status: status ?? null };
}

export function auditedCredential(credential: Credential): AuditedCredential {
  const { id, provider, name, last4, version } = credential;
  return { id, provider, name, last4, version };
}
