import type { RequestId, TokenId, UserId, WorkspaceId } from '../ids.ts';

export interface AuditActor {
  readonly type: 'user' | 'token' | 'system' | 'anonymous';
  /** Opaque: names and addresses of people never enter the leaf. */
  readonly id: UserId | TokenId | 'monago' | 'unknown';
}

/** What every fact has. */
export interface FactBase {
  readonly actor: AuditActor;
  readonly workspace?: WorkspaceId;
  readonly request_id?: RequestId;
}

/** One field-level change; only fields that are safe to show are ever listed. */
export interface AuditedChange {
  readonly field:
    | 'status'
    | 'version'
    | 'last4'
    | 'name'
    | 'base_url'
    | 'region'
    | 'destination'
    | 'expires_at'
    | 'workspace'
    | 'credential_fallback'
    | 'translation'
    | 'provider'
    | 'model'
    | 'hash'
    | 'mode'
    | 'priority'
    | 'scope'
    | 'active_version'
    | 'role'
    | 'entry_days'
    | 'content_days';
  readonly old: string | number | null;
  readonly new: string | number | null;
}

/** SHA-256 commitment to bytes that are themselves not in the leaf; base64. */
export interface AuditedContent {
  readonly commit: string;
  readonly bytes: number;
}
