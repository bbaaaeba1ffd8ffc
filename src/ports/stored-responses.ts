import type { CredentialId, TenantId, WorkspaceId } from '../domain/ids.ts';

/** A response that the provider keeps, and with whose key it was made. */
export interface StoredResponse {
  readonly tenantId: TenantId;
  readonly workspaceId: WorkspaceId;
  /** The provider's id. MUST NOT be kept: within the provider's organisation it opens the response to anybody. */
  readonly responseId: string;
  readonly credentialId: CredentialId;
}

/**
 * Who may speak of a stored response. A provider knows its organisation, not Monago's workspaces, so what it would hand
 * out to one of them for another's id is refused by looking here first. Forgets on its own after the provider's 30 days.
 *
 * Every method rejects when the database does not answer: to callers that is `internal`, as everywhere.
 */
export interface StoredResponses {
  /** MUST be durable when it resolves. Again for the same response is no error: the last credential counts. */
  remember(response: StoredResponse): Promise<void>;
  /** Undefined when this workspace has not made it, or too long ago. */
  find(
    tenantId: TenantId,
    workspaceId: WorkspaceId,
    responseId: string,
  ): Promise<{ readonly credentialId: CredentialId } | undefined>;
  /** Those of the ids that `find` would find, in one look. */
  known(
    tenantId: TenantId,
    workspaceId: WorkspaceId,
    responseIds: readonly string[],
  ): Promise<ReadonlySet<string>>;
  /** After the provider has deleted it. No error for one that is not known. */
  forget(tenantId: TenantId, workspaceId: WorkspaceId, responseId: string): Promise<void>;
}
