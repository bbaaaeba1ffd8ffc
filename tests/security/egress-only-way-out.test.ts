import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAnthropicEmulator } from '../../emulator/anthropic/start-anthropic-emulator.ts';
import { startBedrockEmulator } from '../../emulator/bedrock/start-bedrock-emulator.ts';
import { startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startFakeVault } from '../support/kms-fakes/fake-vault.ts';
import { openTrap, type Trap } from './egress-connects.ts';

const root = resolve(import.meta.dirname, '../..');
const preload = fileURLToPath(new URL('./egress-connect-log.ts', import.meta.url));

const openAiKey = () => `sk-proj-${randomBytes(24).toString('hex')}`;
const keys = {
  first: openAiKey(),
  second: openAiKey(),
  anthropic: `sk-ant-api03-${randomBytes(24).toString('hex')}`,
};
const awsKey = {
  accessKeyId: 'AKIAEXAMPLEUSER00001',
  secretAccessKey: 'uSer/Secret+Access0Key1WithForty2Chars34',
};

interface Connect {
  /** A socket of Node's that was told to connect, or the system being asked for it. */
  readonly kind: 'socket' | 'system';
  readonly to: string;
  readonly isGuarded?: boolean;
}

/** The product from its sources, in a process of its own, with every connection written down. */
describe('everything that the product connects to', () => {
  const work = mkdtempSync(join(tmpdir(), 'monago-way-out-'));
  const log = join(work, 'connects');
  const closing: (() => Promise<void>)[] = [];
  let database: FreshDatabase;
  let proxy: Trap;
  let child: ChildProcess;
  let site: Site;
  let connects: readonly Connect[] = [];
  const hosts = { openai: '', anthropic: '', bedrock: '', vault: '' };

  beforeAll(async () => {
    const openai = await startOpenAiEmulator({ acceptedKeys: [keys.first, keys.second] });
    const anthropic = await startAnthropicEmulator({ acceptedKeys: [keys.anthropic] });
    const bedrock = await startBedrockEmulator({ accessKeys: [awsKey] });
    const vault = await startFakeVault({ keys: ['monago'], login: { path: 'none', body: {} } });
    for (const each of [openai, anthropic, bedrock, vault]) closing.push(() => each.stop());
    proxy = await openTrap(['127.0.0.1']);
    database = await freshDatabase();
    const origins = {
      openai: openai.url,
      anthropic: anthropic.url,
      bedrock: bedrock.url,
      vault: vault.url,
    };
    for (const name of ['openai', 'anthropic', 'bedrock', 'vault'] as const)
      hosts[name] = new URL(origins[name]).host;
    const started = await startFromSources({
      CONNECT_LOG: log,
      MONAGO_DATA_DIR: join(work, 'data'),
      MONAGO_DATABASE_URL: database.url,
      MONAGO_PORT: '0',
      MONAGO_EGRESS_ALLOW: [hosts.openai, hosts.anthropic, hosts.bedrock].join(','),
      MONAGO_KMS: 'vault',
      MONAGO_KMS_ENDPOINT: vault.url,
      MONAGO_KMS_KEY: 'transit/monago',
      MONAGO_KMS_VAULT_TOKEN: vault.grantToken(0),
      // Every request unwraps its data key at the service.
      MONAGO_KMS_DEK_CACHE_SECONDS: '0',
      ...proxySettings(`http://127.0.0.1:${proxy.port}`),
    });
    child = started.child;
    site = await setUp(started);
    await drive(site, origins);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    connects = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  });

  afterAll(async () => {
    child?.kill('SIGKILL');
    for (const close of closing) await close();
    await proxy?.close();
    await database?.drop();
    rmSync(work, { recursive: true, force: true });
  });

  const overNetwork = () => connects.filter(({ kind, to }) => kind === 'socket' && to !== 'unix');

  test('is the database, over its Unix socket, and what went through the guarded connector', () => {
    expect(connects.some(({ to }) => to === 'unix')).toBe(true);
    expect(overNetwork().length).toBeGreaterThan(3);
    expect(overNetwork().filter(({ isGuarded }) => isGuarded !== true)).toEqual([]);
  });

  test('is counted alike by sockets and by the system: no connection is made below the sockets', () => {
    const system = connects.filter(({ kind }) => kind === 'system');
    expect(system.map(({ to }) => to).sort()).toEqual(
      overNetwork()
        .map(({ to }) => to)
        .sort(),
    );
  });

  test('is the three providers and the key management service, all of them and no other host', () => {
    const reached = new Set(connects.filter(({ kind }) => kind === 'system').map(({ to }) => to));
    expect([...reached].sort()).toEqual(Object.values(hosts).sort());
  });

  test('is no proxy, though the environment names one', () => {
    expect(proxy.accepted()).toBe(0);
  });
});

/** Settings that other programs take for an order to send everything elsewhere. */
function proxySettings(url: string): Record<string, string> {
  const names = [
    'http_proxy',
    'https_proxy',
    'all_proxy',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'ALL_PROXY',
  ];
  return {
    NODE_USE_ENV_PROXY: '1',
    NO_PROXY: '',
    ...Object.fromEntries(names.map((name) => [name, url])),
  };
}

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly setupToken: string;
}

async function startFromSources(settings: Record<string, string>): Promise<Started> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', preload, 'src/main.ts', 'serve'],
    {
      cwd: root,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let printed = '';
  const add = (chunk: Buffer) => {
    printed += chunk.toString();
  };
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  const exited = once(child, 'exit').then(() => {
    throw new Error(`Monago ended before it was ready:\n${printed}`);
  });
  exited.catch(() => undefined);
  for (;;) {
    const [, url, setupToken] = /ready at (\S+)[\s\S]*?#token=(\S+)/.exec(printed) ?? [];
    if (url !== undefined && setupToken !== undefined) return { child, url, setupToken };
    await Promise.race([once(child.stdout, 'data'), exited]);
  }
}

interface Site {
  readonly url: string;
  readonly cookie: string;
}

async function send(site: Site, path: string, body?: object): Promise<Response> {
  return fetch(site.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', origin: site.url, cookie: site.cookie },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function expectStatus(status: number, response: Response): Promise<Record<string, unknown>> {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  return JSON.parse(text);
}

async function setUp({ url, setupToken }: Started): Promise<Site> {
  const response = await send({ url, cookie: '' }, '/api/setup', {
    token: setupToken,
    organisation: 'Bank Nusantara',
    name: 'Sri Wahyuni',
    email: 'sri@bank.example',
    password: 'a long enough passphrase',
  });
  const [cookie = ''] = response.headers.getSetCookie();
  await expectStatus(201, response);
  return { url, cookie: cookie.slice(0, cookie.indexOf(';')) };
}

/** Every kind of call that leaves the process: validation by each provider, requests of each kind, key management. */
async function drive(
  site: Site,
  origins: Record<'openai' | 'anthropic' | 'bedrock', string>,
): Promise<void> {
  const openai = { provider: 'openai', name: 'production', base_url: `${origins.openai}/v1` };
  const added = await expectStatus(
    201,
    await send(site, '/api/credentials', { ...openai, api_key: keys.first }),
  );
  await expectStatus(
    201,
    await send(site, '/api/credentials', {
      provider: 'anthropic',
      name: 'claude',
      base_url: origins.anthropic,
      api_key: keys.anthropic,
    }),
  );
  await expectStatus(
    201,
    await send(site, '/api/credentials', {
      provider: 'bedrock',
      name: 'aws',
      region: 'us-east-1',
      base_url: origins.bedrock,
      access_key_id: awsKey.accessKeyId,
      secret_access_key: awsKey.secretAccessKey,
    }),
  );
  await expectStatus(
    200,
    await send(site, `/api/credentials/${added['id']}/rotate`, { api_key: keys.second }),
  );
  await expectStatus(
    422,
    await send(site, '/api/credentials', {
      ...openai,
      name: 'inside',
      api_key: keys.first,
      base_url: 'https://169.254.169.254/v1',
    }),
  );
  const { jwt } = await expectStatus(201, await send(site, '/api/tokens', { name: 'service' }));
  for (const stream of [false, true]) await chat(site, String(jwt), stream);
  expect((await send(site, '/api/audit/export')).status).toBe(200);
}

async function chat(site: Site, jwt: string, stream: boolean): Promise<void> {
  const response = await fetch(`${site.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o-mini',
      stream,
      messages: [{ role: 'user', content: 'Hello' }],
    }),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
}
