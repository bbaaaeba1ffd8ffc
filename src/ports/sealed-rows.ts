import type { SealedSecret, SealingContext } from '../domain/credential/envelope.ts';
import type { TenantId } from '../domain/ids.ts';
import type { WrappedKey } from './kms.ts';

/** One stored secret, wherever it is stored, with what it is bound to. */
export interface SealedRow {
  readonly kind: 'audit_content_key' | 'audit_log' | 'credential_version' | 'token_signing_key';
  readonly tenantId: TenantId;
  /** Origin of the log, id of the credential or of the key. */
  readonly item: string;
  /** Of a credential; 0 for others. */
  readonly version: number;
  readonly context: SealingContext;
  readonly sealed: SealedSecret;
}

export interface SealedRowPage {
  /** Leaves out what is wrapped under this key. */
  readonly except?: string;
  /** Begins behind this row. */
  readonly after: SealedRow | undefined;
  readonly limit: number;
}

/** Every stored secret of every tenant, for re-wrapping and verifying. */
export interface SealedRows {
  /** In an order that does not change, so that `after` skips none. */
  page(page: SealedRowPage): Promise<readonly SealedRow[]>;
  count(except?: string): Promise<number>;
  /** Names of the secrets under a key, as `nameOfRow` gives them, and how many there are. */
  under(
    kekRef: string,
    limit: number,
  ): Promise<{ readonly count: number; readonly names: readonly string[] }>;
  /**
   * Replaces wrapped data keys. MUST leave a row alone whose wrapped data key is not the one that was read any more: it
   * was rotated, revoked or re-wrapped meanwhile. Every node's directory MUST learn of what was replaced.
   * @returns how many were replaced
   */
  swap(
    changes: readonly { readonly row: SealedRow; readonly wrapped: WrappedKey }[],
  ): Promise<number>;
}

/** How a secret is named to the operator: its table and the key of its row, no more. */
export function nameOfRow({
  kind,
  tenantId,
  item,
  version,
}: Pick<SealedRow, 'kind' | 'tenantId' | 'item' | 'version'>): string {
  switch (kind) {
    case 'credential_version':
      return `${kind} ${tenantId} ${item} version ${version}`;
    case 'audit_log':
      return `${kind} ${tenantId} ${item} version ${version}`;
    case 'audit_content_key':
      return `${kind} ${tenantId} ${item}`;
    case 'token_signing_key':
      return `${kind} ${item}`;
  }
}
