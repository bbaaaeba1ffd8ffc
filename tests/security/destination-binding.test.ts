import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { directoryChannel } from '../../src/adapters/database/directory-epoch.ts';
import { type ClosableEgress, createEgress } from '../../src/adapters/egress/egress.ts';
import { createOpenAiProvider } from '../../src/adapters/providers/openai.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { providerKeyContext, type SealingContext } from '../../src/domain/credential/envelope.ts';
import { Secret } from '../../src/domain/credential/secret.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { SealedCredential } from '../../src/ports/directory.ts';
import type { ProviderClient } from '../../src/ports/provider.ts';
import type { Browser } from '../control/browser.ts';
import { anotherTenant } from '../control/control-site.ts';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { errorOf } from '../gateway/http-call.ts';
import { openTrap, type Trap } from './egress-connects.ts';

/*
 * Somebody can write the database as its superuser, but cannot read the key-encryption key. Whatever they do to the rows
 * of credentials, a key goes where it was validated for, or nowhere.
 */

const sealedColumns = ['kek_ref', 'wrapped_dek', 'nonce', 'ciphertext', 'tag'] as const;

let site: GatewaySite;
let attacker: Awaited<ReturnType<typeof startOpenAiEmulator>>;
let trap: Trap;
let egress: ClosableEgress;
let client: ProviderClient;
let tenant: TenantId;
/** Of one organisation: the second one, newer, is in use. The third is another organisation's. */
const ids = { first: '', second: '', foreign: '' };
let original = { credential: '', credential_version: '' };

const sql = (text: string, values?: unknown[]) =>
  site.control.database.asSuperuser<Record<string, unknown>>(text, values);

beforeAll(async () => {
  attacker = await startOpenAiEmulator();
  trap = await openTrap(['127.0.0.1']);
  site = await openGatewaySite({
    ports: (ports) => ({
      ...ports,
      providers: {
        openai: {
          provider: 'openai',
          destination: (place) => client.destination(place),
          validateKey: (key, destination) => client.validateKey(key, destination),
          call: (request, key, sink) => client.call(request, key, sink),
        },
      },
    }),
  });
  openGuard();
  tenant = (await site.admin.get('/api/session')).json().tenant.id;
  ids.first = inUse().id;
  ids.second = await add(site.admin, 'second');
  ids.foreign = await add(await anotherTenant(site.control, 'budi@other.example'), 'foreign');
  original = {
    credential: await tableAsJson('credential'),
    credential_version: await tableAsJson('credential_version'),
  };
});

afterAll(async () => {
  await site?.close();
  await egress?.close();
  await attacker?.stop();
  await trap?.close();
});

/** A guard that would let every address of the attacker's through, so that the binding alone is left. */
function openGuard(): void {
  const hosts = ['127.0.0.1', 'localhost'];
  const ports = [new URL(site.emulator.url).port, attacker.port, trap.port];
  egress = createEgress({
    mode: 'onprem',
    allow: hosts.flatMap((host) => ports.map((port) => `${host}:${port}`)),
    own: () => [],
    connectTimeoutMs: 1_000,
    headTimeoutMs: 5_000,
    idleTimeoutMs: 5_000,
    totalTimeoutMs: 10_000,
    connectionsMax: 4,
  });
  client = createOpenAiProvider(egress, systemClock);
}

function inUse(): SealedCredential {
  const credential = site.control.directory.activeCredential(tenant, 'openai');
  if (credential === undefined) throw new Error('no credential is in use');
  return credential;
}

async function add(admin: Browser, name: string): Promise<string> {
  site.control.skip(61_000);
  const reply = await admin.post('/api/credentials', {
    provider: 'openai',
    name,
    api_key: site.control.providerKey,
    base_url: `${site.control.emulator.url}/v1`,
  });
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json<{ id: string }>().id;
}

async function tableAsJson(table: string): Promise<string> {
  const [row] = await sql(`SELECT jsonb_agg(to_jsonb(t))::text AS rows FROM ${table} t`);
  return String(row?.['rows']);
}

/** Runs statements with no trigger and no foreign key in the way, and makes the gateway see what they did. */
async function tamper(...statements: string[]): Promise<void> {
  await sql(
    `BEGIN; SET LOCAL session_replication_role = replica; ${statements.join('; ')}; COMMIT`,
  );
  const [row] = await sql(
    `WITH moved AS (UPDATE directory_epoch SET value = value + 1 RETURNING value)
      SELECT value, pg_notify('${directoryChannel}', $1 || ':' || value) FROM moved`,
    [tenant],
  );
  await site.control.directory.caughtUp(tenant, Number(row?.['value']));
}

const restore = () =>
  tamper(
    ...(['credential_version', 'credential'] as const).flatMap((table) => [
      `DELETE FROM ${table}`,
      `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $rows$${original[table]}$rows$)`,
    ]),
  );

/** The key in use, sealed by the real vault for a context that differs from its own in one field. */
async function sealedFor(change: Partial<SealingContext>): Promise<string> {
  const context = { ...providerKeyContext(inUse()), ...change };
  const secret = new Secret(Buffer.from(site.control.providerKey));
  const sealed = await site.ports.vault.seal(secret, context);
  const hex = (bytes: Buffer) => `'\\x${bytes.toString('hex')}'`;
  return `UPDATE credential_version SET kek_ref = '${sealed.kekRef}', wrapped_dek = ${hex(sealed.wrappedDek)},
    nonce = ${hex(sealed.nonce)}, ciphertext = ${hex(sealed.ciphertext)}, tag = ${hex(sealed.tag)}
    WHERE credential_id = '${ids.second}'`;
}

async function expectNothingLeaves(): Promise<void> {
  site.emulator.reset();
  const reply = await site.chat();
  expect(reply.status, reply.body.toString()).toBe(503);
  expect(errorOf(reply).code).toBe('credential_unreadable');
  expect(reply.body.toString()).not.toContain(site.control.providerKey);
  const outcome = (await site.entries('ai.request.outcome')).at(-1);
  expect(outcome).toMatchObject({ http: 503 });
  expect(attacker.requests).toHaveLength(0);
  expect(trap.accepted()).toBe(0);
  expect(site.emulator.requests).toHaveLength(0);
}

afterEach(async () => {
  await restore();
  const reply = await site.chat();
  expect(reply.status, reply.body.toString()).toBe(200);
});

describe('a destination that somebody wrote into the database gets no key', () => {
  const places: readonly (readonly [string, () => string])[] = [
    ['another host', () => `http://127.0.0.1:${attacker.port}/v1`],
    ['another name of another host', () => `http://localhost:${attacker.port}/v1`],
    ['a port of this machine', () => `http://127.0.0.1:${trap.port}/v1`],
    ['another scheme', () => inUse().destination.replace('http:', 'https:')],
    ['another name of the very host', () => inUse().destination.replace('127.0.0.1', 'localhost')],
    ['another path', () => inUse().destination.replace(/\/v1$/, '/v2')],
    ['no path', () => inUse().destination.replace(/\/v1$/, '')],
    ['a slash more', () => `${inUse().destination}/`],
    ['a blank more', () => `${inUse().destination} `],
    ['upper case', () => inUse().destination.toUpperCase()],
    [
      'a user before the host',
      () => inUse().destination.replace('127.0.0.1', `127.0.0.1@127.0.0.1`),
    ],
    ['a metadata service', () => 'http://169.254.169.254:80/v1'],
    ['nothing', () => ''],
    ['a region of AWS', () => 'aws:us-east-1'],
  ];

  test.each(places)('%s', async (_, place) => {
    const target = place();
    await tamper(
      `UPDATE credential SET destination = '${target}', base_url = '${target}' WHERE credential_id = '${ids.second}'`,
    );
    expect(inUse().destination).toBe(target);
    await expectNothingLeaves();
    await tamper(
      `UPDATE credential_version SET destination = '${target}' WHERE credential_id = '${ids.second}'`,
    );
    await expectNothingLeaves();
  });

  test('a base URL alone, without its destination, changes nothing', async () => {
    await tamper(
      `UPDATE credential SET base_url = 'http://127.0.0.1:${attacker.port}/v1' WHERE credential_id = '${ids.second}'`,
    );
    site.emulator.reset();
    expect((await site.chat()).status).toBe(200);
    expect(site.emulator.requests).toHaveLength(1);
    expect(attacker.requests).toHaveLength(0);
  });
});

describe('a ciphertext in another row does not open', () => {
  const copied = (columns: readonly string[], from: string, to: string) =>
    `UPDATE credential_version t SET ${columns.map((column) => `${column} = s.${column}`).join(', ')}
      FROM credential_version s WHERE s.credential_id = '${from}' AND t.credential_id = '${to}'`;

  test("that of the organisation's other credential", async () => {
    await tamper(copied(sealedColumns, ids.first, ids.second));
    await expectNothingLeaves();
  });

  test("another organisation's", async () => {
    await tamper(copied(sealedColumns, ids.foreign, ids.second));
    await expectNothingLeaves();
  });

  test.each(sealedColumns.slice(1))('only its %s', async (column) => {
    await tamper(copied([column], ids.first, ids.second));
    await expectNothingLeaves();
  });

  test("another organisation's credential, rows and all", async () => {
    await tamper(
      `UPDATE credential SET status = 'disabled' WHERE tenant_id = '${tenant}'`,
      `UPDATE credential SET tenant_id = '${tenant}' WHERE credential_id = '${ids.foreign}'`,
      `UPDATE credential_version SET tenant_id = '${tenant}' WHERE credential_id = '${ids.foreign}'`,
    );
    expect(inUse().id).toBe(ids.foreign);
    await expectNothingLeaves();
  });

  test('that of another version', async () => {
    for (const table of ['credential', 'credential_version']) {
      await tamper(`UPDATE ${table} SET version = 2 WHERE credential_id = '${ids.second}'`);
    }
    expect(inUse().version).toBe(2);
    await expectNothingLeaves();
  });

  test.each<[string, Partial<SealingContext>]>([
    ['another provider', { provider: 'anthropic' }],
    ['another purpose', { purpose: 'token_signing_key' }],
    ['another version', { version: 2 }],
    ['another destination', { destination: 'https://api.openai.com:443/v1' }],
    ['another credential', { credentialId: `cred_${'0'.repeat(32)}` }],
    ['another organisation', { tenantId: `ten_${'0'.repeat(32)}` }],
  ])('that of the same key, sealed for %s', async (_, change) => {
    await tamper(await sealedFor(change));
    await expectNothingLeaves();
  });

  test('but one that is sealed for all of it does: the tampering itself is not what fails', async () => {
    await tamper(await sealedFor({}));
    site.emulator.reset();
    expect((await site.chat()).status).toBe(200);
    expect(site.emulator.requests[0]?.headers.authorization).toBe(
      `Bearer ${site.control.providerKey}`,
    );
  });
});

describe('a region that somebody wrote into the database gets no key', () => {
  test.each([
    ['another region', 'aws:eu-west-1'],
    ['an endpoint of the attacker', 'aws:us-east-1:http://127.0.0.1:9/'],
    ['no region', 'aws:'],
  ])('%s', async (_, destination) => {
    const { vault } = site.ports;
    const context = {
      ...providerKeyContext(inUse()),
      provider: 'bedrock',
      destination: 'aws:us-east-1',
    } as const;
    const sealed = await vault.seal(new Secret(randomBytes(80)), context);
    (await vault.open(sealed, context)).wipe();
    await expect(vault.open(sealed, { ...context, destination })).rejects.toMatchObject({
      code: 'credential_unreadable',
    });
  });
});

describe('an administrator who may write through the dashboard alone', () => {
  test('cannot change the base URL without giving the key again', async () => {
    const before = inUse().destination;
    const base_url = `http://127.0.0.1:${attacker.port}/v1`;
    for (const [method, path] of [
      ['POST', `/api/credentials/${ids.second}/rotate`],
      ['PATCH', `/api/credentials/${ids.second}`],
      ['PUT', `/api/credentials/${ids.second}`],
    ] as const) {
      const reply = await site.admin.send(method, path, { base_url });
      expect([404, 405, 422], `${method} ${reply.body}`).toContain(reply.statusCode);
    }
    expect(inUse().destination).toBe(before);
    expect(attacker.requests).toHaveLength(0);
  });
});
