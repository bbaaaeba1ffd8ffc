import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { utf8 } from '../../src/domain/audit/bytes.ts';
import { commit } from '../../src/domain/audit/commitment.ts';
import type { AuditBody, AuditFact } from '../../src/domain/audit/fact.ts';
import { formatTime } from '../../src/domain/audit/time.ts';
import { type Id, type IdPrefix, makeId } from '../../src/domain/ids.ts';
import { evidenceFacts } from './evidence-facts.ts';
import { governedFacts } from './governed-facts.ts';
import { userFacts } from './user-facts.ts';

const startMs = Date.UTC(2026, 0, 2, 3, 4, 5);

export function bytesOf(seed: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (seed * 31 + at * 7 + 1) & 0xff);
}

export function timeAt(index: number): string {
  return formatTime((startMs + index * 250) * 1000 + index);
}

function idAt<Prefix extends IdPrefix>(prefix: Prefix, index: number): Id<Prefix> {
  return makeId(prefix, startMs + index, bytesOf(index, 10));
}

const workspace = idAt('ws', 1);
const admin = { type: 'user', id: idAt('usr', 2) } as const;
const system = { type: 'system', id: 'monago' } as const;
const anonymous = { type: 'anonymous', id: 'unknown' } as const;
const token = { type: 'token', id: idAt('tok', 3) } as const;
const credential = {
  id: idAt('cred', 4),
  provider: 'openai',
  name: 'production-openai',
  last4: '7Qx2',
  version: 1,
} as const;
/** The commitment to a text; all of them with the one salt. */
function contentOf(text: string) {
  const bytes = utf8(text);
  return { commit: encodeBase64(commit(bytesOf(9, 32), bytes)), bytes: bytes.length };
}
const content = contentOf('{"model":"gpt-4o"}');
const request = {
  actor: token,
  workspace,
  api: 'chat.completions',
  provider: 'openai',
  model_requested: 'gpt-4o',
  stream: true,
  decision: 'allowed',
  policy_version: '1',
  pii: [{ type: 'EMAIL', count: 2, action: 'detect' }],
  incidents: [],
  risk: { score: 12, band: 'low' },
  req: content,
} as const;
const aliased = {
  alias: 'house-model',
  provider: 'bedrock',
  model: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
} as const;
const service = { id: token.id, name: 'reporting', last4: 'Zq9-' } as const;

// After the opening, one of each type; the intent stands right ahead of its outcome.
const cycle: readonly ((index: number) => AuditFact)[] = [
  () => ({ type: 'auth.signed_in', actor: admin }),
  () => ({
    type: 'credential.created',
    actor: admin,
    credential,
    changes: [{ field: 'status', old: null, new: 'active' }],
  }),
  (index) => ({
    type: 'ai.request.intent',
    ...request,
    request_id: idAt('req', index),
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
    model_used: 'gpt-4o-2024-08-06',
    usage: { source: 'provider', input: 11, output: 7, cached: 0, reasoning: 0 },
    cost_microusd: 98,
    ttft_ms: 210,
    latency_ms: 480,
    res: content,
  }),
  (index) => ({
    type: 'ai.request.denied',
    ...request,
    request_id: idAt('req', index),
    decision: 'blocked',
    incidents: ['prompt_injection'],
    reason: 'security_block',
  }),
  () => ({
    type: 'credential.rotated',
    actor: admin,
    credential: { ...credential, version: 2 },
    changes: [{ field: 'version', old: 1, new: 2 }],
  }),
  () => ({ type: 'credential.disabled', actor: admin, credential, changes: [] }),
  () => ({ type: 'credential.enabled', actor: admin, credential, changes: [] }),
  () => ({
    type: 'credential.revoked',
    actor: admin,
    credential,
    changes: [],
    confirm: 'typed_name',
  }),
  () => ({
    type: 'credential.rejected',
    actor: admin,
    provider: 'anthropic',
    name: 'clé «test» \u{1F511}',
    reason: 'invalid_api_key',
  }),
  () => ({ type: 'token.created', actor: admin, workspace, token: service, changes: [] }),
  () => ({ type: 'token.revoked', actor: admin, workspace, token: service, changes: [] }),
  () => ({ type: 'auth.failed', actor: anonymous, reason: 'sign_in_failed', count: 3 }),
  () => ({ type: 'audit.exported', actor: admin, size: 12 }),
  () => ({ type: 'node.started', actor: system, version: '0.1.0' }),
  () => ({ type: 'auth.signed_out', actor: admin }),
  () => ({
    type: 'settings.changed',
    actor: admin,
    changes: [{ field: 'credential_fallback', old: 'platform', new: 'never' }],
  }),
  () => ({ type: 'tenant.opened', actor: admin, tenant: idAt('ten', 1) }),
  () => ({ type: 'tenant.invited', actor: admin, tenant: idAt('ten', 1) }),
  () => ({
    type: 'key.rotation',
    actor: system,
    step: 'rewrapped',
    from: ['local:2026-11a'],
    to: 'local:2026-11b',
    rewrapped: 41,
    remaining: 0,
  }),
  () => ({
    type: 'model_alias.set',
    actor: admin,
    ...aliased,
    changes: [
      { field: 'provider', old: 'openai', new: 'bedrock' },
      { field: 'model', old: 'gpt-4o', new: aliased.model },
    ],
  }),
  () => ({
    type: 'model_alias.removed',
    actor: admin,
    ...aliased,
    changes: [
      { field: 'provider', old: 'bedrock', new: null },
      { field: 'model', old: aliased.model, new: null },
    ],
  }),
  // Once more, with what is only there when a request was translated and its answer cut off.
  (index) => ({
    type: 'ai.request.intent',
    ...request,
    request_id: idAt('req', index),
    provider: 'bedrock',
    model_requested: 'house-model',
    model: aliased.model,
    translation: { dropped: ['seed'], changed: ['reasoning_effort'] },
    credential: { ...credential, provider: 'bedrock', source: 'tenant' },
    sent: contentOf('{"model":"gpt-4"}'),
  }),
  (index) => ({
    type: 'ai.request.outcome',
    actor: token,
    workspace,
    request_id: idAt('req', index - 1),
    intent: idAt('aud', index - 1),
    status: 'truncated',
    http: 200,
    upstream_http: 200,
    usage: { source: 'estimated', input: 9, output: 3, cached: 0, cache_write: 0, reasoning: 0 },
    cost_microusd: 40,
    catalog: '2026-11-21',
    latency_ms: 480,
    res: content,
  }),
  (index) => ({
    type: 'ai.request.intent',
    ...request,
    request_id: idAt('req', index),
    credential: { ...credential, source: 'tenant' },
  }),
  (index) => ({
    type: 'ai.request.outcome',
    actor: token,
    workspace,
    request_id: idAt('req', index - 1),
    intent: idAt('aud', index - 1),
    status: 'client_abort',
    http: 499,
    usage: { source: 'unknown' },
    latency_ms: 12,
  }),
  ...governedFacts({ idAt, workspace, admin, system, token, credential, content, request }),
  ...userFacts(idAt, admin),
  ...evidenceFacts({ idAt, admin, system, content }),
];

/** What the sample log says at a position. */
export function factAt(index: number): AuditFact {
  if (index === 0) return { type: 'log.opened', actor: system, version: '0.1.0' };
  if (index === 1) {
    return {
      type: 'tenant.created',
      actor: system,
      tenant: idAt('ten', 0),
      administrator: admin.id,
    };
  }
  const make = cycle[(index - 2) % cycle.length];
  if (make === undefined) throw new Error('the cycle is empty');
  return make(index);
}

/** The body of the entry at a position. */
export function sampleBody(index: number): AuditBody {
  return bodyAt(index, factAt(index));
}

/** Any fact as the entry at a position. */
export function bodyAt(index: number, fact: AuditFact): AuditBody {
  return {
    v: 1,
    id: idAt('aud', index),
    obs_time: timeAt(index),
    node: 'node-1',
    nonce: encodeBase64(bytesOf(index + 5, 16)),
    ...fact,
  };
}
