import type { TenantId } from '../../domain/ids.ts';
import type { Execute } from './sql.ts';

/** What a repository is bound to: one tenant, one transaction. */
export interface TenantScope {
  readonly tenantId: TenantId;
  readonly execute: Execute;
  /** Row locks are for transactions that write; a read-only one refuses them. */
  readonly isReadOnly: boolean;
  /** Says that the gateway's directory has to follow this transaction. */
  directoryChanged(): void;
}
