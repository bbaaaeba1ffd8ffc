import { afterAll, beforeAll, expect, test } from 'vitest';
import { ContentSealer } from '../../src/adapters/database/audit/content/content-sealer.ts';
import { PostgresContentReader } from '../../src/adapters/database/audit/content/postgres-content-reader.ts';
import { sealOldSalts } from '../../src/adapters/database/audit/content/seal-old-salts.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { NewEntry } from '../../src/ports/audit-log.ts';
import type { NewTenant } from '../../src/ports/unit-of-work.ts';
import { intent, random } from './audit-node.ts';
import { codeOf, openSite, type Site, setUp } from './unit-of-work-site.ts';

let site: Site;
let tenant: NewTenant;
let reader: PostgresContentReader;

beforeAll(async () => {
  site = await openSite();
  tenant = await setUp(site);
  reader = new PostgresContentReader(site.node.database.app, site.node.contentKeys);
});
afterAll(() => site.close());

const text = 'the word of the day is Angklung';

function entry(actor = random.id('tok')): NewEntry {
  const made = intent(tenant.id);
  const content = [{ name: 'req', form: 'whole', bytes: Buffer.from(text) } as const];
  return { ...made, fact: { ...made.fact, actor: { type: 'token', id: actor } }, content };
}

const kept = async ({ entryId }: NewEntry) => reader.open(tenant.id, entryId);

test('what is kept comes back, with the salt', async () => {
  const one = entry();
  await site.node.auditLog.append(one);
  const content = await kept(one);
  expect(Buffer.from(content?.salt ?? []).equals(one.salt ?? Buffer.alloc(0))).toBe(true);
  expect(content?.parts.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual([text]);
});

test('a row opens for its own entry only, and only unchanged', async () => {
  const actor = random.id('tok');
  const [one, other] = [entry(actor), entry(actor)];
  for (const each of [one, other]) await site.node.auditLog.append(each);
  await site.fresh.asSuperuser(
    `UPDATE audit_content a SET wrapped_dek = b.wrapped_dek, nonce = b.nonce, tag = b.tag, ciphertext = b.ciphertext
      FROM audit_content b WHERE a.entry_id = $1 AND b.entry_id = $2`,
    [one.entryId, other.entryId],
  );
  expect(await codeOf(kept(one))).toBe('credential_unreadable');
  expect(await codeOf(kept(other))).toBe('none');
  await site.fresh.asSuperuser(
    `UPDATE audit_content SET ciphertext = set_byte(ciphertext, 3, get_byte(ciphertext, 3) # 1) WHERE entry_id = $1`,
    [other.entryId],
  );
  expect(await codeOf(kept(other))).toBe('credential_unreadable');
});

test('while content is being erased, entries of the same actor come in and keep theirs', async () => {
  const actor = random.id('tok');
  const first = entry(actor);
  await site.node.auditLog.append(first);
  const during = Array.from({ length: 60 }, () => entry(actor));
  const id = random.id('ers');
  const erasing = site.unitOfWork.run(tenant.id, async (tx) => {
    const scope = { subject: actor, from: undefined, to: undefined };
    const asked = { reason: 'x', requestedBy: tenant.administrator.id, requestedAt: Date.now() };
    await tx.erasures.insert({ id, scope, basis: 'request', ...asked });
  });
  const receipts = await Promise.all([
    ...during.map((each) => site.node.auditLog.append(each)),
    erasing,
  ]);
  expect(receipts).toHaveLength(61);
  let state = 'running';
  while (state !== 'done') {
    state = await site.unitOfWork.run(tenant.id, async (tx) => {
      const { erasure } = await tx.erasures.advance(id, { entriesMax: 10, now: Date.now() });
      return erasure.state;
    });
  }
  expect(await kept(first)).toBeUndefined();
  const [row] = await site.fresh.asSuperuser<{ idx: number }>(
    'SELECT end_idx::int AS idx FROM audit_erasure WHERE erasure_id = $1',
    [id],
  );
  for (const [at, each] of during.entries()) {
    const receipt = receipts[at];
    const isBefore = receipt !== undefined && receipt.index < (row?.idx ?? 0);
    expect((await kept(each)) === undefined, `${receipt?.index}`).toBe(isBefore);
  }
});

test('salts from before there was sealing are sealed, once', async () => {
  const one = entry();
  await site.node.auditLog.append(one);
  await site.fresh.asSuperuser('DELETE FROM audit_content WHERE entry_id = $1', [one.entryId]);
  await site.fresh.asSuperuser(
    'INSERT INTO audit_payload (tenant_id, entry_id, salt) VALUES ($1, $2, $3)',
    [tenant.id, one.entryId, one.salt],
  );
  const before = await kept(one);
  expect(before?.salt.length).toBe(32);
  const { database, contentKeys } = site.node;
  const content = new ContentSealer(contentKeys, systemClock);
  const use = { pool: database.app, readerPool: database.reader, content };
  expect(await sealOldSalts(use)).toBe(1);
  expect(await site.fresh.asSuperuser('SELECT 1 FROM audit_payload')).toEqual([]);
  const after = await kept(one);
  expect(Buffer.from(after?.salt ?? []).toString('hex')).toBe(one.salt?.toString('hex'));
  expect(after?.parts).toEqual([]);
  expect(await sealOldSalts(use)).toBe(0);
});

test('an entry whose content cannot be sealed is not written', async () => {
  const actor = random.id('tok');
  await site.node.auditLog.append(entry(actor));
  // Without its salt it would prove nothing. A key that is in memory is enough.
  const gone = await site.fresh.asSuperuser(
    `UPDATE audit_content_key SET wrapped_dek = '\\x00' WHERE subject = $1 RETURNING 1`,
    [actor],
  );
  expect(gone).toHaveLength(1);
  expect(await codeOf(site.node.auditLog.append(entry(actor)))).toBe('none');
  site.node.contentKeys.close();
  expect(await codeOf(site.node.auditLog.append(entry(actor)))).toBe('audit_unavailable');
});
