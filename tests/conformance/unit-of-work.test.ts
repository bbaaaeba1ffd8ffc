import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditWriter } from '../../src/adapters/database/audit-writer.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { MonagoError } from '../../src/domain/errors.ts';
import { platformTenantId } from '../../src/domain/ids.ts';
import type { NewTenant } from '../../src/ports/unit-of-work.ts';
import { random } from './audit-node.ts';
import {
  addCredential,
  codeOf,
  credentialFact,
  entryTypes,
  openSite,
  type Site,
  setUp,
  someCredential,
  someSealed,
  someTenant,
  someToken,
  tenantCreated,
} from './unit-of-work-site.ts';

let site: Site;
let tenant: NewTenant;

async function count(table: string, where = 'true'): Promise<number> {
  const [row] = await site.fresh.asSuperuser<{ n: number }>(
    `SELECT count(*) AS n FROM ${table} WHERE tenant_id = $1 AND ${where}`,
    [tenant.id],
  );
  return row?.n ?? -1;
}

describe('a change and its audit entries', () => {
  beforeAll(async () => {
    site = await openSite();
    tenant = await setUp(site);
  });
  afterAll(() => site.close());

  test('are committed together and visible to this node at once', async () => {
    const credential = someCredential(tenant, 'together');
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, credential));
    expect(site.directory.activeCredential(tenant.id, 'openai')?.id).toBe(credential.id);
    expect((await entryTypes(site, tenant.id)).at(-1)).toBe('credential.created');
  });

  test('are both absent when the log cannot be written', async () => {
    const failing: AuditWriter = {
      appendWithin: async () => {
        throw new MonagoError('audit_unavailable');
      },
      afterCommit: async () => undefined,
      createLog: async () => undefined,
    };
    const unitOfWork = await site.unitOfWorkWith({ audit: failing });
    const before = await entryTypes(site, tenant.id);
    const credential = someCredential(tenant, 'no-log');
    const adding = unitOfWork.run(tenant.id, (tx) => addCredential(tx, credential));
    expect(await codeOf(adding)).toBe('audit_unavailable');
    expect(await count('credential', `name = 'no-log'`)).toBe(0);
    expect(await entryTypes(site, tenant.id)).toEqual(before);
  });

  test('are both absent when the change fails after its entry was recorded', async () => {
    const before = await entryTypes(site, tenant.id);
    const failing = site.unitOfWork.run(tenant.id, async (tx) => {
      await addCredential(tx, someCredential(tenant, 'half'));
      throw new MonagoError('forbidden');
    });
    expect(await codeOf(failing)).toBe('forbidden');
    expect(await count('credential', `name = 'half'`)).toBe(0);
    expect(await entryTypes(site, tenant.id)).toEqual(before);
  });

  test('are refused when the change swallowed the failure of a statement', async () => {
    const first = someCredential(tenant, 'swallowed');
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, first));
    const swallowing = site.unitOfWork.run(tenant.id, async (tx) => {
      await codeOf(addCredential(tx, someCredential(tenant, 'swallowed')));
      return 'done';
    });
    expect(await codeOf(swallowing)).toBe('internal');
  });

  test('cannot be added to after the transaction has ended', async () => {
    const tx = await site.unitOfWork.run(tenant.id, async (running) => running);
    expect(await codeOf(tx.credentials.list())).toBe('internal');
  });

  test('of one conflict victim are run again', async () => {
    const [a, b] = [someCredential(tenant, 'lock-a'), someCredential(tenant, 'lock-b')];
    await site.unitOfWork.run(tenant.id, async (tx) => {
      await addCredential(tx, a);
      await addCredential(tx, b);
    });
    let runs = 0;
    const bothHoldOne = barrier(2);
    const lock = (first: typeof a, second: typeof a) =>
      site.unitOfWork.run(tenant.id, async (tx) => {
        runs += 1;
        await tx.credentials.byId(first.id);
        await bothHoldOne();
        await tx.credentials.byId(second.id);
      });
    await Promise.all([lock(a, b), lock(b, a)]);
    // On a busy server both can find the deadlock, and both are run again.
    expect([3, 4]).toContain(runs);
  });
});

/** Resolves once `parties` have arrived; later arrivals pass. */
function barrier(parties: number): () => Promise<void> {
  let arrived = 0;
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return () => {
    arrived += 1;
    if (arrived === parties) open();
    return opened;
  };
}

describe('repositories', () => {
  beforeAll(async () => {
    site = await openSite();
    tenant = await setUp(site);
  });
  afterAll(() => site.close());

  test('a credential name is taken once per provider, also by a revoked credential', async () => {
    const credential = someCredential(tenant, 'taken');
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, credential));
    await site.unitOfWork.run(tenant.id, (tx) =>
      tx.credentials.setStatus(credential.id, 'revoked'),
    );
    const again = site.unitOfWork.run(tenant.id, (tx) =>
      addCredential(tx, someCredential(tenant, 'taken')),
    );
    expect(await codeOf(again)).toBe('credential_name_taken');
    const elsewhere = { ...someCredential(tenant, 'taken'), provider: 'anthropic' } as const;
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, elsewhere));
  });

  test('rotation keeps the credential and destroys the older ciphertext', async () => {
    const credential = someCredential(tenant, 'rotated');
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, credential));
    const sealed = someSealed();
    await site.unitOfWork.run(tenant.id, async (tx) => {
      await tx.credentials.replaceKey(credential.id, {
        version: 2,
        last4: 'NEW2',
        sealed,
        validation: 'valid',
        baseUrl: undefined,
        region: undefined,
        destination: credential.destination,
        rotatedAt: systemClock.now(),
        rotatedBy: credential.createdBy,
      });
      tx.audit(credentialFact('credential.rotated', credential));
    });
    const versions = await site.fresh.asSuperuser<{ version: number; ciphertext: Buffer }>(
      'SELECT version, ciphertext FROM credential_version WHERE credential_id = $1',
      [credential.id],
    );
    expect(versions).toEqual([{ version: 2, ciphertext: sealed.ciphertext }]);
    const held = site.directory.activeCredential(tenant.id, 'openai');
    expect(held).toMatchObject({ id: credential.id, version: 2, last4: 'NEW2', sealed });
    expect(held?.createdAt).toBe(credential.createdAt);
  });

  test('revocation destroys the ciphertext and is final', async () => {
    const credential = someCredential(tenant, 'revoked');
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, credential));
    await site.unitOfWork.run(tenant.id, (tx) =>
      tx.credentials.setStatus(credential.id, 'revoked'),
    );
    expect(await count('credential_version', `credential_id = '${credential.id}'`)).toBe(0);
    const enabling = site.unitOfWork.run(tenant.id, (tx) =>
      tx.credentials.setStatus(credential.id, 'active'),
    );
    expect(await codeOf(enabling)).toBe('credential_revoked');
    const update = `UPDATE credential SET status = 'active' WHERE credential_id = $1`;
    await expect(site.fresh.asSuperuser(update, [credential.id])).rejects.toMatchObject({
      code: 'MG001',
    });
  });

  test('an unknown id is not found', async () => {
    const { unitOfWork } = site;
    const credential = unitOfWork.run(tenant.id, (tx) => tx.credentials.byId(random.id('cred')));
    expect(await codeOf(credential)).toBe('credential_not_found');
    const status = unitOfWork.run(tenant.id, (tx) =>
      tx.credentials.setStatus(random.id('cred'), 'disabled'),
    );
    expect(await codeOf(status)).toBe('credential_not_found');
    const token = unitOfWork.run(tenant.id, (tx) => tx.tokens.byId(random.id('tok')));
    expect(await codeOf(token)).toBe('token_not_found');
    const revoking = unitOfWork.run(tenant.id, (tx) => tx.tokens.revoke(random.id('tok'), 1));
    expect(await codeOf(revoking)).toBe('token_not_found');
  });

  test('a token keeps the time of its first revocation, and its name is taken once', async () => {
    const token = someToken(tenant);
    await site.unitOfWork.run(tenant.id, (tx) => tx.tokens.insert(token, site.kid));
    expect(site.directory.token(tenant.id, token.id)?.isRevoked).toBe(false);
    await site.unitOfWork.run(tenant.id, (tx) => tx.tokens.revoke(token.id, 1_000));
    await site.unitOfWork.run(tenant.id, (tx) => tx.tokens.revoke(token.id, 2_000));
    expect(site.directory.token(tenant.id, token.id)?.isRevoked).toBe(true);
    const stored = await site.unitOfWork.read(tenant.id, (tx) => tx.tokens.byId(token.id));
    expect(stored).toEqual({ ...token, revokedAt: 1_000 });
    const again = site.unitOfWork.run(tenant.id, (tx) =>
      tx.tokens.insert(someToken(tenant), site.kid),
    );
    await expect(again).rejects.toMatchObject({ code: 'invalid_input', param: 'name' });
  });

  test('a read-only transaction changes nothing and locks nothing', async () => {
    const credential = someCredential(tenant, 'read-only');
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, credential));
    const { unitOfWork } = site;
    const read = await unitOfWork.read(tenant.id, (tx) => tx.credentials.byId(credential.id));
    expect(read).toEqual(credential);
    const changing = unitOfWork.read(tenant.id, (tx) =>
      tx.credentials.setStatus(credential.id, 'disabled'),
    );
    expect(await codeOf(changing)).toBe('internal');
    expect(await unitOfWork.read(tenant.id, (tx) => tx.workspaces())).toEqual([tenant.workspace]);
  });
});

describe('setting up', () => {
  beforeEach(async () => {
    site = await openSite();
    return () => site.close();
  });

  test('opens the log, then records the tenant, and works once', async () => {
    expect(await site.setupLinks.isSetUp()).toBe(false);
    tenant = await setUp(site);
    expect(await site.setupLinks.isSetUp()).toBe(true);
    expect(await entryTypes(site, tenant.id)).toEqual(['log.opened', 'tenant.created']);
    expect(await codeOf(setUp(site))).toBe('setup_done');
  });

  test('needs the newest link, within 30 minutes', async () => {
    const now = systemClock.now();
    const older = someTenant(await site.setupLinks.create(now));
    const expired = someTenant(await site.setupLinks.create(now - 30 * 60_000 - 1));
    const wrong = someTenant('a token that was never issued');
    for (const refused of [older, expired, wrong]) {
      const creating = site.unitOfWork.createTenant(refused, tenantCreated(refused));
      expect(await codeOf(creating)).toBe('setup_link_invalid');
    }
    expect(await site.setupLinks.isSetUp()).toBe(false);
    await setUp(site);
  });

  test('succeeds for exactly one of several at once', async () => {
    const token = await site.setupLinks.create(systemClock.now());
    const tenants = [1, 2, 3, 4].map(() => someTenant(token));
    const codes = await Promise.all(
      tenants.map((each) => codeOf(site.unitOfWork.createTenant(each, tenantCreated(each)))),
    );
    expect(codes.sort()).toEqual(['none', 'setup_done', 'setup_done', 'setup_done']);
  });

  test('keeps only a hash of the link', async () => {
    const token = await site.setupLinks.create(systemClock.now());
    const rows = await site.fresh.asSuperuser<{ row: string }>(
      'SELECT setup_link::text AS row FROM setup_link',
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(token).toString('hex'));
  });

  test('the platform has a log from the first start, opened once', async () => {
    await Promise.all([
      site.unitOfWork.ensurePlatformTenant(),
      site.unitOfWork.ensurePlatformTenant(),
    ]);
    const types = ['log.opened', 'node.started', 'node.started'];
    expect(await entryTypes(site, platformTenantId)).toEqual(types);
    expect(await site.setupLinks.isSetUp()).toBe(false);
  });
});
