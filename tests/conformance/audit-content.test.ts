import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ContentKeys } from '../../src/adapters/database/audit/content/content-keys.ts';
import { ContentSealer } from '../../src/adapters/database/audit/content/content-sealer.ts';
import { PostgresContentReader } from '../../src/adapters/database/audit/content/postgres-content-reader.ts';
import { sealOldSalts } from '../../src/adapters/database/audit/content/seal-old-salts.ts';
import { AesContentKeyVault } from '../../src/adapters/kms/aes-content-key-vault.ts';
import { EnvelopeVault } from '../../src/adapters/kms/envelope-vault.ts';
import { LocalKms } from '../../src/adapters/kms/local-kms.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { MonagoError } from '../../src/domain/errors.ts';
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

describe('while the key management service is away', () => {
  const minuteMs = 60_000;
  const monthEnds = Date.UTC(2031, 5, 1);
  let isAway = false;
  let now = monthEnds - 11 * minuteMs;
  let monotonic = 0;
  let calls = 0;
  const clock = { now: () => now, monotonic: () => monotonic };
  const skip = (ms: number) => {
    now += ms;
    monotonic += ms;
  };

  /** The content keys of a node whose key management service can be taken away. */
  function keysOf(): ContentKeys {
    // Of the name that the node has registered; nobody else opens what is sealed here.
    const kek = { kid: 'test', key: randomBytes(32) };
    const kms = new LocalKms({ active: kek, keys: [kek] }, randomBytes);
    const ask = async <T>(question: () => Promise<T>): Promise<T> => {
      calls += 1;
      if (isAway) throw new MonagoError('kms_unavailable');
      return question();
    };
    const vault = new EnvelopeVault(
      {
        wrap: (dek, context) => ask(() => kms.wrap(dek, context)),
        unwrap: (wrapped, context) => ask(() => kms.unwrap(wrapped, context)),
        probe: () => kms.probe(),
      },
      randomBytes,
    );
    const pool = site.node.database.app;
    return new ContentKeys({
      pool,
      vault: new AesContentKeyVault(vault, randomBytes),
      clock,
      random,
    });
  }

  test('an actor at work goes on, into the next month too; one who comes new is refused', async () => {
    const keys = keysOf();
    const owner = (actorId: string) => ({ tenantId: tenant.id, actorId, at: now });
    const [busy, fresh] = [random.id('tok'), random.id('tok')];
    await keys.inUse(owner(busy));
    expect(calls).toBe(1);
    // Ten minutes ahead of the month's end its next key is made, beside what the entry waits for.
    skip(2 * minuteMs);
    const june = await keys.inUse(owner(busy));
    expect(june.keyId).toContain(`${busy}/2031-05/`);
    await expect.poll(() => calls).toBe(2);
    await expect.poll(periods(busy)).toEqual(['2031-05', '2031-06']);
    isAway = true;
    skip(30 * minuteMs);
    const next = await keys.inUse(owner(busy));
    expect(next.keyId).toContain(`${busy}/2031-06/`);
    const binding = { tenantId: tenant.id, entryId: random.id('aud'), keyId: next.keyId };
    const sealed = next.key.seal(Buffer.from(text), binding);
    expect(next.key.open(sealed, binding).toString()).toBe(text);
    expect(await codeOf(keys.inUse(owner(fresh)))).toBe('kms_unavailable');
    isAway = false;
    expect((await keys.inUse(owner(fresh))).keyId).toContain(`${fresh}/2031-06/`);
    keys.close();
  });

  const periods = (subject: string) => async () => {
    const rows = await site.fresh.asSuperuser<{ period: string }>(
      'SELECT period FROM audit_content_key WHERE subject = $1 ORDER BY period',
      [subject],
    );
    return rows.map(({ period }) => period);
  };
});
