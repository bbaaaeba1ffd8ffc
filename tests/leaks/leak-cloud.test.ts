import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlEndpoints } from '../../src/contract/endpoints.ts';
import { invitation, openCloud } from './cloud-site.ts';
import { controlDrives } from './control-drives.ts';
import type { Gate, Target } from './gate.ts';
import { misplaceKeys } from './misplaced-keys.ts';
import { targetsOf } from './rows.ts';
import { judge, report, type Verdict } from './verdict.ts';

const targets = targetsOf(controlEndpoints, controlDrives);
const operatorTargets = targets.filter(({ endpoint }) => endpoint.mode === 'cloud');

describe('a key that the operator of the platform is entrusted with, or misplaces', () => {
  let gate: Gate;
  let verdict: Verdict;

  beforeAll(async () => {
    gate = await openCloud();
    for (const target of operatorTargets) {
      await misplaceKeys(target, gate);
      await gate.succeed(target);
    }
    for (const target of targets) {
      if (target.name === 'setup.complete') await misplaceKeys(byInvitation(target), gate);
    }
    await gate.get('/api/audit/export');
    await gate.site.keepLiveSinks();
    verdict = judge(await gate.site.sinksAtRest(), gate.mint.made);
  }, 300_000);

  afterAll(() => gate?.site.close());

  test('is seen by every row of the operator', () => {
    expect(operatorTargets.map(({ name }) => name)).toContain('platform_credential.rotate');
    expect(operatorTargets.length).toBeGreaterThan(7);
  });

  test('is validated by its provider', () => {
    expect(gate.site.openai.requests.length).toBeGreaterThan(1);
  });

  test('is found nowhere', () => {
    expect(verdict.scannedBytes.get('database')).toBeGreaterThan(1_000_000);
    expect(report(verdict)).toEqual([]);
  });
});

/** With an invitation of its own each time: what is misplaced is in a set-up that could succeed. */
function byInvitation(target: Target): Target {
  return { ...target, drive: { ...target.drive, plan: invitation, harmless: invitation } };
}
