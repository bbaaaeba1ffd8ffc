import type { Role } from '../domain/access/role.ts';
import type { AuditActor } from '../domain/audit/fact-parts.ts';
import type { CredentialAuthor } from '../domain/credential/credential.ts';
import {
  platformTenantId,
  type RequestId,
  type TenantId,
  type TokenId,
  type UserId,
} from '../domain/ids.ts';

/** The person behind a request, as the session says; never as the request says. */
export interface Caller {
  readonly tenantId: TenantId;
  readonly userId: UserId;
  readonly role: Role;
  readonly requestId: RequestId;
}

/** A program that reads the log, with an API key for that. */
export interface Program {
  readonly tenantId: TenantId;
  readonly tokenId: TokenId;
  readonly requestId: RequestId;
}

/** Who is given the log's files and receipts: a person, or a program. */
export type LogReader = Caller | Program;

/** The operator at the command line, who is nobody's user and keeps the platform's own keys. */
export const commandLine = { tenantId: platformTenantId, userId: 'monago' } as const;
export type CommandLine = typeof commandLine;

/** Who keeps a tenant's credentials, or the platform's. */
export type KeyKeeper = Caller | CommandLine;

interface Signature {
  readonly actor: AuditActor;
  readonly request_id?: RequestId;
}

/** Who and in which request, as every audit fact of a person's action has it. */
export function signedBy(
  by: Pick<Caller, 'userId' | 'requestId'> | Program | CommandLine,
): Signature {
  if ('tokenId' in by)
    return { actor: { type: 'token', id: by.tokenId }, request_id: by.requestId };
  if (by.userId === 'monago') return { actor: { type: 'system', id: 'monago' } };
  return { actor: { type: 'user', id: by.userId }, request_id: by.requestId };
}

export function authorOf({ userId }: KeyKeeper): CredentialAuthor {
  return userId;
}
