import type { AuditBody, AuditFactType } from '../fact.ts';

/** What was done to the thing that the entry is about. */
export type Operation =
  | 'create'
  | 'read'
  | 'update'
  | 'delete'
  | 'enable'
  | 'disable'
  | 'invoke'
  | 'sign_in'
  | 'sign_out'
  | 'record';

/** How far a person on call should care: from routine to an alarm. */
export type Severity = 'informational' | 'low' | 'medium' | 'high' | 'critical';

/** A type that is missing here does not compile. */
const operations: Readonly<Record<AuditFactType, Operation>> = {
  'ai.request.intent': 'invoke',
  'ai.request.denied': 'invoke',
  'ai.request.held': 'invoke',
  'ai.request.outcome': 'invoke',
  'credential.created': 'create',
  'credential.rotated': 'update',
  'credential.disabled': 'disable',
  'credential.enabled': 'enable',
  'credential.revoked': 'delete',
  'credential.rejected': 'create',
  'token.created': 'create',
  'token.revoked': 'delete',
  'tenant.created': 'create',
  'tenant.opened': 'create',
  'tenant.invited': 'update',
  'user.invited': 'create',
  'user.joined': 'enable',
  'user.role_changed': 'update',
  'user.disabled': 'disable',
  'user.enabled': 'enable',
  'settings.changed': 'update',
  'model_alias.set': 'update',
  'model_alias.removed': 'delete',
  'policy.created': 'create',
  'policy.version_added': 'update',
  'policy.activated': 'enable',
  'policy.deactivated': 'disable',
  'policy.archived': 'delete',
  'approval.approved': 'update',
  'approval.rejected': 'update',
  'approval.expired': 'update',
  'inspection.changed': 'update',
  'declarations.changed': 'update',
  'key.rotation': 'update',
  'audit.exported': 'read',
  'audit.read': 'read',
  'content.requested': 'create',
  'content.approved': 'update',
  'content.refused': 'update',
  'content.revealed': 'read',
  'privacy.erased': 'delete',
  'retention.pruned': 'delete',
  'legal_hold.placed': 'create',
  'legal_hold.released': 'delete',
  'auth.signed_in': 'sign_in',
  'auth.signed_out': 'sign_out',
  'auth.failed': 'sign_in',
  'log.opened': 'record',
  'log.heartbeat': 'record',
  'log.key_rotated': 'record',
  'log.checkpoint_anchored': 'record',
  'log.configured': 'record',
  'log.selfcheck': 'record',
  'node.started': 'record',
};

export function operationOf(body: AuditBody): Operation {
  return operations[body.type];
}

/** Whether what was attempted came about. A call that is merely begun has: what became of it is in its outcome. */
export function hasSucceeded(body: AuditBody): boolean {
  switch (body.type) {
    case 'ai.request.denied':
    case 'ai.request.held':
    case 'auth.failed':
    case 'credential.rejected':
    case 'content.refused':
    case 'approval.rejected':
    case 'approval.expired':
      return false;
    case 'ai.request.outcome':
      return body.status === 'ok' && body.response?.decision !== 'blocked';
    case 'log.selfcheck':
      return body.verdict === 'verified';
    default:
      return true;
  }
}

export function severityOf(body: AuditBody): Severity {
  switch (body.type) {
    case 'ai.request.intent':
    case 'ai.request.denied':
    case 'ai.request.held':
      return severityOfBand[body.risk.band];
    case 'ai.request.outcome':
      return hasSucceeded(body) ? 'informational' : 'low';
    case 'log.selfcheck':
      return severityOfVerdict[body.verdict];
    case 'auth.failed':
    case 'credential.rejected':
      return 'low';
    case 'credential.revoked':
    case 'content.revealed':
    case 'privacy.erased':
    case 'retention.pruned':
    case 'log.configured':
    case 'log.key_rotated':
    case 'key.rotation':
      return 'medium';
    default:
      return 'informational';
  }
}

const severityOfBand = {
  low: 'informational',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
} as const;

const severityOfVerdict = {
  verified: 'informational',
  incomplete: 'high',
  tampered: 'critical',
} as const;

/** A thing that an administrator decides about. */
export interface Entity {
  readonly kind: string;
  readonly id: string;
  readonly name?: string;
  readonly version?: number;
}

/** What the entry is about, where that is something with an identity of its own. */
export function entityOf(body: AuditBody): Entity | undefined {
  if ('credential' in body) return { kind: 'Credential', ...body.credential };
  if ('policy' in body) return { kind: 'Policy', ...body.policy };
  if ('token' in body) return { kind: 'API key', ...body.token };
  if ('alias' in body) return { kind: 'Model alias', id: body.alias, name: body.alias };
  return referredBy(body);
}

/** What the entry names by its id alone. */
function referredBy(body: AuditBody): Entity | undefined {
  if ('user' in body) return { kind: 'User', id: body.user };
  if ('tenant' in body) return { kind: 'Tenant', id: body.tenant };
  if ('hold' in body) return { kind: 'Legal hold', id: body.hold };
  if ('reveal' in body) return { kind: 'Content request', id: body.reveal };
  if ('intent' in body) return { kind: 'Request', id: body.intent };
  const id = 'approval' in body ? body.approval : undefined;
  return id === undefined ? undefined : { kind: 'Approval', id };
}
