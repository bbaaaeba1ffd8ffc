import type { TokenScope } from '../../domain/access/role.ts';
import { MonagoError } from '../../domain/errors.ts';
import { platformTenantId, type RequestId } from '../../domain/ids.ts';
import type { TokenClaims } from '../../ports/token-service.ts';
import type { Program } from '../caller.ts';
import type { Control } from '../control.ts';
import type { TokenFailure } from '../session/failed-sign-ins.ts';

export interface AdmitProgram {
  /** The token as it came. */
  readonly token: string;
  /** What the endpoint is open for. */
  readonly scope: TokenScope;
  readonly requestId: RequestId;
}

/**
 * Lets a program in by its API key. A refusal is recorded in the log of the key's organisation, or in the platform's where
 * nobody knows whose it is.
 * @throws MonagoError `invalid_token` | `forbidden` for a key of another scope | `rate_limited` | `audit_unavailable`
 */
export async function admitProgram(command: AdmitProgram, use: Control): Promise<Program> {
  const { tokenVerifier, directory, clock, programLimit } = use;
  if (!directory.isFresh()) {
    throw new MonagoError('audit_unavailable', {
      message: 'Monago cannot reach its database.',
      internal: 'the directory is stale',
      retryAfterSeconds: 5,
    });
  }
  const verified = await tokenVerifier.verify(command.token);
  if (!verified.ok) return refuse(command, use, { reason: verified.reason, of: verified.claims });
  const { claims } = verified;
  const record = directory.token(claims.tenantId, claims.tokenId);
  if (record === undefined) return refuse(command, use, { reason: 'unknown', of: undefined });
  const refuseIt = (reason: TokenFailure) => refuse(command, use, { reason, of: claims });
  if (record.isRevoked) return refuseIt('revoked');
  if (record.expiresAt <= clock.now()) return refuseIt('expired');
  if (record.scope !== command.scope) return refuseIt('wrong_scope');
  programLimit.take(record.id);
  return { tenantId: record.tenantId, tokenId: record.id, requestId: command.requestId };
}

interface Refusal {
  readonly reason: TokenFailure;
  /** Claims whose signature is good. */
  readonly of: TokenClaims | undefined;
}

async function refuse(
  { requestId }: AdmitProgram,
  { failedSignIns }: Control,
  { reason, of }: Refusal,
): Promise<never> {
  await failedSignIns.record(
    of === undefined
      ? { tenantId: platformTenantId, reason, requestId }
      : { tenantId: of.tenantId, reason, requestId, actor: { type: 'token', id: of.tokenId } },
  );
  if (reason !== 'wrong_scope') throw new MonagoError('invalid_token', { internal: reason });
  const message = 'This API key is not for reading the audit log.';
  throw new MonagoError('forbidden', { message });
}
