import type { AiRequestIntent, AuditedCredential, AuditFact } from '../../src/domain/audit/fact.ts';
import type { AuditActor, AuditedContent } from '../../src/domain/audit/fact-parts.ts';
import type { PolicyFact } from '../../src/domain/audit/governance-fact.ts';
import type { Id, IdPrefix, WorkspaceId } from '../../src/domain/ids.ts';

/** What the sample facts have in common. */
interface Parts {
  idAt<Prefix extends IdPrefix>(prefix: Prefix, index: number): Id<Prefix>;
  readonly workspace: WorkspaceId;
  readonly admin: AuditActor;
  readonly system: AuditActor;
  readonly token: AuditActor;
  readonly credential: AuditedCredential;
  readonly content: AuditedContent;
  readonly request: Omit<AiRequestIntent, 'type' | 'credential'>;
}

/** What people govern, and what requests say of it; the intent stands right ahead of its outcome. */
export function governedFacts(parts: Parts): Facts {
  const policy = somePolicy(parts.idAt);
  return [...policyFacts(parts.admin, policy), ...heldFacts(parts), ...approvedFacts(parts)];
}

const decided = {
  matched: ['premium-models@2'],
  would_be: 'deny',
  shadow: ['eu-residency@1'],
} as const;

type Facts = readonly ((index: number) => AuditFact)[];

function heldFacts({ idAt, workspace, admin, system, content, request }: Parts): Facts {
  const held = {
    actor: admin,
    workspace,
    approval: idAt('apr', 6),
    policies: ['premium-models@2'],
  } as const;
  /** The request stands that many entries ahead. */
  const requestAhead = (index: number, by: number) => ({ held: idAt('aud', index - by) });
  return [
    (index) => ({
      type: 'ai.request.held',
      ...request,
      request_id: idAt('req', index),
      decision: 'pending_approval',
      risk: {
        ...request.risk,
        inherent: 40,
        model: 'risk-2026-11.1',
        signals: [
          { signal: 'pii.NIK', points: 25 },
          { signal: 'context.unread_media', points: 5 },
        ],
      },
      unread: ['image/png'],
      policies: decided,
      approval: held.approval,
    }),
    (index) => ({ type: 'approval.approved', ...held, ...requestAhead(index, 1), reason: content }),
    (index) => ({ type: 'approval.rejected', ...held, ...requestAhead(index, 2), reason: content }),
    (index) => ({ type: 'approval.expired', ...held, ...requestAhead(index, 3), actor: system }),
  ];
}

function approvedFacts({ idAt, workspace, token, credential, content, request }: Parts): Facts {
  return [
    (index) => ({
      type: 'ai.request.intent',
      ...request,
      request_id: idAt('req', index),
      decision: 'redacted',
      pii: [
        { type: 'EMAIL', count: 2, action: 'tokenise' },
        { type: 'CREDIT_CARD', count: 1, action: 'mask' },
      ],
      policies: {
        matched: decided.matched,
        flags: ['review:high'],
        log: 'metadata',
        stripped_tools: ['shell'],
      },
      approval: idAt('apr', 6),
      credential: { ...credential, source: 'tenant' },
    }),
    (index) => ({
      type: 'ai.request.outcome',
      actor: token,
      workspace,
      request_id: idAt('req', index - 1),
      intent: idAt('aud', index - 1),
      status: 'ok',
      http: 200,
      upstream_http: 200,
      latency_ms: 310,
      res: content,
      response: {
        decision: 'redacted',
        pii: [{ type: 'EMAIL', count: 2, action: 'restore' }],
        policies: decided,
      },
    }),
  ];
}

function somePolicy(idAt: Parts['idAt']): PolicyFact['policy'] {
  return {
    id: idAt('pol', 5),
    name: 'premium-models',
    version: 2,
    hash: `sha256:${'0a'.repeat(32)}`,
  };
}

function policyFacts(
  admin: AuditActor,
  policy: PolicyFact['policy'],
): readonly (() => AuditFact)[] {
  return [
    () => ({
      type: 'policy.created',
      actor: admin,
      policy: { ...policy, version: 1 },
      changes: [{ field: 'mode', old: null, new: 'monitor' }],
    }),
    () => ({
      type: 'policy.version_added',
      actor: admin,
      policy,
      changes: [{ field: 'priority', old: 50, new: 80 }],
    }),
    () => ({
      type: 'policy.activated',
      actor: admin,
      policy,
      changes: [{ field: 'active_version', old: null, new: 2 }],
    }),
    () => ({
      type: 'policy.deactivated',
      actor: admin,
      policy,
      changes: [{ field: 'active_version', old: 2, new: null }],
    }),
    () => ({ type: 'policy.archived', actor: admin, policy, changes: [] }),
    () => ({
      type: 'inspection.changed',
      actor: admin,
      changes: [{ field: 'hash', old: null, new: policy.hash }],
    }),
    () => ({
      type: 'declarations.changed',
      actor: admin,
      changes: [{ field: 'hash', old: policy.hash, new: null }],
    }),
  ];
}
