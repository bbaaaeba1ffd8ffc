import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenantId } from '../../src/domain/ids.ts';
import { sampleInput } from '../../src/domain/policy/bundle/sample-input.ts';
import type { Browser } from './browser.ts';
import {
  anotherTenant,
  auditorEmail,
  type ControlSite,
  entriesOf,
  openControlSite,
  setUpSite,
  signInAs,
} from './control-site.ts';

let site: ControlSite;
let admin: Browser;
let auditor: Browser;
let stranger: Browser;
let tenantId: TenantId;

beforeAll(async () => {
  site = await openControlSite();
  admin = await setUpSite(site);
  auditor = await signInAs(site, 'auditor', auditorEmail);
  stranger = await anotherTenant(site, 'budi@other.example');
  tenantId = (await admin.get('/api/session')).json().tenant.id;
});

afterAll(() => site.close());

const cardsDocument = (name: string, more = '') => `# Cards go nowhere.
name: ${name}
mode: enforce
priority: 80
when: pii.count("CREDIT_CARD") > 0
effect: deny
message: Remove the card number.
${more}tests:
  - name: a card is blocked
    given: {pii: {CREDIT_CARD: 1}}
    expect: {decision: deny, code: pii_blocked}
`;

const create = (document: string, by: Browser = admin) =>
  by.post('/api/policies', { document, note: 'first' });
const created = async (document: string): Promise<string> => {
  const reply = await create(document);
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json().id;
};
const activate = (id: string, number = 1, acknowledged: readonly string[] = []) =>
  admin.post(`/api/policies/${id}/activate`, { number, reason: 'agreed', acknowledged });
const deactivate = (id: string) =>
  admin.post(`/api/policies/${id}/deactivate`, { reason: 'not needed' });
const listed = async (by: Browser = admin) => (await by.get('/api/policies')).json().policies;
const inForce = () => site.directory.governance(tenantId).policies;
const entriesFor = async (type: string, name: string) =>
  (await entriesOf(site, type)).filter((entry) => nameIn(entry['policy']) === name);

function nameIn(policy: unknown): unknown {
  return typeof policy === 'object' && policy !== null && 'name' in policy
    ? policy.name
    : undefined;
}

describe('a policy', () => {
  test('201: is stored as it was written, and nothing is in force', async () => {
    const document = cardsDocument('stored-as-written');
    const reply = await create(document);
    expect(reply.statusCode, reply.body).toBe(201);
    const policy = reply.json();
    expect(policy).toMatchObject({
      name: 'stored-as-written',
      scope: 'tenant',
      active: null,
      latest: { number: 1, mode: 'enforce', priority: 80, note: 'first' },
    });
    const page = (await auditor.get(`/api/policies/${policy.id}`)).json();
    expect(page).toMatchObject({ policy, latest: { document }, active: null, activations: [] });
    expect(await listed(auditor)).toContainEqual(expect.objectContaining({ id: policy.id }));
    expect(inForce()).toEqual([]);
    const [entry, ...more] = await entriesFor('policy.created', 'stored-as-written');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      tenant_of_log: tenantId,
      policy: { id: policy.id, version: 1, hash: policy.latest.hash },
      changes: expect.arrayContaining([{ field: 'priority', old: null, new: 80 }]),
    });
  });

  test('200: comes into force for the gateway with the answer, and goes out of it again', async () => {
    const document = cardsDocument('comes-and-goes');
    const id = await created(document);
    const reply = await activate(id);
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json().active).toMatchObject({ number: 1 });
    const { hash } = reply.json().latest;
    expect(inForce()).toEqual([{ name: 'comes-and-goes', version: 1, hash, document }]);
    const { activations } = (await admin.get(`/api/policies/${id}`)).json();
    expect(activations).toMatchObject([
      { number: 1, reason: 'agreed', report: { tests: 1, findings: [], acknowledged: [] } },
    ]);
    expect((await deactivate(id)).json().active).toBeNull();
    expect(inForce()).toEqual([]);
    const [gone] = await entriesFor('policy.deactivated', 'comes-and-goes');
    expect(gone?.['changes']).toEqual([{ field: 'active_version', old: 1, new: null }]);
  });

  test('200: an earlier version is restored, and the log has every step', async () => {
    const id = await created(cardsDocument('restored'));
    const second = cardsDocument('restored').replace('priority: 80', 'priority: 90');
    const added = await admin.post(`/api/policies/${id}/versions`, { document: second, note: '' });
    expect(added.json()).toMatchObject({ active: null, latest: { number: 2, priority: 90 } });
    await activate(id, 2);
    await activate(id, 1);
    expect(inForce().find(({ name }) => name === 'restored')?.version).toBe(1);
    const steps = await entriesFor('policy.activated', 'restored');
    expect(steps.map(({ changes }) => changes)).toEqual([
      [{ field: 'active_version', old: null, new: 2 }],
      [{ field: 'active_version', old: 2, new: 1 }],
    ]);
    const { versions } = (await auditor.get(`/api/policies/${id}/versions`)).json();
    expect(versions.map((one: { number: number }) => one.number)).toEqual([2, 1]);
    await deactivate(id);
  });

  test('the same document again adds no version, and the same activation no entry', async () => {
    const document = cardsDocument('twice');
    const id = await created(document);
    const again = await admin.post(`/api/policies/${id}/versions`, { document, note: 'again' });
    expect(again.json().latest.number).toBe(1);
    await activate(id);
    await activate(id);
    expect(await entriesFor('policy.activated', 'twice')).toHaveLength(1);
    await deactivate(id);
  });

  test('409: what was written after an older version adds none, and the newer one stays', async () => {
    const id = await created(cardsDocument('two-authors'));
    const add = (priority: number, after?: number) =>
      admin.post(`/api/policies/${id}/versions`, {
        document: cardsDocument('two-authors').replace('80', String(priority)),
        note: '',
        after,
      });
    expect((await add(81, 1)).json().latest.number).toBe(2);
    const late = await add(82, 1);
    expect([late.statusCode, late.json().code]).toEqual([409, 'policy_changed']);
    // The answer got lost: the same is sent again.
    expect((await add(81, 1)).json().latest.number).toBe(2);
    expect((await add(82, 2)).json().latest).toMatchObject({ number: 3, priority: 82 });
    expect((await add(83)).json().latest.number).toBe(4);
  });

  test('200: is archived once it is out of force, and its name stays taken', async () => {
    const id = await created(cardsDocument('put-away'));
    await activate(id);
    expect((await admin.post(`/api/policies/${id}/archive`)).json().code).toBe('policy_in_force');
    await deactivate(id);
    expect((await admin.post(`/api/policies/${id}/archive`)).json().archived_at).not.toBeNull();
    expect((await activate(id)).json().code).toBe('policy_archived');
    expect((await create(cardsDocument('put-away'))).json().code).toBe('policy_name_taken');
  });
});

describe('what is refused', () => {
  test.each([
    ['what is not YAML', 'name: [', 'line 1'],
    [
      'a variable that there is not',
      'name: odd-one\nwhen: request.modle == "x"\neffect: deny',
      'model',
    ],
    [
      'two policies',
      `${cardsDocument('one-of-two')}---\n${cardsDocument('two-of-two')}`,
      'its own',
    ],
    [
      'a workspace that there is not',
      'name: elsewhere\nscope: workspace:nowhere\neffect: deny',
      'nowhere',
    ],
  ])('422: %s', async (_, document, words) => {
    const reply = await create(document);
    expect(reply.statusCode).toBe(422);
    expect(reply.json().code).toBe('policy_invalid');
    expect(JSON.stringify(reply.json().errors)).toContain(words);
  });

  test('422: a document that holds a key, or what the database cannot hold', async () => {
    const key = `sk-proj-${'aB3-dE6_'.repeat(6)}`;
    for (const document of [
      `${cardsDocument('with-a-key')}# ${key}`,
      'name: a\0b',
      'name: \ud800',
    ]) {
      const reply = await create(document);
      expect(reply.json()).toMatchObject({
        code: 'invalid_input',
        errors: [{ field: 'document' }],
      });
      expect(reply.body).not.toContain('dE6_');
    }
  });

  test('409: a name that is taken', async () => {
    await created(cardsDocument('only-once'));
    expect((await create(cardsDocument('only-once'))).json().code).toBe('policy_name_taken');
  });

  test('422: a version with another name or scope', async () => {
    const id = await created(cardsDocument('keeps-name'));
    for (const document of [
      cardsDocument('other-name'),
      cardsDocument('keeps-name', 'scope: workspace:production\n'),
    ]) {
      const reply = await admin.post(`/api/policies/${id}/versions`, { document });
      expect(reply.json().code).toBe('policy_invalid');
    }
  });

  test('422: to activate what does not pass its own tests, with what went wrong', async () => {
    const document = cardsDocument('fails-its-tests').replace(
      'decision: deny, code: pii_blocked',
      'decision: allow',
    );
    const reply = await activate(await created(document));
    expect(reply.json()).toMatchObject({
      code: 'policy_tests_failed',
      errors: [{ field: 'a card is blocked', message: 'decision is deny, not allow' }],
    });
    expect(inForce()).toEqual([]);
  });

  test('409: to activate what the analysis has something to say about, until it is acknowledged', async () => {
    const always = 'name: everything\nmode: monitor\neffect: deny\n';
    const id = await created(always);
    const refused = await activate(id);
    expect(refused.json()).toMatchObject({
      code: 'acknowledgement_required',
      errors: [{ field: 'always_matches:everything' }],
    });
    const reply = await activate(id, 1, ['always_matches:everything', 'made:up']);
    expect(reply.statusCode, reply.body).toBe(200);
    const { activations } = (await admin.get(`/api/policies/${id}`)).json();
    expect(activations[0].report.acknowledged).toEqual(['always_matches:everything']);
    const found = (await listed()).find((one: { id: string }) => one.id === id);
    expect(found.warnings).toEqual(['always_matches:everything']);
    await deactivate(id);
  });

  test('422: a version that there is not', async () => {
    const id = await created(cardsDocument('no-such-version'));
    expect((await activate(id, 7)).json()).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'number' }],
    });
  });

  test('404: another tenant’s policy, for everything that can be done to one', async () => {
    const id = await created(cardsDocument('of-another-tenant'));
    const replies = [
      await stranger.get(`/api/policies/${id}`),
      await stranger.get(`/api/policies/${id}/versions`),
      await stranger.post(`/api/policies/${id}/versions`, { document: cardsDocument('x-y-z') }),
      await stranger.post(`/api/policies/${id}/activate`, { number: 1, reason: 'mine' }),
      await stranger.post(`/api/policies/${id}/archive`),
    ];
    for (const reply of replies) expect(reply.json().code).toBe('policy_not_found');
    expect(await listed(stranger)).toEqual([]);
    // What is unique is unique in a tenant.
    expect((await create(cardsDocument('of-another-tenant'), stranger)).statusCode).toBe(201);
  });

  test('two activations at once are examined one after the other', async () => {
    const [allow, deny] = [
      await created('name: race-allow\nmode: enforce\nwhen: request.stream\neffect: allow\n'),
      await created('name: race-deny\nmode: enforce\nwhen: request.stream\neffect: deny\n'),
    ];
    const replies = await Promise.all([activate(allow), activate(deny)]);
    const codes = replies.map((reply) => reply.statusCode).sort();
    // Whichever is first is alone; the other is at odds with it.
    expect(codes).toEqual([200, 409]);
    await deactivate(allow);
    await deactivate(deny);
  });
});

describe('trying policies out', () => {
  test('check: problems with their place, and nothing else while there is an error', async () => {
    const reply = await auditor.post('/api/policies/check', {
      documents: [cardsDocument('fine'), 'name: broken-one\neffect: dney'],
    });
    expect(reply.json()).toMatchObject({
      problems: [{ document: 1, severity: 'error', line: 2, replacement: 'deny' }],
      tests: [],
      findings: [],
    });
  });

  test('check: tests and findings among what is in force, each with a request that shows it', async () => {
    const id = await created(cardsDocument('in-force-cards'));
    await activate(id);
    const weaker =
      'name: weaker-cards\nmode: enforce\npriority: 90\nwhen: pii.count("CREDIT_CARD") > 0\neffect: {require_approval: {}}\n';
    const { findings, tests } = (
      await admin.post('/api/policies/check', {
        documents: [weaker, cardsDocument('in-force-cards')],
      })
    ).json();
    expect(tests).toMatchObject([{ policy: 'in-force-cards', failures: [] }]);
    expect(findings.map((one: { id: string }) => one.id)).toContain(
      'shadowed:in-force-cards:weaker-cards',
    );
    expect(findings[0].witness.input.pii.types).toEqual(['CREDIT_CARD']);
    await deactivate(id);
  });

  test('simulate: a decision with each policy’s reasons, with documents in the place of what is in force', async () => {
    const id = await created(cardsDocument('simulated'));
    await activate(id);
    const input = sampleInput('request');
    const card = {
      ...input,
      pii: {
        total: 1,
        types: ['CREDIT_CARD'],
        max_confidence: 90,
        findings: [{ type: 'CREDIT_CARD', count: 1, confidence: 90, role: 'user' }],
      },
    };
    const now = (await auditor.post('/api/policies/simulate', { input: card })).json();
    expect(now).toMatchObject({
      phase: 'request',
      decision: { verdict: 'deny', code: 'pii_blocked', message: 'Remove the card number.' },
      policies: [
        {
          name: 'simulated',
          version: '1',
          truth: 'true',
          conjuncts: [{ truth: 'true', values: expect.any(Array) }],
        },
      ],
      recorded: null,
    });
    const off = cardsDocument('simulated').replace('mode: enforce', 'mode: monitor');
    const then = await admin.post('/api/policies/simulate', { input: card, documents: [off] });
    expect(then.json().decision).toMatchObject({ verdict: 'allow', would_be: 'deny' });
    await deactivate(id);
  });

  test('simulate: neither or both of input and entry, or an entry without a record', async () => {
    for (const body of [{}, { input: sampleInput('request'), audit_id: `aud_${'0'.repeat(32)}` }]) {
      expect((await admin.post('/api/policies/simulate', body)).statusCode).toBe(422);
    }
    const reply = await admin.post('/api/policies/simulate', { audit_id: `aud_${'0'.repeat(32)}` });
    expect(reply.json().code).toBe('not_found');
  });

  test('413: a document beyond what any policy needs', async () => {
    const document = `${cardsDocument('far-too-long')}# ${'x'.repeat(1_100_000)}`;
    expect((await create(document)).json().code).toBe('request_too_large');
    const long = `${cardsDocument('too-long')}# ${'x'.repeat(300_000)}`;
    expect((await create(long)).json().code).toBe('invalid_input');
  });
});
