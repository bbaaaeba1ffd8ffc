import type { SealedSecret, SealingContext } from '../domain/credential/envelope.ts';
import type { AuditId, TenantId } from '../domain/ids.ts';

/** Which content a ciphertext is; it opens nowhere else. */
export interface ContentBinding {
  readonly tenantId: TenantId;
  readonly entryId: AuditId;
  /** Id of the key that it is sealed under. */
  readonly keyId: string;
}

/** Content under a data key of its own, and that under the content key (docs/formats/audit-content.md). */
export interface SealedContent {
  /** 60 bytes. */
  readonly wrappedDek: Buffer;
  /** 12 bytes. */
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
  /** 16 bytes. */
  readonly tag: Buffer;
}

/** A key of audited content in memory. Whoever destroys every copy of it has erased what it sealed. */
export interface ContentKey {
  /** MUST use a fresh data key for each call. */
  seal(content: Uint8Array, binding: ContentBinding): SealedContent;
  /** @throws MonagoError `credential_unreadable` when anything does not fit */
  open(sealed: SealedContent, binding: ContentBinding): Buffer;
  /** No call may follow. */
  wipe(): void;
}

/** Makes and opens keys of audited content, themselves sealed under the deployment's key-encryption key. */
export interface ContentKeyVault {
  /** @throws MonagoError `kms_unavailable` */
  create(
    context: SealingContext,
  ): Promise<{ readonly sealed: SealedSecret; readonly key: ContentKey }>;
  /** @throws MonagoError `credential_unreadable` | `kms_unavailable` */
  open(sealed: SealedSecret, context: SealingContext): Promise<ContentKey>;
}
