import type { CredentialSource, Provider } from '../credential/credential.ts';
import {
  bool,
  count,
  either,
  exactly,
  id,
  list,
  matching,
  object,
  oneOf,
  optional,
  type Shape,
  text,
} from './body-shape.ts';
import { evidenceShapes } from './evidence-shape.ts';
import type {
  AiRequestIntent,
  AiRequestOutcome,
  AuditBody,
  AuditBodyFrame,
  AuditedCredential,
  AuditedFinding,
  AuditedPolicies,
  AuditedResponse,
  AuditedSignal,
  AuditedUsage,
  AuditFactType,
  KeyRotation,
  OutcomeStatus,
  PolicyDecision,
  TokenFact,
} from './fact.ts';
import {
  type CommonField,
  changes,
  content,
  type FactOf,
  type OwnShape,
} from './fact-part-shapes.ts';
import type { AuditActor } from './fact-parts.ts';
import { governanceShapes } from './governance-shape.ts';
import type { ModelAliasFact } from './tenant-fact.ts';
import { userShapes } from './user-shape.ts';

const nonceText = matching('[A-Za-z0-9+/]{21}[AQgw]==');
const timeText = matching(String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z`);

/** The fields that every body has, whatever its type. */
export const bodyFrame: Shape<AuditBodyFrame & Pick<AuditBody, CommonField>> = {
  v: exactly(1),
  id: id('aud'),
  obs_time: timeText,
  node: text,
  nonce: nonceText,
  type: text,
  actor: object<AuditActor>({
    type: oneOf<AuditActor['type']>({ user: true, token: true, system: true, anonymous: true }),
    id: either(id('usr', 'tok'), exactly('monago'), exactly('unknown')),
  }),
  workspace: optional(id('ws')),
  request_id: optional(id('req')),
};

const provider = oneOf<Provider>({ openai: true, anthropic: true, bedrock: true });

const credentialShape: Shape<AuditedCredential> = {
  id: id('cred'),
  provider,
  name: text,
  last4: text,
  version: count,
};

const finding = object<AuditedFinding>({
  type: text,
  count,
  action: oneOf<AuditedFinding['action']>({
    detect: true,
    mask: true,
    redact: true,
    tokenise: true,
    restore: true,
    block: true,
  }),
});

const policies = object<AuditedPolicies>({
  matched: list(text),
  would_be: optional(text),
  shadow: optional(list(text)),
  flags: optional(list(text)),
  log: optional(text),
  stripped_tools: optional(list(text)),
});

const decision = oneOf<PolicyDecision>({
  allowed: true,
  blocked: true,
  redacted: true,
  flagged: true,
  pending_approval: true,
});

const aiRequest = {
  api: text,
  provider: either(provider, exactly('none')),
  model_requested: text,
  model: optional(text),
  translation: optional(
    object<NonNullable<AiRequestIntent['translation']>>({
      dropped: list(text),
      changed: list(text),
    }),
  ),
  stream: bool,
  decision,
  policy_version: text,
  pii: list(finding),
  incidents: list(text),
  unread: optional(list(text)),
  risk: object<AiRequestIntent['risk']>({
    score: count,
    band: oneOf<AiRequestIntent['risk']['band']>({
      low: true,
      medium: true,
      high: true,
      critical: true,
    }),
    inherent: optional(count),
    model: optional(text),
    signals: optional(list(object<AuditedSignal>({ signal: text, points: count }))),
  }),
  req: content,
  policies: optional(policies),
  approval: optional(id('apr')),
};

type CountedUsage = Exclude<AuditedUsage, { readonly source: 'unknown' }>;

const usage = either(
  object<CountedUsage>({
    source: oneOf<CountedUsage['source']>({ provider: true, estimated: true }),
    input: count,
    output: count,
    cached: count,
    cache_write: optional(count),
    reasoning: count,
  }),
  object<Exclude<AuditedUsage, CountedUsage>>({ source: exactly('unknown') }),
);

const outcome: OwnShape<AiRequestOutcome> = {
  intent: id('aud'),
  status: oneOf<OutcomeStatus>({
    ok: true,
    provider_error: true,
    unreachable: true,
    truncated: true,
    client_abort: true,
    timeout: true,
    unknown: true,
  }),
  http: count,
  upstream_http: optional(count),
  error: optional(text),
  model_used: optional(text),
  usage: optional(usage),
  cost_microusd: optional(count),
  catalog: optional(text),
  ttft_ms: optional(count),
  latency_ms: count,
  res: optional(content),
  resent: optional(content),
  response: optional(
    object<AuditedResponse>({ decision, pii: list(finding), policies: optional(policies) }),
  ),
};

const credentialFact: OwnShape<FactOf<'credential.created'>> = {
  credential: object<AuditedCredential>(credentialShape),
  changes,
  confirm: optional(exactly('typed_name')),
};

const tokenFact: OwnShape<TokenFact> = {
  token: object<TokenFact['token']>({ id: id('tok'), name: text, last4: text }),
  changes,
};

const modelAlias: OwnShape<ModelAliasFact> = { alias: text, provider, model: text, changes };

const keyRotation: OwnShape<KeyRotation> = {
  step: oneOf<KeyRotation['step']>({
    staged: true,
    activated: true,
    rewrap_started: true,
    rewrapped: true,
    verified: true,
    retired: true,
  }),
  from: list(text),
  to: text,
  rewrapped: optional(count),
  opened: optional(count),
  remaining: optional(count),
};

const authFact: OwnShape<FactOf<'auth.failed'>> = {
  reason: optional(text),
  count: optional(count),
};

/** The fields of each type beyond the common ones; the runtime twin of `AuditFact`. */
export const factShapes: { readonly [Type in AuditFactType]: OwnShape<FactOf<Type>> } = {
  'ai.request.intent': {
    ...aiRequest,
    credential: object<AiRequestIntent['credential']>({
      ...credentialShape,
      source: oneOf<CredentialSource>({ tenant: true, platform: true }),
    }),
    sent: optional(content),
  },
  'ai.request.denied': { ...aiRequest, reason: text },
  'ai.request.held': { ...aiRequest, approval: id('apr'), policies },
  'ai.request.outcome': outcome,
  'credential.created': credentialFact,
  'credential.rotated': credentialFact,
  'credential.disabled': credentialFact,
  'credential.enabled': credentialFact,
  'credential.revoked': credentialFact,
  'credential.rejected': { provider, name: text, reason: text },
  'token.created': tokenFact,
  'token.revoked': tokenFact,
  'tenant.created': { tenant: id('ten'), administrator: id('usr') },
  'tenant.opened': { tenant: id('ten') },
  'tenant.invited': { tenant: id('ten') },
  ...userShapes,
  'settings.changed': { changes },
  'model_alias.set': modelAlias,
  'model_alias.removed': modelAlias,
  ...governanceShapes,
  'key.rotation': keyRotation,
  ...evidenceShapes,
  'auth.signed_in': authFact,
  'auth.signed_out': authFact,
  'auth.failed': authFact,
  'node.started': { version: text },
};
