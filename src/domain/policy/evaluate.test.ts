import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';

test('the built-in baseline allows what was inspected', () => {
  const findings = [{ type: 'EMAIL', count: 1 }] as const;
  expect(evaluate({ status: 'complete', findings, incidents: [] })).toEqual({
    decision: 'allowed',
    version: 'builtin@1',
  });
});

test('policy_blocked: what could not be inspected is not let through', () => {
  const verdict = evaluate({ status: 'failed', findings: [], incidents: [] });
  expect(verdict).toMatchObject({ decision: 'blocked', code: 'policy_blocked' });
});
