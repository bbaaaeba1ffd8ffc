import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCloud, openTenant } from './cloud-site.ts';
import { failValidations } from './failing-validations.ts';
import type { Gate } from './gate.ts';
import { keyKinds } from './key-kinds.ts';
import { keyFaults } from './provider-faults.ts';
import { judge, report, type Verdict } from './verdict.ts';

describe('a key that its provider refuses, repeats or does not answer to', () => {
  let operator: Gate;
  let outcome: Awaited<ReturnType<typeof failValidations>>;
  let verdict: Verdict;

  beforeAll(async () => {
    operator = await openCloud();
    const { site, mint } = operator;
    const tenants: Gate[] = [];
    outcome = await failValidations(async () => {
      const tenant = await openTenant(operator);
      tenants.push(tenant);
      return tenant;
    });
    for (const tenant of tenants) await tenant.get('/api/audit/export');
    await site.keepLiveSinks();
    verdict = judge(await site.sinksAtRest(), mint.made);
  }, 300_000);

  afterAll(() => operator?.site.close());

  test('is refused, whatever the provider does', () => {
    expect(outcome.tried).toBe(keyKinds.length * keyFaults.length);
    expect(outcome.notRefused).toEqual([]);
  });

  test('reached its provider', () => {
    const { openai, anthropic, bedrock } = operator.site;
    for (const { requests } of [openai, anthropic, bedrock]) {
      expect(requests.length).toBeGreaterThanOrEqual(keyFaults.length);
    }
  });

  test('is found nowhere', () => {
    expect(verdict.scannedBytes.get('HTTP answers')).toBeGreaterThan(100_000);
    expect(report(verdict)).toEqual([]);
  });
});
