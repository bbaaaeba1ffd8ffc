import { type CredentialId, platformTenantId, type TenantId } from '../ids.ts';
import type { Credential, Provider } from './credential.ts';

/** What a ciphertext is for; bound into its additional authenticated data. */
export type SealingPurpose =
  | 'provider_credential'
  | 'audit_signing_key'
  | 'token_signing_key'
  | 'audit_content_key';

/**
 * Everything a ciphertext is bound to (docs/formats/envelope.md). Change one field and it does not open:
 * a row copied to another tenant, another credential or another destination is useless.
 */
export interface SealingContext {
  readonly purpose: SealingPurpose;
  readonly tenantId: TenantId;
  readonly provider?: Provider;
  readonly credentialId?: CredentialId;
  /** Version of the credential; 0 for purposes without versions. */
  readonly version: number;
  /** Canonical destination (see `destination.ts`), or the name of the key for signing keys. */
  readonly destination: string;
}

/** One sealed secret: the data key wrapped by the key-encryption key, and the payload under the data key. */
export interface SealedSecret {
  /** Which key-encryption key wrapped the data key, e.g. `local:2026-11a`. */
  readonly kekRef: string;
  readonly wrappedDek: Buffer;
  /** 12 bytes. */
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  /** 16 bytes. */
  readonly tag: Buffer;
}

/** What a provider key is bound to. Sealing and opening MUST both take it from here. */
export function providerKeyContext(
  credential: Pick<Credential, 'tenantId' | 'provider' | 'id' | 'version' | 'destination'>,
): SealingContext {
  const { tenantId, provider, id, version, destination } = credential;
  return {
    purpose: 'provider_credential',
    tenantId,
    provider,
    credentialId: id,
    version,
    destination,
  };
}

/** What the private half of a key that signs access tokens is bound to. */
export function tokenKeyContext(kid: string): SealingContext {
  return {
    purpose: 'token_signing_key',
    tenantId: platformTenantId,
    version: 0,
    destination: kid,
  };
}

/** What a key of audited content is bound to. */
export function contentKeyContext(tenantId: TenantId, keyId: string): SealingContext {
  return { purpose: 'audit_content_key', tenantId, version: 0, destination: keyId };
}
