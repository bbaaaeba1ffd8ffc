import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CredentialId } from '../../src/domain/ids.ts';
import type { NewTenant } from '../../src/ports/unit-of-work.ts';
import {
  addCredential,
  codeOf,
  openSite,
  type Site,
  setUp,
  someCredential,
  someSealed,
} from './unit-of-work-site.ts';

/** What the database itself holds, whoever asks and by whatever statement. */
describe('a revoked credential, for a superuser', () => {
  let site: Site;
  let tenant: NewTenant;
  let id: CredentialId;

  beforeAll(async () => {
    site = await openSite();
    tenant = await setUp(site);
    const credential = someCredential(tenant, 'revoked');
    id = credential.id;
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, credential));
    await site.fresh.asSuperuser(
      `CREATE TABLE kept_version AS SELECT * FROM credential_version WHERE credential_id = '${id}'`,
    );
    await site.fresh.asSuperuser(
      "UPDATE credential SET status = 'revoked' WHERE credential_id = $1",
      [id],
    );
  });

  afterAll(() => site.close());

  const versions = () =>
    site.fresh.asSuperuser('SELECT 1 FROM credential_version WHERE credential_id = $1', [id]);

  test('lost its key with the statement that revoked it', async () => {
    expect(await site.fresh.asSuperuser('SELECT 1 FROM kept_version')).toHaveLength(1);
    expect(await versions()).toEqual([]);
  });

  test.each([
    ['be made active', "UPDATE credential SET status = 'active' WHERE credential_id = $1"],
    ['be renamed', "UPDATE credential SET name = 'free' WHERE credential_id = $1"],
    ['be deleted', 'DELETE FROM credential WHERE credential_id = $1'],
    [
      'get its key back',
      'INSERT INTO credential_version SELECT * FROM kept_version WHERE credential_id = $1',
    ],
  ])('cannot %s', async (_, statement) => {
    await expect(site.fresh.asSuperuser(statement, [id])).rejects.toMatchObject({ code: 'MG001' });
    expect(await versions()).toEqual([]);
  });

  test('cannot be swept away with its table', async () => {
    await expect(site.fresh.asSuperuser('TRUNCATE credential CASCADE')).rejects.toMatchObject({
      code: 'MG001',
    });
  });

  test('cannot be given the key of another', async () => {
    const other = someCredential(tenant, 'other');
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, other));
    const give = `UPDATE credential_version SET credential_id = $1 WHERE credential_id = $2`;
    await expect(site.fresh.asSuperuser(give, [id, other.id])).rejects.toMatchObject({
      code: 'MG001',
    });
  });

  test('gets no key from a rotation that a revocation overtakes', async () => {
    const credential = someCredential(tenant, 'overtaken');
    await site.unitOfWork.run(tenant.id, (tx) => addCredential(tx, credential));
    const client = new pg.Client(site.fresh.connections.asAdministrator());
    await client.connect();
    await client.query('BEGIN');
    await client.query("UPDATE credential SET status = 'revoked' WHERE credential_id = $1", [
      credential.id,
    ]);
    const rotating = site.unitOfWork.run(tenant.id, async (tx) => {
      await tx.credentials.replaceKey(credential.id, {
        ...credential,
        version: 2,
        sealed: someSealed(),
        rotatedAt: 1,
        rotatedBy: credential.createdBy,
      });
    });
    const code = codeOf(rotating);
    await client.query('COMMIT');
    await client.end();
    expect(await code).toBe('credential_revoked');
    const left = await site.fresh.asSuperuser(
      'SELECT 1 FROM credential_version WHERE credential_id = $1',
      [credential.id],
    );
    expect(left).toEqual([]);
  });
});

describe('a region', () => {
  let site: Site;

  beforeAll(async () => {
    site = await openSite();
  });

  afterAll(() => site.close());

  test('is there for Bedrock and for no other provider', async () => {
    const tenant = await setUp(site);
    const add = (name: string, change: object) =>
      site.unitOfWork.run(tenant.id, (tx) =>
        addCredential(tx, { ...someCredential(tenant, name), ...change }),
      );
    const violation = { constraint: 'credential_region_of_bedrock' };
    await expect(add('a', { provider: 'bedrock' })).rejects.toMatchObject(violation);
    await expect(add('b', { region: 'us-east-1' })).rejects.toMatchObject(violation);
    await add('c', { provider: 'bedrock', region: 'us-east-1' });
  });
});
