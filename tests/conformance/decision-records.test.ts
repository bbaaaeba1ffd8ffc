import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PostgresDecisionRecords } from '../../src/adapters/database/postgres-decision-records.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { Log } from '../../src/ports/log.ts';
import type { StoredDecision } from '../../src/ports/policies.ts';
import type { NewTenant } from '../../src/ports/unit-of-work.ts';
import { quietLog } from '../support/quiet-log.ts';
import { someDecision } from './governed.ts';
import { openSite, type Site, setUp } from './unit-of-work-site.ts';

const dayMs = 24 * 60 * 60 * 1_000;

describe('recorded decisions', () => {
  let site: Site;
  let tenant: NewTenant;
  let stranger: NewTenant;
  let records: PostgresDecisionRecords;
  let warnings: string[] = [];
  const log: Log = { ...quietLog, warn: (event) => void warnings.push(event) };

  beforeAll(async () => {
    site = await openSite();
    tenant = await setUp(site);
    stranger = await site.anotherTenant();
    const { database } = site.node;
    records = new PostgresDecisionRecords({ database, clock: systemClock, log, keptDays: 30 });
  });
  afterAll(() => site.close());
  beforeEach(async () => {
    warnings = [];
    await site.fresh.asSuperuser('DELETE FROM decision_record');
    await site.fresh.asSuperuser('DELETE FROM policy_hit');
  });

  const since = (at: number, of: NewTenant = tenant, countMax = 10_000) =>
    site.unitOfWork.read(of.id, async (tx) => {
      const found: StoredDecision[] = [];
      for await (const page of tx.decisions.since(at, countMax)) found.push(...page);
      return found;
    });
  const hitsSince = (at: number, of: NewTenant = tenant) =>
    site.unitOfWork.read(of.id, (tx) => tx.policies.hitsSince(at));

  test('are read back as they were made, newest first, by their own tenant only', async () => {
    const now = Date.now();
    const older = someDecision(tenant, { at: now - 5_000 });
    const newer = someDecision(tenant, {
      at: now,
      verdict: 'deny',
      wouldBe: 'deny',
      code: 'pii_blocked',
      decidedBy: ['cards@3'],
      matched: ['cards@3', 'audit-all@1'],
      shadow: ['soon@1'],
    });
    for (const row of [older, newer, someDecision(stranger, { at: now })]) records.record(row);
    await records.write();
    const { tenantId: _, wouldDeny: _denied, evalUs: _us, ...told } = newer;
    const [first, second, ...more] = await since(now - 10_000);
    expect(first).toEqual(told);
    expect(second?.auditId).toBe(older.auditId);
    expect(more).toEqual([]);
    const found = await site.unitOfWork.read(tenant.id, (tx) =>
      tx.decisions.byAuditId(newer.auditId),
    );
    expect(found).toEqual([told]);
    const byStranger = await site.unitOfWork.read(stranger.id, (tx) =>
      tx.decisions.byAuditId(newer.auditId),
    );
    expect(byStranger).toEqual([]);
  });

  test('come page by page without gaps or repetitions, also where many were made at once', async () => {
    const now = Date.now();
    const made = Array.from({ length: 1_203 }, (_, at) =>
      someDecision(tenant, { at: now - (at % 3) }),
    );
    for (const row of made) records.record(row);
    await records.write();
    const found = await since(now - 1_000);
    expect(new Set(found.map(({ auditId }) => auditId))).toEqual(
      new Set(made.map(({ auditId }) => auditId)),
    );
    expect(found).toHaveLength(made.length);
    expect(await since(now - 1_000, tenant, 700)).toHaveLength(700);
    expect(await since(now + 1, tenant)).toEqual([]);
  });

  test('count what each policy did, hour by hour', async () => {
    const now = Date.now();
    const hits = { matched: ['cards@3'], shadow: ['soon@1', 'later@2'], wouldDeny: ['soon'] };
    for (const at of [now, now, now - dayMs]) records.record(someDecision(tenant, { at, ...hits }));
    await records.write();
    records.record(someDecision(tenant, { at: now, matched: ['cards@4'] }));
    await records.write();
    expect(Object.fromEntries(await hitsSince(now - dayMs / 2))).toEqual({
      cards: { hits: 3, wouldDeny: 0 },
      soon: { hits: 2, wouldDeny: 2 },
      later: { hits: 2, wouldDeny: 0 },
    });
    expect((await hitsSince(now - 2 * dayMs)).get('cards')?.hits).toBe(4);
    expect(await hitsSince(0, stranger)).toEqual(new Map());
  });

  test('are forgotten after their days, statistics included', async () => {
    const now = Date.now();
    for (const at of [now - 31 * dayMs, now - 29 * dayMs]) {
      records.record(someDecision(tenant, { at, matched: ['cards@3'] }));
    }
    await records.write();
    await records.prune();
    expect(await since(0)).toHaveLength(1);
    expect((await hitsSince(0)).get('cards')?.hits).toBe(1);
    expect(warnings).toEqual([]);
  });

  test('beyond what memory is meant to hold are dropped, and the log says so', async () => {
    const row = someDecision(tenant, { at: Date.now() });
    for (let count = 0; count < 8_192 + 5; count += 1) records.record(row);
    await records.write();
    expect(warnings).toEqual(['decision_records.dropped']);
    expect(await since(0)).toHaveLength(8_192);
  });

  test('that cannot be written keep nobody else’s from being written', async () => {
    const homeless: NewTenant = { ...tenant, id: `ten_${'f'.repeat(32)}` };
    records.record(someDecision(homeless, { at: Date.now() }));
    records.record(someDecision(tenant, { at: Date.now() }));
    await records.close();
    expect(warnings).toEqual(['decision_records.not_written', 'decision_records.dropped']);
    expect(await since(0)).toHaveLength(1);
  });
});
