import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withValue } from '../../src/domain/policy/bundle/run-policy-tests.ts';
import { sampleInput } from '../../src/domain/policy/bundle/sample-input.ts';
import { someDecision } from '../conformance/governed.ts';
import { openInstallation } from './installation-site.ts';
import { openPolicySite } from './policy-site.ts';

const dayMs = 24 * 60 * 60 * 1_000;

describe('monago policy backtest', () => {
  let installation: Awaited<ReturnType<typeof openInstallation>>;
  let site: ReturnType<typeof openPolicySite>;

  beforeAll(async () => {
    installation = await openInstallation();
  });
  afterAll(() => installation.close());
  beforeEach(async () => {
    site = openPolicySite();
    await installation.fresh.asSuperuser('DELETE FROM decision_record');
  });
  afterEach(() => site.close());

  const backtest = (...argv: readonly string[]) => installation.run(['backtest', ...argv]);
  const scored = (score: number, change: { readonly at?: number; readonly failed?: string } = {}) =>
    someDecision(installation.tenant, {
      at: change.at ?? Date.now(),
      input: {
        ...withValue(sampleInput('request'), { path: 'risk.score', value: score }),
        unknown: change.failed === undefined ? [] : [change.failed],
      },
    });
  const strict = (above: number, mode = 'enforce') =>
    site.put(
      'strict.yaml',
      `name: high-risk\nmode: ${mode}\nwhen: risk.score > ${above}\neffect: deny\n`,
    );

  test('counts what recorded decisions would become, and names some of them', async () => {
    const risky = scored(90);
    await installation.record(...Array.from({ length: 9 }, () => scored(10)), risky);
    const { exitCode, out, err } = await backtest(strict(50));
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toMatch(/^10 decisions made again, since /);
    expect(out).toContain(
      '  allow → deny         1 (10.00 %)\n  allow as before      9 (90.00 %)\n',
    );
    expect(out).toContain('by workspace\n  production: 1 of 10 changed, 1 stricter\n');
    expect(out).toContain(risky.auditId);
    expect(out).toMatch(/new denials: 1 \(10\.00 %\)\n$/);
  });

  test('exits 1 where more decisions than allowed become a block', async () => {
    await installation.record(...[10, 10, 10, 90].map((score) => scored(score)));
    const file = strict(50);
    expect(await backtest('--max-new-denials', '24.9%', file)).toMatchObject({ exitCode: 1 });
    expect(await backtest('--max-new-denials', '25%', file)).toMatchObject({ exitCode: 0 });
    expect(await backtest('--max-new-denials', '0', strict(95))).toMatchObject({ exitCode: 0 });
    expect(await backtest('--max-new-denials', 'few', file)).toMatchObject({ exitCode: 2 });
  });

  test('tries a policy that is to be enforced one day, with --mode', async () => {
    await installation.record(scored(90));
    const file = strict(50, 'monitor');
    const now = JSON.parse((await backtest('--format', 'json', file)).out);
    expect(now.matrix).toEqual([{ before: 'allow', after: 'allow', count: 1 }]);
    const then = await backtest('--format', 'json', '--mode', 'enforce', file);
    expect(JSON.parse(then.out)).toMatchObject({
      decisions: 1,
      new_denials: 1,
      new_denial_share: 1,
      matrix: [{ before: 'allow', after: 'deny', count: 1 }],
      by_workspace: [{ workspace: 'production', decisions: 1, changed: 1, stricter: 1 }],
      samples: [{ before: 'allow', after: 'deny' }],
      not_backtestable: [],
    });
  });

  test('looks back as far as it is told', async () => {
    await installation.record(scored(90, { at: Date.now() - 3 * dayMs }), scored(90));
    const decisions = async (since: string) =>
      JSON.parse((await backtest('--format', 'json', '--since', since, strict(50))).out).decisions;
    expect(await decisions('2d')).toBe(1);
    expect(await decisions('4d')).toBe(2);
    expect(await backtest('--since', 'long', strict(50))).toMatchObject({ exitCode: 2 });
  });

  test('leaves out what cannot be made again, says why, and does not call that harmless', async () => {
    await installation.record(scored(0, { failed: 'risk' }));
    const file = strict(50);
    const { exitCode, out } = await backtest('--max-new-denials', '50%', file);
    expect(out).toContain(
      'high-risk: 1 decision, of which was not recorded or not known: risk.score\n',
    );
    expect(out).toMatch(/new denials: cannot be said\n$/);
    expect(exitCode).toBe(1);
    await installation.record(scored(10));
    expect(await backtest('--max-new-denials', '50%', file)).toMatchObject({ exitCode: 0 });
    await installation.fresh.asSuperuser('DELETE FROM decision_record');
    expect(await backtest('--max-new-denials', '0', file)).toMatchObject({ exitCode: 0 });
  });

  test('compares with what is in force, which the candidate takes the place of', async () => {
    expect(await installation.run(['apply', '--activate', strict(50)])).toMatchObject({
      exitCode: 0,
    });
    await installation.record(scored(60));
    const { out } = await backtest('--format', 'json', strict(70));
    expect(JSON.parse(out).matrix).toEqual([{ before: 'deny', after: 'allow', count: 1 }]);
  });

  test('cannot run with errors in the files', async () => {
    const file = site.put('wrong.yaml', 'name: abc\neffect: dney\n');
    const { exitCode, err } = await backtest(file);
    expect(exitCode).toBe(2);
    expect(err).toContain(`${file}:2:9: error unknown_value`);
  });
});
