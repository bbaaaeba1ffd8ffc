import { expect, test } from 'vitest';
import type { AuditEntryView } from '../../../../../src/contract/schemas.ts';
import { languages } from '../../../app/i18n/languages.ts';
import { requestStory } from './request-story.ts';

function entryOf(type: string, body: Readonly<Record<string, unknown>>): AuditEntryView {
  const frame = { index: 1, id: `aud_${'0'.repeat(32)}`, time: '2026-11-22T06:00:00.000000Z' };
  return { ...frame, class: 'ai', type, body, leaf: '', leaf_hash: '' };
}

const intent = entryOf('ai.request.intent', {
  model_requested: 'gpt-4o-mini',
  provider: 'openai',
  decision: 'redacted',
  pii: [{ type: 'NIK', count: 2, action: 'tokenise' }],
  incidents: [],
  policies: { matched: ['hide-numbers@3'] },
});

test('a call is told from who asked to what it cost', () => {
  const outcome = entryOf('ai.request.outcome', {
    status: 'ok',
    http: 200,
    latency_ms: 812,
    cost_microusd: 2_400,
  });
  expect(requestStory(intent, { actor: 'billing', outcome, language: languages.en })).toEqual([
    'billing asked for gpt-4o-mini at OpenAI.',
    'Inspection found NIK × 2 (replaced by a token).',
    'Decision: Redacted, by hide-numbers@3.',
    'Answered with HTTP 200 in 812 ms.',
    'It cost US$0.002400.',
  ]);
});

test('what was refused went nowhere', () => {
  const denied = entryOf('ai.request.denied', {
    model_requested: 'gpt-4o',
    provider: 'none',
    decision: 'blocked',
    pii: [],
    incidents: ['prompt_injection'],
  });
  const story = requestStory(denied, {
    actor: 'billing',
    outcome: undefined,
    language: languages.en,
  });
  expect(story.at(-1)).toBe(
    'Decision: Blocked; no policy matched. Nothing was sent to a provider.',
  );
  expect(story[1]).toBe('Inspection found prompt_injection.');
});

test('an entry of another shape is told as far as it can be', () => {
  const strange = entryOf('ai.request.intent', { decision: 'maybe', pii: 'none', policies: 3 });
  const told = requestStory(strange, { actor: 'x', outcome: undefined, language: languages.id });
  expect(told.join(' ')).not.toMatch(/undefined|object/);
});
