import type { AuditFact } from './fact.ts';

/** What entries are looked for by. It repeats what the leaf says, and is no evidence itself. */
export interface EntryColumns {
  readonly requestId: string | undefined;
  readonly actorId: string;
  readonly workspaceId: string | undefined;
  readonly decision: string | undefined;
  /** Id of what the entry is about: a credential, a policy, a token, an approval, an erasure, or the intent that it closes. */
  readonly subject: string | undefined;
}

/** The columns of an entry: from a body always the same, so that a row that says something else was altered. */
export function entryColumns(body: AuditFact): EntryColumns {
  return {
    requestId: body.request_id,
    actorId: body.actor.id,
    workspaceId: body.workspace,
    decision: decisionOf(body),
    subject: subjectOf(body),
  };
}

function decisionOf(body: AuditFact): string | undefined {
  if ('decision' in body) return body.decision;
  return body.type === 'ai.request.outcome' ? body.response?.decision : undefined;
}

/** Most entries are about one thing; where there are two, it is the one that the first lines name. */
function subjectOf(body: AuditFact): string | undefined {
  if ('credential' in body) return body.credential.id;
  if (body.type === 'ai.request.outcome') return body.intent;
  if ('approval' in body) return body.approval;
  if ('policy' in body) return body.policy.id;
  if ('token' in body) return body.token.id;
  if ('user' in body) return body.user;
  if ('tenant' in body) return body.tenant;
  if ('hold' in body) return body.hold;
  if ('reveal' in body) return body.reveal;
  if ('erasure' in body) return body.erasure;
  return undefined;
}
