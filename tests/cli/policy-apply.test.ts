import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openInstallation } from './installation-site.ts';
import { openPolicySite, runPolicy } from './policy-site.ts';

let installation: Awaited<ReturnType<typeof openInstallation>>;
let site: ReturnType<typeof openPolicySite>;

beforeEach(async () => {
  installation = await openInstallation();
  site = openPolicySite();
});
afterEach(async () => {
  site.close();
  await installation.close();
});

const cards = `# Cards go nowhere.
name: no-cards
mode: enforce
priority: 80
when: pii.count("CREDIT_CARD") > 0
effect: deny
tests:
  - {name: a card, given: {pii: {CREDIT_CARD: 1}}, expect: {decision: deny}}
`;
const models = `name: small-models
match: {model: "*-mini"}
effect: log_only
`;

const apply = (...argv: readonly string[]) => installation.run(['apply', ...argv]);
const stored = () =>
  installation.unitOfWork.read(installation.tenant.id, (tx) => tx.policies.list());
const inForce = () =>
  installation.unitOfWork.read(installation.tenant.id, (tx) => tx.policies.inForce());
const steps = async () =>
  (await installation.entries()).map(
    ({ type, policy }) => `${type} ${policy.name}@${policy.version}`,
  );

describe('monago policy apply', () => {
  test('stores what the files say as it was written, and puts nothing into force by itself', async () => {
    const folder = site.folder;
    site.put('cards.yaml', cards);
    site.put('models.yaml', models);
    const { exitCode, out, err } = await apply(folder);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    expect(out).toBe(
      '+ no-cards (tenant): create it\n+ small-models (tenant): create it\ndone, for Example Bank\n',
    );
    expect(await inForce()).toEqual([]);
    const [first] = await stored();
    expect(first).toMatchObject({ name: 'no-cards', createdBy: 'monago', active: undefined });
    const versions = await installation.unitOfWork.read(installation.tenant.id, (tx) =>
      first === undefined ? Promise.resolve([]) : tx.policies.versions(first.id),
    );
    expect(versions).toMatchObject([{ number: 1, document: cards, createdBy: 'monago' }]);
    expect(await installation.entries()).toMatchObject([
      { type: 'policy.created', actor: { type: 'system', id: 'monago' } },
      { type: 'policy.created', actor: { type: 'system', id: 'monago' } },
    ]);
  });

  test('with --activate puts them into force with their report, and the log has every step', async () => {
    const file = site.put('cards.yaml', cards);
    const { exitCode, out } = await apply('--activate', '--reason', 'CHG-42', file);
    expect(exitCode).toBe(0);
    expect(out).toContain('+ no-cards (tenant): create it, put into force\n');
    expect(out).toContain('allow → deny');
    expect(await inForce()).toMatchObject([{ name: 'no-cards', version: 1, document: cards }]);
    const [policy] = await stored();
    const activations = await installation.unitOfWork.read(installation.tenant.id, (tx) =>
      policy === undefined ? Promise.resolve([]) : tx.policies.activations(policy.id),
    );
    expect(activations).toMatchObject([
      {
        number: 1,
        activatedBy: 'monago',
        reason: 'CHG-42',
        report: { tests: 1, findings: [], acknowledged: [] },
      },
    ]);
    expect(await steps()).toEqual(['policy.created no-cards@1', 'policy.activated no-cards@1']);
  });

  test('adds a version only where the meaning differs, and shows what does', async () => {
    const file = site.put('cards.yaml', cards);
    await apply('--activate', file);
    site.put(
      'cards.yaml',
      `# Spelt otherwise.\n${cards.replace('effect: deny', 'effect: [deny]')}`,
    );
    expect((await apply('--activate', file)).out).toMatch(/^nothing to do: /);
    site.put('cards.yaml', cards.replace('> 0', '> 1').replace('CREDIT_CARD: 1', 'CREDIT_CARD: 2'));
    const { exitCode, out } = await apply('--activate', file);
    expect(exitCode).toBe(0);
    expect(out).toContain(
      '~ no-cards (tenant): add version 2, put into force in place of version 1\n    - when: pii.count("CREDIT_CARD") > 0\n    + when: pii.count("CREDIT_CARD") > 1\n',
    );
    expect(out).toContain('deny → allow');
    expect(await inForce()).toMatchObject([{ version: 2 }]);
    expect((await steps()).slice(2)).toEqual([
      'policy.version_added no-cards@2',
      'policy.activated no-cards@2',
    ]);
  });

  test('puts a version into force that was stored before', async () => {
    const file = site.put('cards.yaml', cards);
    await apply(file);
    expect((await apply('--activate', file)).out).toContain('version 1 is put into force');
    expect(await steps()).toEqual(['policy.created no-cards@1', 'policy.activated no-cards@1']);
  });

  test('a dry run says the same and does nothing', async () => {
    const file = site.put('cards.yaml', cards);
    const { exitCode, out } = await apply('--activate', '--dry-run', file);
    expect(exitCode).toBe(0);
    expect(out).toContain('+ no-cards (tenant): create it, put into force\n');
    expect(out).toMatch(/nothing was changed: a dry run\n$/);
    expect(await stored()).toEqual([]);
    expect(await steps()).toEqual([]);
  });

  test('refuses to put into force what fails its own tests, and does none of the rest either', async () => {
    site.put('a.yaml', models);
    site.put('b.yaml', cards.replace('decision: deny', 'decision: allow'));
    const { exitCode, out } = await apply('--activate', site.folder);
    expect(exitCode).toBe(1);
    expect(out).toContain("no-cards: test 'a card' fails: decision is deny, not allow");
    expect(await stored()).toEqual([]);
    // What is only stored need not be finished.
    expect(await apply(site.folder)).toMatchObject({ exitCode: 0 });
  });

  test('refuses findings that nobody has acknowledged, and keeps those that somebody has', async () => {
    const file = site.put(
      'a.yaml',
      `${cards}---\n${cards
        .replace('no-cards', 'ask-for-cards')
        .replace('effect: deny', 'effect: {require_approval: {}}')
        .replace('priority: 80', 'priority: 90')
        .replace(/tests:.*/s, '')}`,
    );
    const refused = await apply('--activate', file);
    expect(refused.exitCode).toBe(1);
    const ids = [...refused.out.matchAll(/nobody has acknowledged (\S+)/g)].map(([, id]) => id);
    expect(ids).toContain('shadowed:no-cards:ask-for-cards');
    expect(refused.out).toContain('for example: {given: {pii: {CREDIT_CARD: 1}}}');
    expect(await stored()).toEqual([]);
    const acknowledged = ids.flatMap((id = '') => ['--acknowledge', id]);
    expect(await apply('--activate', ...acknowledged, file)).toMatchObject({ exitCode: 0 });
    const reports = (await stored()).map(({ active }) => active?.report);
    expect(reports.flatMap((report) => report?.findings ?? []).sort()).toEqual([...ids].sort());
    expect(reports.flatMap((report) => report?.acknowledged ?? []).sort()).toEqual([...ids].sort());
  });

  test('judges what would be in force together, not each policy among the ones that it replaces', async () => {
    const pair = (first: number, second: number) =>
      `name: strict-one\nmode: enforce\npriority: ${first}\nmatch: {provider: openai}\nwhen: request.stream\neffect: deny\n---\nname: mild-one\nmode: enforce\npriority: ${second}\nmatch: {provider: anthropic}\nwhen: request.stream\neffect: {require_approval: {}}\n`;
    const file = site.put('pair.yaml', pair(50, 60));
    expect(await apply('--activate', file)).toMatchObject({ exitCode: 0 });
    // Among the others as they were, either would be at odds with its neighbour.
    const swapped = pair(50, 60)
      .replace('provider: openai', 'provider: bedrock')
      .replace('provider: anthropic', 'provider: openai')
      .replace('provider: bedrock', 'provider: anthropic');
    site.put('pair.yaml', swapped);
    const { exitCode, out } = await apply('--activate', file);
    expect(out).not.toContain('finding');
    expect(exitCode).toBe(0);
  });

  test('with --prune takes out of force what no file names, and keeps it', async () => {
    site.put('a.yaml', cards);
    site.put('b.yaml', models);
    await apply('--activate', site.folder);
    expect(await apply('--prune', join(site.folder, 'b.yaml'))).toMatchObject({ exitCode: 2 });
    const { exitCode, out } = await apply('--activate', '--prune', join(site.folder, 'b.yaml'));
    expect(exitCode).toBe(0);
    expect(out).toContain('- no-cards (tenant): take version 1 out of force\n');
    expect((await inForce()).map(({ name }) => name)).toEqual(['small-models']);
    expect((await steps()).at(-1)).toBe('policy.deactivated no-cards@1');
    // It comes back as it was.
    expect(await apply('--activate', site.folder)).toMatchObject({ exitCode: 0 });
    expect(await inForce()).toHaveLength(2);
  });

  test('with --mode applies the files in another mode, comments kept', async () => {
    const file = site.put('cards.yaml', cards);
    expect(await apply('--activate', '--mode', 'monitor', file)).toMatchObject({ exitCode: 0 });
    const [policy] = await inForce();
    expect(policy?.document).toMatch(/^# Cards go nowhere\.\nname: no-cards\n/);
    expect(await stored()).toMatchObject([{ active: { mode: 'monitor' } }]);
    const { out } = await apply('--activate', file);
    expect(out).toContain('add version 2');
    expect(await stored()).toMatchObject([{ active: { mode: 'enforce', number: 2 } }]);
  });

  test('refuses what cannot be: a workspace that there is not, another scope, a name that is taken', async () => {
    const file = site.put('a.yaml', `scope: workspace:nowhere\n${cards}`);
    const refused = await apply(file);
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.out).toContain("There is no workspace 'nowhere'.");
    site.put('a.yaml', cards);
    await apply(file);
    site.put('a.yaml', `scope: workspace:production\n${cards}`);
    expect((await apply(file)).out).toContain("'no-cards' is for tenant");
    site.put('a.yaml', cards);
    site.put('b.yaml', `scope: workspace:production\n${cards}`);
    expect((await apply(site.folder)).out).toContain("two policies 'no-cards'");
    const [policy] = await stored();
    await installation.unitOfWork.run(installation.tenant.id, (tx) =>
      policy === undefined ? Promise.resolve() : tx.policies.archive(policy.id, 1),
    );
    const archived = await apply(file);
    expect(archived.exitCode).toBe(1);
    expect(archived.out).toContain("'no-cards' is archived");
  });

  test('could not run: files with errors, no such tenant, a tenant among several, no database', async () => {
    const wrong = site.put('wrong.yaml', 'name: abc\neffect: dney\n');
    const told = await apply(wrong);
    expect(told.exitCode).toBe(2);
    expect(told.err).toContain(`${wrong}:2:9: error unknown_value`);
    const file = site.put('cards.yaml', cards);
    const unknown = await apply('--tenant', `ten_${'0'.repeat(31)}1`, file);
    expect(unknown).toMatchObject({ exitCode: 2 });
    const other = await installation.anotherTenant();
    const which = await apply(file);
    expect(which.exitCode).toBe(2);
    expect(which.err).toContain(other.id);
    expect(await apply('--tenant', other.id, file)).toMatchObject({ exitCode: 0 });
    const nowhere = { MONAGO_DATABASE_URL: 'postgresql://127.0.0.1:1/none' };
    const offline = await runPolicy(['apply', file], '', {
      ...installation.environment,
      ...nowhere,
    });
    expect(offline).toMatchObject({ exitCode: 2, out: '' });
    expect(await stored()).toEqual([]);
  });

  test('the examples come into force, and running gateways follow', async () => {
    for (const name of readdirSync('examples/policies')) {
      const text = readFileSync(join('examples/policies', name), 'utf8');
      site.put(name, text.replace(/^scope: workspace:.*$/gm, 'scope: workspace:production'));
    }
    const directory = await installation.openDirectory();
    const followed = () => directory.governance(installation.tenant.id).policies;
    expect(followed()).toEqual([]);
    const { out } = await apply('--activate', '--format', 'json', site.folder);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'done', reasons: [] });
    await vi.waitFor(() => expect(followed()).toHaveLength(15), { timeout: 10_000 });
    await directory.close();
  });

  test('applied twice changes nothing the second time, whatever was there', async () => {
    const names = ['aaa', 'bbb', 'ccc'] as const;
    const file = fc.record({
      name: fc.constantFrom(...names),
      // So far apart that none of them says anything about another.
      above: fc.integer({ min: 1, max: 90 }),
      mode: fc.constantFrom('enforce', 'monitor', 'off'),
      comment: fc.constantFrom('', '# Why.\n'),
    });
    const wish = fc.record({
      files: fc.uniqueArray(file, { selector: ({ name }) => name, minLength: 1 }),
      options: fc.constantFrom<string[]>(
        [],
        ['--activate'],
        ['--activate', '--prune'],
        ['--mode', 'monitor'],
      ),
      isOneFile: fc.boolean(),
    });
    const everything = async () => [
      await stored(),
      await inForce(),
      await installation.fresh.asSuperuser('SELECT count(*) FROM policy_version'),
      await installation.fresh.asSuperuser('SELECT count(*) FROM policy_activation'),
      await installation.fresh.asSuperuser('SELECT count(*) FROM audit_entry'),
      await installation.fresh.asSuperuser('SELECT value FROM directory_epoch'),
    ];
    await fc.assert(
      fc.asyncProperty(wish, async ({ files, options, isOneFile }) => {
        const documents = files.map(
          ({ name, above, mode, comment }) =>
            `${comment}name: ${name}\nmode: ${mode}\nmatch: {model: ${name}}\nwhen: risk.score > ${above}\neffect: deny\n`,
        );
        const texts = isOneFile ? [documents.join('---\n')] : documents;
        const paths = texts.map((text, at) => site.put(`${at}.yaml`, text));
        const first = await apply(...options, ...paths);
        expect(first.exitCode, first.out + first.err).toBe(0);
        const before = await everything();
        const second = await apply(...options, ...paths);
        expect(second.out).toMatch(/^nothing to do: /);
        expect(await everything()).toEqual(before);
        if (options.includes('--activate')) {
          const now = (await inForce()).map(({ name }) => name);
          expect(now).toEqual(expect.arrayContaining(files.map(({ name }) => name)));
          if (options.includes('--prune')) expect(now).toHaveLength(files.length);
        }
      }),
      { numRuns: 30 },
    );
  });
});
