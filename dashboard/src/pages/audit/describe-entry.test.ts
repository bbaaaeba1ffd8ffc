import { describe, expect, test } from 'vitest';
import type { AuditFact, AuditFactType } from '../../../../src/domain/audit/fact.ts';
import { languages } from '../../app/i18n/languages.ts';
import { describeEntry } from './describe-entry.ts';

const actor = { type: 'user', id: 'usr_1' } as const;
const credential = {
  id: 'cred_1',
  provider: 'openai',
  name: 'production-openai',
  last4: 'a1B2',
  version: 1,
} as const;
const token = { id: 'tok_1', name: 'billing', last4: '9xQw' } as const;
const policy = {
  id: 'pol_1',
  name: 'cap-nonprod-tokens',
  version: 3,
  hash: `sha256:${'0'.repeat(64)}`,
} as const;
const content = { actor, reveal: 'rvl_1', entry: 'aud_1' } as const;
const tree = { size: 300, root: 'AA==' } as const;
const user = { actor, user: 'usr_2', changes: [] } as const;
const decided = {
  actor,
  approval: 'apr_1',
  held: 'aud_1',
  policies: ['premium-models@2'],
} as const;
const request = {
  actor,
  api: '/v1/chat/completions',
  provider: 'openai',
  model_requested: 'gpt-4o-mini',
  stream: false,
  decision: 'allowed',
  policy_version: '0',
  pii: [],
  incidents: [],
  risk: { score: 0, band: 'low' },
  req: { commit: 'AA==', bytes: 2 },
} as const;

/** One fact of each type: a type without one does not compile. */
const facts: { readonly [T in AuditFactType]: AuditFact & { readonly type: T } } = {
  'ai.request.intent': {
    ...request,
    type: 'ai.request.intent',
    credential: { ...credential, source: 'tenant' },
  },
  'ai.request.denied': {
    ...request,
    type: 'ai.request.denied',
    decision: 'blocked',
    reason: 'pii_blocked',
  },
  'ai.request.held': {
    ...request,
    type: 'ai.request.held',
    decision: 'pending_approval',
    approval: 'apr_1',
    policies: { matched: ['premium-models@2'] },
  },
  'ai.request.outcome': {
    actor,
    type: 'ai.request.outcome',
    intent: 'aud_1',
    status: 'ok',
    http: 200,
    latency_ms: 812,
    usage: { source: 'provider', input: 18, output: 240, cached: 0, reasoning: 0 },
  },
  'credential.created': { actor, type: 'credential.created', credential, changes: [] },
  'credential.rotated': { actor, type: 'credential.rotated', credential, changes: [] },
  'credential.disabled': { actor, type: 'credential.disabled', credential, changes: [] },
  'credential.enabled': { actor, type: 'credential.enabled', credential, changes: [] },
  'credential.revoked': { actor, type: 'credential.revoked', credential, changes: [] },
  'credential.rejected': {
    actor,
    type: 'credential.rejected',
    provider: 'openai',
    name: 'production-openai',
    reason: 'validation_timeout',
  },
  'token.created': { actor, type: 'token.created', token, changes: [] },
  'token.revoked': { actor, type: 'token.revoked', token, changes: [] },
  'tenant.created': {
    actor,
    type: 'tenant.created',
    tenant: 'ten_1',
    administrator: 'usr_1',
  },
  'tenant.opened': { actor, type: 'tenant.opened', tenant: 'ten_1' },
  'tenant.invited': { actor, type: 'tenant.invited', tenant: 'ten_1' },
  'user.invited': { ...user, type: 'user.invited' },
  'user.joined': { ...user, type: 'user.joined' },
  'user.role_changed': { ...user, type: 'user.role_changed' },
  'user.disabled': { ...user, type: 'user.disabled' },
  'user.enabled': { ...user, type: 'user.enabled' },
  'settings.changed': {
    actor,
    type: 'settings.changed',
    changes: [{ field: 'credential_fallback', old: 'platform', new: 'never' }],
  },
  'model_alias.set': {
    actor,
    type: 'model_alias.set',
    alias: 'house-model',
    provider: 'bedrock',
    model: 'eu.amazon.nova-pro-v1:0',
    changes: [],
  },
  'model_alias.removed': {
    actor,
    type: 'model_alias.removed',
    alias: 'house-model',
    provider: 'bedrock',
    model: 'eu.amazon.nova-pro-v1:0',
    changes: [],
  },
  'policy.created': { actor, type: 'policy.created', policy, changes: [] },
  'policy.version_added': { actor, type: 'policy.version_added', policy, changes: [] },
  'policy.activated': { actor, type: 'policy.activated', policy, changes: [] },
  'policy.deactivated': { actor, type: 'policy.deactivated', policy, changes: [] },
  'policy.archived': { actor, type: 'policy.archived', policy, changes: [] },
  'approval.approved': { ...decided, type: 'approval.approved' },
  'approval.rejected': { ...decided, type: 'approval.rejected' },
  'approval.expired': { ...decided, type: 'approval.expired' },
  'inspection.changed': { actor, type: 'inspection.changed', changes: [] },
  'declarations.changed': { actor, type: 'declarations.changed', changes: [] },
  'key.rotation': {
    actor,
    type: 'key.rotation',
    step: 'rewrapped',
    from: ['local:2026-01-old'],
    to: 'local:2026-11-new',
    rewrapped: 12,
    remaining: 0,
  },
  'audit.exported': { actor, type: 'audit.exported', size: 12 },
  'audit.read': { actor, type: 'audit.read', what: 'entries', first: 3, end: 54, count: 4 },
  'content.requested': { ...content, type: 'content.requested' },
  'content.approved': { ...content, type: 'content.approved' },
  'content.refused': { ...content, type: 'content.refused' },
  'content.revealed': { ...content, type: 'content.revealed' },
  'privacy.erased': {
    actor,
    type: 'privacy.erased',
    ranges: [{ first: 3, end: 54 }],
    count: 12,
    basis: 'request',
  },
  'retention.pruned': { actor, type: 'retention.pruned', ...tree, below: 256, days: 400 },
  'legal_hold.placed': { actor, type: 'legal_hold.placed', hold: 'hld_1' },
  'legal_hold.released': { actor, type: 'legal_hold.released', hold: 'hld_1', subject: 'usr_2' },
  'auth.signed_in': { actor, type: 'auth.signed_in' },
  'auth.signed_out': { actor, type: 'auth.signed_out' },
  'auth.failed': { actor, type: 'auth.failed', reason: 'sign_in_failed', count: 4 },
  'log.opened': { actor, type: 'log.opened', version: '0.1.0' },
  'log.heartbeat': { actor, type: 'log.heartbeat' },
  'log.key_rotated': {
    actor,
    type: 'log.key_rotated',
    old_vkey: 'audit.example/log/1+8f2a91c4+AQ==',
    new_vkey: 'audit.example/log/1+b2591e38+AQ==',
  },
  'log.checkpoint_anchored': {
    actor,
    type: 'log.checkpoint_anchored',
    ...tree,
    kind: 'rfc3161',
    ref: 'https://tsa.example',
  },
  'log.configured': { actor, type: 'log.configured', part: 'witnesses', changes: [] },
  'log.selfcheck': { actor, type: 'log.selfcheck', ...tree, verdict: 'verified', findings: 0 },
  'node.started': { actor, type: 'node.started', version: '0.1.0' },
};

function say(fact: AuditFact, code: 'en' | 'id' = 'en'): string {
  return describeEntry({ type: fact.type, body: { node: 'node-1', ...fact } }, languages[code]);
}

describe('an entry in words', () => {
  test.each(Object.entries(facts))('%s is a sentence in both languages', (type, fact) => {
    const english = say(fact);
    const indonesian = say(fact, 'id');
    expect(english).not.toBe(indonesian);
    for (const sentence of [english, indonesian]) {
      expect(sentence).not.toContain(type);
      expect(sentence).not.toMatch(/undefined|\?|\[object|null/);
    }
  });

  test('says what matters of it', () => {
    expect(say(facts['credential.revoked'])).toBe(
      'Credential production-openai (OpenAI) revoked, key ending in a1B2 destroyed',
    );
    expect(say(facts['ai.request.denied'])).toBe(
      'Request for gpt-4o-mini refused (Blocked by policy: personal data detected)',
    );
    expect(say(facts['ai.request.outcome'])).toBe(
      'Answered with HTTP 200 in 812 ms, 18 tokens in, 240 out',
    );
    expect(say({ ...facts['ai.request.intent'], model: 'gpt-4o-mini-2024-07-18' })).toBe(
      'Request for gpt-4o-mini (gpt-4o-mini-2024-07-18) sent to OpenAI',
    );
    expect(say(facts['model_alias.set'])).toBe(
      'Alias house-model now stands for eu.amazon.nova-pro-v1:0 (AWS Bedrock)',
    );
    expect(say(facts['policy.activated'])).toBe(
      'Version 3 of policy cap-nonprod-tokens is in force',
    );
    expect(say(facts['ai.request.held'])).toBe(
      'Request for gpt-4o-mini waits for approval (premium-models@2)',
    );
    expect(say(facts['log.key_rotated'])).toBe(
      'Signing key of the log rotated from 8f2a91c4 to b2591e38',
    );
    expect(say(facts['log.checkpoint_anchored'])).toBe(
      'Checkpoint of 300 entries anchored: time stamp of https://tsa.example',
    );
    expect(say(facts['audit.read'])).toBe('Log looked at, index 3 to 53, 4 times');
    expect(
      say({
        ...facts['log.opened'],
        continues: { ...tree, origin: 'audit.example/log/0' },
      }),
    ).toBe(
      'Audit log opened by Monago 0.1.0; it follows audit.example/log/0, trusted up to 300 entries',
    );
    expect(say(facts['auth.failed'], 'id')).toBe(
      'Gagal masuk (Alamat email atau kata sandi salah), 4 kali',
    );
  });

  test('tells counted tokens from estimated and unknown ones', () => {
    const outcome = facts['ai.request.outcome'];
    const cut = { source: 'estimated', input: 18, output: 9, cached: 0, reasoning: 0 } as const;
    expect(say({ ...outcome, usage: cut })).toBe(
      'Answered with HTTP 200 in 812 ms, about 18 tokens in, 9 out',
    );
    expect(say({ ...outcome, usage: { source: 'unknown' } })).toBe(
      'Answered with HTTP 200 in 812 ms, tokens not known',
    );
  });

  test('of a type that this page does not know is named by its code', () => {
    expect(describeEntry({ type: 'policy.dreamt', body: {} }, languages.en)).toBe('policy.dreamt');
  });

  test('of another shape is told as far as it can be', () => {
    const entry = { type: 'credential.created', body: { credential: 'gone' } };
    expect(describeEntry(entry, languages.en)).toBe('Credential ? (?) added, key ending in ?');
  });

  test('shows characters that could disguise a name', () => {
    const disguised = { ...credential, name: 'prod\u202egnp\u200b' };
    expect(say({ actor, type: 'credential.enabled', credential: disguised, changes: [] })).toBe(
      'Credential prod\\u{202e}gnp\\u{200b} (OpenAI) enabled',
    );
  });
});
