import type { Role } from '../domain/access/role.ts';
import type { AuditActor } from '../domain/audit/fact.ts';
import type { RequestId, TenantId, UserId } from '../domain/ids.ts';

/** The person behind a request, as the session says; never as the request says. */
export interface Caller {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly role: Role;
  readonly requestId: RequestId;
}

/** Who and in which request, as every audit fact of a person's action has it. */
export function signedBy(caller: Pick<Caller, 'userId' | 'requestId'>): {
  readonly actor: AuditActor;
  readonly request_id: RequestId;
} {
  return { actor: { type: 'user', id: caller.userId }, request_id: caller.requestId };
}
