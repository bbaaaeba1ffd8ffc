import { expect, test } from 'vitest';
import type { AuditStatusView } from '../../../../src/contract/schemas.ts';
import { headWarnings } from './head-warnings.ts';

const now = Date.parse('2026-11-22T06:00:00Z');
const head = {
  origin: 'audit.example/log/1',
  vkey: 'audit.example/log/1+8f2a91c4+AQ==',
  size: 12,
  checkpoint: '',
  last_entry_at: '2026-11-22T05:50:00Z',
  pruned_below: 0,
};
const copy = { name: 'w', to: 12, at: '2026-11-22T05:50:00Z', failing_since: null };
const status: AuditStatusView = {
  generation: 1,
  state: 'active',
  frozen: null,
  verdict: 'verified',
  verified: { to: 12, at: '2026-11-22T05:50:00Z' },
  self_check: null,
  witnesses: [copy],
  anchors: [],
  sinks: [],
  witnessed: null,
  open_intents: 0,
};

const kinds = (...[log, state, at = now]: [typeof head, AuditStatusView, number?]) =>
  headWarnings(log, state, at).map(({ kind }) => kind);

test('nothing is said of a log that is in order, or of one that nothing is known of yet', () => {
  expect(kinds(head, status)).toEqual([]);
  expect(kinds(head, { ...status, verdict: 'unchecked', verified: null })).toEqual([]);
  expect(headWarnings(undefined, undefined, now)).toEqual([]);
});

test('a log without a new entry for a quarter of an hour is silent', () => {
  expect(kinds(head, status, now + 6 * 60_000)).toEqual(['silent']);
});

test('what is worst comes first', () => {
  const worst: AuditStatusView = {
    ...status,
    state: 'frozen',
    frozen: { at: null, reason: 'the database contradicts what was signed' },
    verdict: 'tampered',
    self_check: {
      at: '2026-11-22T05:00:00Z',
      size: 9,
      verdict: 'tampered',
      findings: 1,
      first_finding: 'V5 at 3',
    },
    witnesses: [{ ...copy, failing_since: '2026-11-22T05:00:00Z' }],
    open_intents: 2,
  };
  expect(headWarnings(head, worst, now + 3_600_000)).toEqual([
    { kind: 'frozen', reason: 'the database contradicts what was signed' },
    { kind: 'tampered', finding: 'V5 at 3' },
    { kind: 'silent' },
    { kind: 'failing', names: ['w'] },
    { kind: 'open', count: 2 },
  ]);
});
