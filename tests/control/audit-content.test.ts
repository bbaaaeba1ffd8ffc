import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentFiles } from '../../src/adapters/database/audit/content/content-files.ts';
import { PostgresAuditJobs } from '../../src/adapters/database/audit/content/postgres-audit-jobs.ts';
import { continueErasures, enforceRetentions } from '../../src/control/audit/audit-chores.ts';
import { enforceRetention } from '../../src/control/audit/retention/enforce-retention.ts';
import type { AuditId, TenantId, TokenId } from '../../src/domain/ids.ts';
import { isId } from '../../src/domain/ids.ts';
import { exportLog, verifyAgainst } from '../conformance/audit-evidence.ts';
import { intent, outcome, random } from '../conformance/audit-node.ts';
import type { Browser } from './browser.ts';
import {
  auditorEmail,
  type ControlSite,
  entriesOf,
  openControlSite,
  setUpSite,
  signInAs,
} from './control-site.ts';

const dayMs = 24 * 60 * 60 * 1_000;
const secret = 'the word of the day is Kecapi';

let site: ControlSite;
let admin: Browser;
let auditor: Browser;
let tenantId: TenantId;

beforeAll(async () => {
  site = await openControlSite();
  admin = await setUpSite(site);
  auditor = await signInAs(site, 'auditor', auditorEmail);
  const [tenant] = await site.database.asSuperuser<{ tenant_id: string }>(
    `SELECT tenant_id FROM tenant WHERE name = 'Bank Nusantara'`,
  );
  if (tenant === undefined || !isId('ten', tenant.tenant_id)) throw new Error('no tenant');
  tenantId = tenant.tenant_id;
});
afterAll(() => site.close());

/** A request of a token and its answer, with content; the id of the intent. */
async function exchange(actor: TokenId, text = secret): Promise<AuditId> {
  const asked = intent(tenantId);
  const answered = outcome(tenantId, asked.entryId);
  for (const entry of [asked, answered]) {
    const name = entry === asked ? 'req' : 'res';
    const content = [{ name, form: 'truncated', bytes: Buffer.from(text) } as const];
    const fact = { ...entry.fact, actor: { type: 'token', id: actor } as const };
    await site.ports.auditLog.append({ ...entry, fact, content });
  }
  return asked.entryId;
}

const open = (id: AuditId) => site.ports.contentReader.open(tenantId, id);
const count = async (sql: string, values: unknown[] = []): Promise<number> => {
  const [row] = await site.database.asSuperuser<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${sql}`,
    values,
  );
  return row?.count ?? -1;
};
const keysOf = (subject: string) => count('audit_content_key WHERE subject = $1', [subject]);
const erase = (body: object) => admin.post('/api/audit/erasures', { reason: 'asked to', ...body });
const newest = async (type: string) => (await entriesOf(site, type)).at(-1);

describe('erasure', () => {
  test('201: content, salts and the keys of an actor are gone, the entries stay', async () => {
    const [mine, other] = [random.id('tok'), random.id('tok')];
    const ids: AuditId[] = [];
    const kept: AuditId[] = [];
    for (let at = 0; at < 4; at += 1) {
      ids.push(await exchange(mine));
      kept.push(await exchange(other));
    }
    const size = (await admin.get('/api/audit/head')).json().size;
    const preview = await admin.post('/api/audit/erasures/preview', { subject: mine });
    expect(preview.json()).toEqual({ count: 8, holds: [] });
    const reply = await erase({ subject: mine });
    expect(reply.statusCode, reply.body).toBe(201);
    expect(reply.json()).toMatchObject({ state: 'done', due: 8, erased: 8, subject: mine });
    for (const id of ids) expect(await open(id)).toBeUndefined();
    for (const id of kept) expect((await open(id))?.parts).toHaveLength(1);
    expect(await keysOf(mine)).toBe(0);
    expect(await keysOf(other)).toBe(1);
    const erased = await newest('privacy.erased');
    expect(erased).toMatchObject({ count: 8, basis: 'request', actor: { type: 'user' } });
    const { ranges } = { ranges: [], ...erased };
    // Intent and outcome stand next to each other, and the other token's are in between.
    expect(ranges).toHaveLength(4);
    expect((await admin.get('/api/audit/head')).json().size).toBe(size + 1);
    const { id } = reply.json();
    expect(erased).toMatchObject({ erasure: id });
    const proof = (await admin.get(`/api/audit/entries?subject=${id}`)).json().entries;
    expect(proof.map(({ type }: { type: string }) => type)).toEqual(['privacy.erased']);
    for (const id of ids)
      expect((await admin.get(`/api/audit/entries/${id}`)).statusCode).toBe(200);
  });

  test('what an actor leaves after the request is no part of it', async () => {
    const actor = random.id('tok');
    await exchange(actor);
    // The node still has the key in memory that is about to go.
    await erase({ subject: actor });
    const later = await exchange(actor);
    expect((await open(later))?.parts).toHaveLength(1);
    expect(await keysOf(actor)).toBe(1);
  });

  test('201: of a time, everybody’s', async () => {
    const from = new Date().toISOString();
    const id = await exchange(random.id('tok'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const to = new Date().toISOString();
    const after = await exchange(random.id('tok'));
    const reply = await erase({ from, to });
    expect(reply.json()).toMatchObject({ state: 'done', erased: 2 });
    expect(await open(id)).toBeUndefined();
    expect(await open(after)).toBeDefined();
    const { ranges } = { ranges: [], ...(await newest('privacy.erased')) };
    expect(ranges).toHaveLength(1);
  });

  test('nothing of it is left in a dump of the database', async () => {
    const actor = random.id('tok');
    await exchange(actor);
    const dumped = async () =>
      site.database.asSuperuser<{ row: string }>(
        `SELECT encode(ciphertext, 'hex') AS row FROM audit_content WHERE key_id LIKE $1
          UNION ALL SELECT encode(ciphertext, 'hex') FROM audit_content_key WHERE subject = $2`,
        [`${actor}/%`, actor],
      );
    const before = await dumped();
    expect(before).toHaveLength(3);
    await erase({ subject: actor });
    expect(await dumped()).toEqual([]);
    for (const table of ['audit_content', 'audit_content_key', 'audit_payload']) {
      const rows = await site.database.asSuperuser<{ row: string }>(
        `SELECT ${table}::text AS row FROM ${table}`,
      );
      for (const { row: gone } of before) {
        expect(rows.some(({ row }) => row.includes(gone))).toBe(false);
      }
    }
  });

  test('a large one goes on in batches, each with an entry that says what', async () => {
    const [mine, other] = [random.id('tok'), random.id('tok')];
    for (let at = 0; at < 300; at += 1) await Promise.all([exchange(mine), exchange(other)]);
    const before = (await entriesOf(site, 'privacy.erased')).length;
    const reply = await erase({ subject: mine });
    expect(reply.json()).toMatchObject({ state: 'done', due: 600, erased: 600 });
    const facts = (await entriesOf(site, 'privacy.erased')).slice(before);
    expect(facts.length).toBeGreaterThan(1);
    const erased = facts.flatMap(({ ranges }) => (Array.isArray(ranges) ? ranges : []));
    for (const fact of facts) expect(JSON.stringify(fact).length).toBeLessThan(32_000);
    const indexes = await site.database.asSuperuser<{ idx: number; actor_id: string }>(
      `SELECT idx::int AS idx, actor_id FROM audit_entry WHERE actor_id IN ($1, $2)`,
      [mine, other],
    );
    for (const { idx, actor_id } of indexes) {
      const isCovered = erased.some(({ first, end }) => first <= idx && idx < end);
      expect(isCovered, `${idx}`).toBe(actor_id === mine);
    }
    expect((await admin.get('/api/audit/erasures')).json().erasures[0]).toEqual(reply.json());
  });

  test('422: of nobody at no time, and of a time that ends before it begins', async () => {
    expect((await erase({})).statusCode).toBe(422);
    const to = '2026-01-01T00:00:00Z';
    expect((await erase({ from: '2026-02-01T00:00:00Z', to })).statusCode).toBe(422);
    expect((await erase({ subject: 'somebody' })).statusCode).toBe(422);
  });

  test('403: an auditor only looks', async () => {
    const reply = await auditor.post('/api/audit/erasures', {
      subject: random.id('tok'),
      reason: 'x',
    });
    expect(reply.statusCode).toBe(403);
    expect((await auditor.get('/api/audit/erasures')).statusCode).toBe(200);
  });

  test('a disabled user’s name and address can be forgotten too', async () => {
    const email = 'leaver@bank.example';
    await signInAs(site, 'auditor', email);
    const users = (await admin.get('/api/users')).json().users;
    const leaver = users.find((user: { email: string }) => user.email === email);
    const forget = () => erase({ subject: leaver.id, forget_person: true });
    expect((await forget()).statusCode).toBe(422);
    await admin.post(`/api/users/${leaver.id}/disable`);
    expect((await forget()).statusCode).toBe(201);
    const rows = await site.database.asSuperuser(
      'SELECT name, email FROM user_account WHERE user_id = $1',
      [leaver.id],
    );
    expect(rows).toEqual([{ name: 'Forgotten user', email: `${leaver.id}@forgotten.invalid` }]);
  });
});

describe('legal holds', () => {
  const place = async (subject?: string): Promise<string> => {
    const reply = await admin.post('/api/audit/holds', { subject, reason: 'case 12' });
    expect(reply.statusCode, reply.body).toBe(201);
    return reply.json().id;
  };
  const release = (id: string) =>
    admin.post(`/api/audit/holds/${id}/release`, { reason: 'case closed' });

  test('409: what a hold covers is not erased, and the answer says which hold', async () => {
    const [held, free] = [random.id('tok'), random.id('tok')];
    const from = new Date().toISOString();
    await exchange(held);
    const hold = await place(held);
    await exchange(free);
    for (const body of [{ subject: held }, { from }]) {
      const reply = await erase(body);
      expect(reply.statusCode).toBe(409);
      expect(reply.json().code).toBe('legal_hold');
      expect(reply.body).toContain(hold);
    }
    const preview = await admin.post('/api/audit/erasures/preview', { from });
    expect(preview.json()).toMatchObject({ holds: [hold] });
    expect((await erase({ subject: free })).statusCode).toBe(201);
    expect((await release(hold)).statusCode).toBe(200);
    expect((await release(hold)).json().code).toBe('hold_released');
    expect((await erase({ subject: held })).statusCode).toBe(201);
    expect(await newest('legal_hold.released')).toMatchObject({ hold, subject: held });
  });

  test('one of everybody stops everything, also what is under way', async () => {
    const actor = random.id('tok');
    const id = await exchange(actor);
    const erasure = random.id('ers');
    await site.ports.unitOfWork.run(tenantId, async (tx) => {
      const [user] = await tx.users.list();
      if (user === undefined) throw new Error('nobody');
      const scope = { subject: actor, from: undefined, to: undefined };
      const asked = { reason: 'x', requestedBy: user.id, requestedAt: Date.now() };
      await tx.erasures.insert({ id: erasure, scope, basis: 'request', ...asked });
    });
    const hold = await place();
    expect((await erase({ subject: random.id('tok') })).statusCode).toBe(409);
    const jobs = new PostgresAuditJobs({ ...site.node, clock: site.ports.clock, node: 'a' });
    const state = async () => (await admin.get(`/api/audit/erasures/${erasure}`)).json();
    await continueErasures({ ...site.ports, jobs });
    expect(await state()).toMatchObject({ state: 'held', held_by: hold, erased: 0 });
    expect(await open(id)).toBeDefined();
    await release(hold);
    await continueErasures({ ...site.ports, jobs });
    expect(await state()).toMatchObject({ state: 'done', held_by: null, erased: 2 });
    expect(await open(id)).toBeUndefined();
  });
});

describe('retention', () => {
  const set = (entryDays: number | null, contentDays: number | null) =>
    admin.send('PUT', '/api/audit/retention', {
      entry_days: entryDays,
      content_days: contentDays,
    });
  const later = (days: number) => ({
    unitOfWork: site.ports.unitOfWork,
    clock: { ...site.ports.clock, now: () => Date.now() + days * dayMs },
  });

  test('is for ever unless somebody says otherwise, and the log knows who did', async () => {
    expect((await auditor.get('/api/audit/retention')).json()).toEqual({
      entry_days: null,
      content_days: null,
      last_run_at: null,
    });
    expect((await set(400, 30)).json()).toEqual({ entry_days: 400, content_days: 30 });
    expect(await newest('settings.changed')).toMatchObject({
      changes: [
        { field: 'entry_days', old: null, new: 400 },
        { field: 'content_days', old: null, new: 30 },
      ],
    });
    expect((await set(0, 30)).statusCode).toBe(422);
    await set(null, null);
    expect(await enforceRetention(tenantId, later(9_999))).toEqual({ erased: 0, pruned: 0 });
  });

  test('says when the daily run last ended', async () => {
    const jobs = new PostgresAuditJobs({ ...site.node, clock: site.ports.clock, node: 'a' });
    const before = Date.now();
    await enforceRetentions({ ...site.ports, jobs });
    const { last_run_at: at } = (await auditor.get('/api/audit/retention')).json();
    expect(Date.parse(at)).toBeGreaterThanOrEqual(before);
  });

  test('content goes after its days, with its salts and keys, and the entry says so', async () => {
    await set(null, 30);
    const actor = random.id('tok');
    const id = await exchange(actor);
    expect(await enforceRetention(tenantId, later(29))).toMatchObject({ erased: 0 });
    expect(await open(id)).toBeDefined();
    const { erased, pruned } = await enforceRetention(tenantId, later(31 + 31));
    expect(erased).toBeGreaterThan(0);
    expect(pruned).toBe(0);
    expect(await open(id)).toBeUndefined();
    expect(await keysOf(actor)).toBe(0);
    expect(await newest('privacy.erased')).toMatchObject({
      basis: 'retention',
      actor: { type: 'system', id: 'monago' },
    });
    await set(null, null);
  });

  test('entries go in whole bundles, announced first; every hash stays', async () => {
    const actor = random.id('tok');
    for (let at = 0; at < 150; at += 1) await exchange(actor);
    const unanswered = intent(tenantId);
    await site.ports.auditLog.append(unanswered);
    const [at] = await site.database.asSuperuser<{ idx: number }>(
      'SELECT idx::int AS idx FROM audit_entry WHERE entry_id = $1',
      [unanswered.entryId],
    );
    const below = Math.floor((at?.idx ?? 0) / 256) * 256;
    expect(below).toBeGreaterThan(0);
    await set(10, null);
    expect(await enforceRetention(tenantId, later(9))).toEqual({ erased: 0, pruned: 0 });
    expect(await enforceRetention(tenantId, later(11))).toMatchObject({ pruned: below });
    expect(await newest('retention.pruned')).toMatchObject({ below, days: 10 });
    const pruned = 'audit_entry WHERE tenant_id = $1 AND leaf IS NULL';
    expect(await count(pruned, [tenantId])).toBe(below);
    const traces = `${pruned} AND (idx >= $2 OR actor_id <> '' OR subject IS NOT NULL)`;
    expect(await count(traces, [tenantId, below])).toBe(0);
    const tiles = 'audit_tile WHERE tenant_id = $1 AND level = 0 AND n < $2';
    expect(await count(tiles, [tenantId, below / 256])).toBe(below / 256);
    const [gone] = await site.database.asSuperuser<{ entry_id: string }>(
      'SELECT entry_id FROM audit_entry WHERE tenant_id = $1 AND idx = 0',
      [tenantId],
    );
    const reply = await admin.get(`/api/audit/entries/${gone?.entry_id}`);
    expect([reply.statusCode, reply.json().code]).toEqual([410, 'entry_pruned']);
    const { entries } = (await admin.get(`/api/audit/entries?before=${below + 3}`)).json();
    expect(entries.map(({ index }: { index: number }) => index)).toEqual(
      [2, 1, 0].map((n) => below + n),
    );
    // The open intent is in the next bundle, and holds it until it has an outcome.
    for (let more = 0; more < 130; more += 1) await exchange(actor);
    expect(await enforceRetention(tenantId, later(30))).toMatchObject({ pruned: 0 });
    const hold = await admin.post('/api/audit/holds', { subject: actor, reason: 'case 14' });
    await site.ports.auditLog.append(outcome(tenantId, unanswered.entryId));
    expect(await enforceRetention(tenantId, later(40))).toMatchObject({ pruned: 0 });
    await admin.post(`/api/audit/holds/${hold.json().id}/release`, { reason: 'over' });
    expect(await enforceRetention(tenantId, later(50))).toMatchObject({ pruned: 256 });
    await set(null, null);
  });

  test('nothing but the announced can be pruned, and nothing of an entry can be changed', async () => {
    const [row] = await site.database.asSuperuser<{ generation: number; size: number }>(
      'SELECT generation, size::int AS size FROM audit_head WHERE tenant_id = $1',
      [tenantId],
    );
    const pool = site.node.database.app;
    const within = async (sql: string, values: unknown[] = []) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query(`SELECT set_config('monago.tenant_id', $1, true)`, [tenantId]);
        await client.query(`SELECT set_config('monago.pruning', 'on', true)`);
        return await client.query(sql, values);
      } finally {
        await client.query('ROLLBACK');
        client.release();
      }
    };
    const prune = 'SELECT prune_audit_entries($1::smallint, $2::bigint, 100)';
    const beyond = (row?.size ?? 0) - ((row?.size ?? 0) % 256) + 256;
    await expect(within(prune, [row?.generation, beyond])).rejects.toMatchObject({ code: 'MG002' });
    await expect(within(prune, [row?.generation, 100])).rejects.toMatchObject({ code: 'MG002' });
    for (const sql of [
      'UPDATE audit_entry SET leaf = NULL',
      'DELETE FROM audit_entry',
      `UPDATE audit_entry SET leaf_hash = sha256('x')`,
    ]) {
      await expect(within(sql)).rejects.toMatchObject({ code: '42501' });
      await expect(site.database.asSuperuser(sql)).rejects.toMatchObject({ code: 'MG002' });
    }
  });
});

describe('two people see content', () => {
  const ask = (who: Browser, id: AuditId) =>
    who.post(`/api/audit/entries/${id}/reveals`, { reason: 'somebody complains' });
  const decide = (who: Browser, id: string, decision = 'approve') =>
    who.post(`/api/audit/reveals/${id}/decide`, { decision, reason: 'agreed' });
  const look = (who: Browser, id: string) => who.post(`/api/audit/reveals/${id}/content`);
  /** An entry that commits to what is kept of it. */
  const held = async (reason = 'case 13'): Promise<AuditId> => {
    await admin.post('/api/audit/holds', { subject: random.id('tok'), reason });
    const { id } = { id: '', ...(await newest('legal_hold.placed')) };
    if (!isId('aud', id)) throw new Error('no entry');
    return id;
  };

  test('one asks, another one agrees, the first one sees it once', async () => {
    const entry = await held('the reason of the hold');
    const asked = await ask(auditor, entry);
    expect(asked.statusCode, asked.body).toBe(201);
    const { id } = asked.json();
    expect((await look(auditor, id)).json().code).toBe('reveal_closed');
    expect((await decide(auditor, id)).json().code).toBe('reveal_own');
    expect((await decide(admin, id)).json()).toMatchObject({ state: 'approved' });
    expect((await look(admin, id)).json().code).toBe('reveal_not_found');
    const seen = await look(auditor, id);
    expect(seen.statusCode, seen.body).toBe(200);
    expect(seen.json()).toMatchObject({
      reveal: { id, entry_id: entry, state: 'revealed' },
      parts: [{ name: 'reason', form: 'whole', text: 'the reason of the hold', verified: true }],
    });
    expect((await look(auditor, id)).json().code).toBe('reveal_closed');
    for (const type of ['requested', 'approved', 'revealed']) {
      expect(await newest(`content.${type}`)).toMatchObject({ reveal: id, entry });
    }
    expect((await admin.get('/api/audit/reveals')).json().reveals[0]).toMatchObject({ id });
  });

  test('an approval is good for an hour, and a refusal for nothing', async () => {
    const entry = await held();
    const [late, refused] = [
      (await ask(auditor, entry)).json().id,
      (await ask(auditor, entry)).json().id,
    ];
    await decide(admin, late);
    expect((await decide(admin, refused, 'refuse')).json()).toMatchObject({ state: 'refused' });
    expect((await look(auditor, refused)).json().code).toBe('reveal_closed');
    expect((await decide(admin, refused)).json().code).toBe('reveal_closed');
    await site.database.asSuperuser(
      `UPDATE content_reveal SET decided_at = decided_at - interval '1 hour' WHERE reveal_id = $1`,
      [late],
    );
    expect((await look(auditor, late)).json().code).toBe('reveal_closed');
    const { reveals } = (await admin.get('/api/audit/reveals')).json();
    expect(reveals.find((one: { id: string }) => one.id === late).state).toBe('expired');
  });

  test('requests are found by their state, newest first, a page at a time', async () => {
    const entry = await held();
    const ids: string[] = [];
    for (let at = 0; at < 3; at += 1) ids.unshift((await ask(auditor, entry)).json().id);
    const list = async (query: string) => (await admin.get(`/api/audit/reveals?${query}`)).json();
    const first = await list('state=requested&limit=2');
    expect(first.reveals.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
    expect(first).toMatchObject({ next_before: ids[1] });
    expect(first.waiting).toBeGreaterThan(2);
    expect(first.reveals[0]).toMatchObject({ entry_type: 'legal_hold.placed', usable_until: null });
    const second = await list(`state=requested&limit=1&before=${ids[1]}`);
    expect(second.reveals[0]).toMatchObject({ id: ids[2], entry_id: entry });
    await decide(admin, ids[0] ?? '');
    const [approved] = (await list('state=approved')).reveals;
    expect(approved).toMatchObject({ id: ids[0], state: 'approved' });
    expect(Date.parse(approved.usable_until) - Date.parse(approved.decided_at)).toBe(3_600_000);
    const states = async (state: string) =>
      (await list(`state=${state}`)).reveals.map((one: { state: string }) => one.state);
    expect(new Set(await states('expired'))).toEqual(new Set(['expired']));
    expect(await states('approved')).not.toContain('expired');
    expect((await admin.get('/api/audit/reveals?before=me')).statusCode).toBe(422);
    for (const id of ids.slice(1)) await decide(admin, id, 'refuse');
  });

  test('the database itself refuses one who agrees with themselves', async () => {
    const { id } = (await ask(auditor, await held())).json();
    const alone = site.database.asSuperuser(
      `UPDATE content_reveal SET state = 'approved', decided_by = requested_by, decided_at = now()
        WHERE reveal_id = $1`,
      [id],
    );
    await expect(alone).rejects.toMatchObject({ code: '23514' });
  });

  test('404: where nothing is kept, or it was erased meanwhile', async () => {
    const [changed] = (await admin.get('/api/audit/entries?type=settings.changed')).json().entries;
    expect((await ask(auditor, changed.id)).json().code).toBe('content_not_kept');
    expect((await ask(auditor, random.id('aud'))).json().code).toBe('not_found');
    const actor = random.id('tok');
    const { id } = (await ask(auditor, await exchange(actor))).json();
    await decide(admin, id);
    await erase({ subject: actor });
    expect((await look(auditor, id)).json().code).toBe('content_not_kept');
    expect((await admin.get('/api/audit/reveals')).json().reveals[0]).toMatchObject({
      id,
      state: 'approved',
    });
  });
});

describe('what is kept behind an entry', () => {
  const state = async (id: string) =>
    (await auditor.get(`/api/audit/entries/${id}/content`)).json();

  test('is said without opening it, and so is what holds it and who asked', async () => {
    const actor = random.id('tok');
    const id = await exchange(actor);
    expect(await state(id)).toEqual({ state: 'kept', erased_by: null, held_by: [], reveals: [] });
    const hold = (await admin.post('/api/audit/holds', { subject: actor, reason: 'x' })).json().id;
    await admin.post('/api/audit/holds', { subject: random.id('tok'), reason: 'another one' });
    const asked = await auditor.post(`/api/audit/entries/${id}/reveals`, { reason: 'a complaint' });
    expect(await state(id)).toMatchObject({ held_by: [hold], reveals: [{ id: asked.json().id }] });
    await admin.post(`/api/audit/holds/${hold}/release`, { reason: 'over' });
    expect(await state(id)).toMatchObject({ held_by: [] });
  });

  test('is nothing where policy keeps nothing, and where the entry commits to nothing', async () => {
    const bare = intent(tenantId);
    await site.ports.auditLog.append(bare);
    expect(await state(bare.entryId)).toMatchObject({ state: 'none' });
    const [changed] = (await admin.get('/api/audit/entries?type=settings.changed')).json().entries;
    expect(await state(changed.id)).toMatchObject({ state: 'none', erased_by: null });
  });

  test('was erased by the entry that says so', async () => {
    const [actor, other] = [random.id('tok'), random.id('tok')];
    const id = await exchange(actor);
    await exchange(other);
    await erase({ subject: other });
    await erase({ subject: actor });
    const found = await state(id);
    expect(found).toMatchObject({ state: 'erased' });
    expect(found.erased_by).toBe((await newest('privacy.erased'))?.['id']);
  });

  test('404 for an entry that there is not', async () => {
    const reply = await auditor.get(`/api/audit/entries/${random.id('aud')}/content`);
    expect(reply.json().code).toBe('not_found');
  });
});

describe('the evidence bundle', () => {
  test('verifies with its content, and says what was erased and pruned', async () => {
    const { vkey } = await site.ports.auditReader.head(tenantId);
    const exported = await exportLog(site.ports.auditReader, tenantId);
    const { database, contentKeys } = site.node;
    const { size } = exported;
    const source = { pool: database.app, keys: contentKeys, tenantId, generation: undefined, size };
    for await (const { name, bytes } of contentFiles(source)) exported.files.set(name, bytes);
    const bundle = { ...exported, names: [...exported.files.keys()] };
    const verified = await verifyAgainst(vkey, bundle);
    expect(verified.findings).toEqual([]);
    expect(verified.verdict).toBe('verified');
    expect(verified.pruned).toBeGreaterThan(255);
    expect(verified.content?.opened).toBeGreaterThan(0);
    expect(verified.content?.erased).toBeGreaterThan(0);
    expect([...exported.files.keys()]).not.toContain('tile/entries/000');
    // What is gone without an entry about it is tampering.
    const [name, bytes] = [...exported.files].find(([one]) => one.startsWith('content/')) ?? [];
    if (name === undefined || bytes === undefined) throw new Error('no content');
    const [, ...rest] = Buffer.from(bytes).toString().split('\n');
    exported.files.set(name, Buffer.from(rest.join('\n')));
    const tampered = await verifyAgainst(vkey, bundle);
    expect(tampered.findings).toMatchObject([{ check: 'V14', weight: 'tampered' }]);
  });
});
