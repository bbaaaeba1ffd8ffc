import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PostgresDecisionRecords } from '../../src/adapters/database/postgres-decision-records.ts';
import type { TenantId, WorkspaceId } from '../../src/domain/ids.ts';
import { sampleInput } from '../../src/domain/policy/bundle/sample-input.ts';
import type { PolicyInput } from '../../src/domain/policy/condition/variables.ts';
import type { NewDecisionRecord } from '../../src/ports/decision-records.ts';
import { someDecision } from '../conformance/governed.ts';
import { quietLog } from '../support/quiet-log.ts';
import type { Browser } from './browser.ts';
import {
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
let id: TenantId;
let workspaceId: WorkspaceId;

beforeAll(async () => {
  site = await openControlSite();
  admin = await setUpSite(site);
  auditor = await signInAs(site, 'auditor', auditorEmail);
  id = (await admin.get('/api/session')).json().tenant.id;
  workspaceId = (await admin.get('/api/workspaces')).json().workspaces[0].id;
});

afterAll(() => site.close());

const update = (change: object) => admin.post('/api/inspection', change);
const declare = (document: string) => admin.post('/api/policies/declarations', { document });
const badge = { name: 'BADGE', pattern: 'B-[0-9]{6}', context: ['badge'], score: 60 };

async function inForce(document: string): Promise<string> {
  const { id: policyId } = (await admin.post('/api/policies', { document })).json();
  const reply = await admin.post(`/api/policies/${policyId}/activate`, {
    number: 1,
    reason: 'agreed',
  });
  expect(reply.statusCode, reply.body).toBe(200);
  return policyId;
}

const outOfForce = (policyId: string) =>
  admin.post(`/api/policies/${policyId}/deactivate`, { reason: 'not needed' });

describe('how texts are inspected', () => {
  test('200: is changed part by part, known to the gateway with the answer, and in the log by its hash', async () => {
    expect((await auditor.get('/api/inspection')).json()).toMatchObject({
      names: false,
      token_format: 'angle',
      time_zone: 'Etc/UTC',
    });
    const reply = await update({ names: true, recognisers: [badge], time_zone: 'Asia/Jakarta' });
    expect(reply.statusCode, reply.body).toBe(200);
    const expected = { ...badge, checksum: null };
    expect(reply.json()).toMatchObject({ names: true, recognisers: [expected] });
    await update({ deny: [{ name: 'PROJECT', terms: ['Garuda'] }] });
    const governed = site.directory.governance(id);
    expect(governed).toMatchObject({ timeZone: 'Asia/Jakarta', inspection: { names: true } });
    expect(governed.inspection.deny).toEqual([{ name: 'PROJECT', terms: ['Garuda'] }]);
    const [first, second, ...more] = await entriesOf(site, 'inspection.changed');
    expect(more).toEqual([]);
    const [before] = Array.isArray(first?.['changes']) ? first['changes'] : [];
    const [after] = Array.isArray(second?.['changes']) ? second['changes'] : [];
    expect(before).toMatchObject({ field: 'hash', new: after.old });
    expect(JSON.stringify([first, second])).not.toContain('Garuda');
    await update({ names: true });
    expect(await entriesOf(site, 'inspection.changed')).toHaveLength(2);
  });

  test.each([
    [{ recognisers: [{ ...badge, pattern: '(?=x)' }] }, 'recognisers.0.pattern'],
    [{ recognisers: [{ ...badge, pattern: 'x*' }] }, 'recognisers.0.pattern'],
    [{ recognisers: [{ ...badge, pattern: '(a{1,500}){1,9}' }] }, 'recognisers.0.pattern'],
    [{ recognisers: [{ ...badge, pattern: '(.{0,90}a){2}~' }] }, 'recognisers.0.pattern'],
    [{ recognisers: [{ ...badge, score: 20, context: [] }] }, 'recognisers.0.score'],
    [{ recognisers: [{ ...badge, context: ['123'] }] }, 'recognisers.0.context.0'],
    [{ recognisers: [{ ...badge, name: 'EMAIL' }] }, 'recognisers.0.name'],
    [
      {
        deny: [
          { name: 'SOME', terms: ['Garuda'] },
          { name: 'OTHERS', terms: ['garuda'] },
        ],
      },
      'deny.1.terms.0',
    ],
    [{ deny: [{ name: 'BADGE', terms: ['x'] }], recognisers: [badge] }, 'recognisers.0.name'],
    [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
    [{ token_format: 'loud' }, 'token_format'],
  ])('422: %j', async (change, field) => {
    const reply = await update(change);
    expect(reply.json().code).toBe('invalid_input');
    expect(reply.json().errors.map((one: { field: string }) => one.field)).toContain(field);
  });

  test('422: what a policy in force refers to stays', async () => {
    await update({ recognisers: [badge] });
    const policy = await inForce(
      'name: no-badges\nmode: enforce\nwhen: pii.count("BADGE") > 0\neffect: deny\n',
    );
    const refused = await update({ recognisers: [] });
    expect(refused.json()).toMatchObject({ code: 'policy_invalid' });
    expect(refused.body).toContain('no-badges');
    await outOfForce(policy);
    expect((await update({ recognisers: [] })).statusCode).toBe(200);
  });
});

describe('lists and calendars', () => {
  const document =
    'lists:\n  approved_models: [gpt-4o]\ncalendars:\n  office: {time_zone: Asia/Jakarta, weekdays: [mon, tue], hours: 08:00-17:00}\n';

  test('200: are there for conditions and for the gateway, and read back as a document', async () => {
    const reply = await declare(document);
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json()).toMatchObject({
      problems: [],
      declarations: {
        lists: [{ name: 'approved_models', values: ['gpt-4o'] }],
        calendars: [{ name: 'office', hours: [{ from: 480, to: 1020 }] }],
      },
    });
    const read = (await auditor.get('/api/policies/declarations')).json();
    expect(read).toEqual(reply.json().declarations);
    expect((await declare(read.document)).json().declarations).toEqual(read);
    expect(await entriesOf(site, 'declarations.changed')).toHaveLength(1);
    expect(site.directory.governance(id).calendars).toMatchObject([{ name: 'office' }]);
    const policy =
      'name: approved-only\nmode: enforce\nunless: request.model in lists.approved_models\neffect: deny\n';
    await outOfForce(await inForce(policy));
  });

  test('a document with an error changes nothing and says where it is', async () => {
    const reply = await declare('calendars:\n  office: {time_zone: Asia/Jakart}\n');
    expect(reply.json().problems).toMatchObject([{ severity: 'error', line: 2 }]);
    expect(reply.json().declarations.lists).toHaveLength(1);
  });

  test('422: what a policy in force refers to stays', async () => {
    const policy = await inForce(
      'name: listed-only\nmode: enforce\nunless: request.model in lists.approved_models\neffect: deny\n',
    );
    expect((await declare('lists: {}\n')).json().code).toBe('policy_invalid');
    await outOfForce(policy);
    expect((await declare('lists: {}\n')).statusCode).toBe(200);
  });
});

describe('a backtest', () => {
  const base = sampleInput('request');
  const input = (provider: PolicyInput['request']['provider']): PolicyInput => ({
    ...base,
    request: { ...base.request, provider },
  });
  const noAnthropic =
    'name: no-anthropic\nmode: enforce\nmatch: {provider: anthropic}\neffect: deny\n';
  const backtest = async (body: object) =>
    (
      await auditor.post('/api/policies/backtest', {
        since: new Date(Date.now() - 3_600_000).toISOString(),
        ...body,
      })
    ).json();

  async function record(...changes: readonly Partial<NewDecisionRecord>[]): Promise<void> {
    const { database } = site.node;
    const { clock } = site.ports;
    const records = new PostgresDecisionRecords({ database, clock, log: quietLog, keptDays: 30 });
    const workspace = { id: workspaceId, slug: 'default', name: 'Default', isDefault: true };
    for (const change of changes) {
      records.record(someDecision({ id, workspace }, { at: Date.now(), ...change }));
    }
    await records.write();
  }

  beforeEach(() => site.database.asSuperuser('DELETE FROM decision_record'));

  test('counts what would be decided differently, with examples', async () => {
    await record(
      { input: input('openai') },
      { input: input('openai') },
      { input: input('anthropic') },
    );
    const result = await backtest({ documents: [noAnthropic] });
    expect(result).toMatchObject({
      decisions: 3,
      is_truncated: false,
      by_workspace: [{ workspace_id: workspaceId, decisions: 3, changed: 1, stricter: 1 }],
      not_backtestable: [],
      samples: [{ before: 'allow', after: 'deny' }],
    });
    expect(result.matrix).toEqual(
      expect.arrayContaining([
        { before: 'allow', after: 'allow', count: 2 },
        { before: 'allow', after: 'deny', count: 1 },
      ]),
    );
    expect(result.by_day.map((one: { decisions: number }) => one.decisions)).toEqual([3]);
  });

  test('says what would become of them without a policy in force', async () => {
    const policy = await inForce(noAnthropic);
    await record({ input: input('anthropic') });
    const { matrix } = await backtest({ documents: [], without: ['no-anthropic'] });
    expect(matrix).toEqual([{ before: 'deny', after: 'allow', count: 1 }]);
    await outOfForce(policy);
  });

  test('leaves out, and names, what a policy reads and nobody recorded or knew', async () => {
    const risky = 'name: no-injection\nmode: enforce\nwhen: risk.injection > 80\neffect: deny\n';
    const { risk: _, ...earlier } = input('openai');
    const partial: unknown = earlier;
    await record({ input: input('openai') }, { input: { ...input('openai'), unknown: ['risk'] } });
    await site.database.asSuperuser(
      `INSERT INTO decision_record (tenant_id, audit_id, at, workspace_id, phase, input, verdict, would_be,
          decided_by, matched, shadow, eval_us)
        VALUES ($1, 'aud_' || repeat('1', 32), now(), $2, 'request', $3, 'allow', 'allow', '{}', '{}', '{}', 1)`,
      [id, workspaceId, JSON.stringify(partial)],
    );
    const result = await backtest({ documents: [risky] });
    expect(result.decisions).toBe(1);
    expect(result.not_backtestable).toEqual([
      { policy: 'no-injection', variables: ['risk.injection'], decisions: 2 },
    ]);
  });

  test('a recorded decision can be made again by its audit entry', async () => {
    const auditId = `aud_${'2'.repeat(32)}` as const;
    await record({ auditId, input: input('anthropic'), matched: ['old@1'] });
    const reply = await auditor.post('/api/policies/simulate', {
      audit_id: auditId,
      documents: [noAnthropic],
    });
    expect(reply.json()).toMatchObject({
      input: { request: { provider: 'anthropic' } },
      decision: { verdict: 'deny' },
      recorded: { verdict: 'allow', matched: ['old@1'] },
    });
  });
});
