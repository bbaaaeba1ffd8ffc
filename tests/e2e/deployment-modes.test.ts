import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { type MonagoProcess, runMonago, startMonago } from '../support/monago-process.ts';

type Emulator = Awaited<ReturnType<typeof startOpenAiEmulator>>;

const password = 'a long enough passphrase';
const providerKey = `sk-proj-${randomBytes(24).toString('hex')}WXYZ`;

/** A person at the API of a running Monago. */
class Person {
  readonly #url: string;
  #cookie = '';

  constructor(url: string) {
    this.#url = url;
  }

  async send(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const reply = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        cookie: this.#cookie,
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.#cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    const json: Record<string, unknown> = JSON.parse(await reply.text());
    return { status: reply.status, json };
  }

  setUp(link: string, email: string): Promise<Answer> {
    const token = new URL(link).hash.replace('#token=', '');
    const form = { token, organisation: 'Bank Nusantara', name: 'Sri', email, password };
    return this.send('POST', '/api/setup', form);
  }
}

interface Answer {
  readonly status: number;
  readonly json: Record<string, unknown>;
}

async function chat(monago: MonagoProcess, jwt: string): Promise<Response> {
  return fetch(`${monago.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o-mini',
      messages: [{ role: 'user', content: 'Hello' }],
    }),
  });
}

describe('on-premise', () => {
  let emulator: Emulator;
  let monago: MonagoProcess;
  let admin: Person;
  let jwt = '';
  const named = ['--provider', 'openai', '--name', 'default'];
  const platformKey = (args: readonly string[], stdin?: string) =>
    runMonago(['platform-key', ...args], monago.environment, stdin);

  beforeAll(async () => {
    emulator = await startOpenAiEmulator({ acceptedKeys: [providerKey] });
    monago = await startMonago({ MONAGO_EGRESS_ALLOW: new URL(emulator.url).host });
    admin = new Person(monago.url);
    expect((await admin.setUp(monago.setupLink, 'sri@bank.example')).status).toBe(201);
    const token = await admin.send('POST', '/api/tokens', { name: 'application' });
    jwt = String(token.json['jwt']);
  });

  afterAll(async () => {
    await monago?.stop();
    await emulator?.stop();
  });

  test('there is no platform API, not even in the description', async () => {
    const reply = await new Person(monago.url).send('GET', '/api/platform/tenants');
    expect([reply.status, reply.json['code']]).toEqual([404, 'not_found']);
    const description = await (await fetch(`${monago.url}/openapi.json`)).text();
    expect(description).not.toContain('/api/platform');
  });

  test('a fallback key that the operator sets beside the running Monago serves at once', async () => {
    expect((await chat(monago, jwt)).status).toBe(503);
    const set = await platformKey(
      ['set', ...named, '--base-url', `${emulator.url}/v1`],
      `${providerKey}\n`,
    );
    expect(set).toMatchObject({ exitCode: 0, output: expect.stringContaining('sk-…-WXYZ') });
    await expect.poll(async () => (await chat(monago, jwt)).status, { timeout: 2_000 }).toBe(200);
    const reply = await chat(monago, jwt);
    expect(reply.headers.get('x-monago-credential-source')).toBe('platform');
    expect(emulator.requests.at(-1)?.headers.authorization).toBe(`Bearer ${providerKey}`);
  });

  test('is told to the dashboard within seconds', async () => {
    const usedAt = async () => (await admin.send('GET', '/api/session')).json['fallback_used_at'];
    await expect.poll(usedAt).toEqual(expect.any(String));
  });

  test('and ends to serve when it is removed', async () => {
    expect((await platformKey(['remove', ...named])).exitCode).toBe(0);
    await expect.poll(async () => (await chat(monago, jwt)).status, { timeout: 2_000 }).toBe(503);
    expect((await platformKey(['list'])).output).toContain('revoked');
    expect(monago.output()).not.toContain(providerKey.slice(8, 32));
  });
});

describe('in the cloud', () => {
  let monago: MonagoProcess;
  const started: MonagoProcess[] = [];

  beforeAll(async () => {
    monago = await startMonago({ MONAGO_MODE: 'cloud' });
    started.push(monago);
  });

  afterAll(async () => {
    for (const each of started.reverse()) await each.stop();
  });

  test('the operator opens a tenant, and its link makes the administrator', async () => {
    const operator = new Person(monago.url);
    const made = await operator.setUp(monago.setupLink, 'operator@platform.example');
    expect(made.json['user']).toMatchObject({ role: 'super_admin' });
    const opened = await operator.send('POST', '/api/platform/tenants', { name: 'Bank' });
    expect(opened.status).toBe(201);
    const link = String(opened.json['setup_link']);
    expect(link.startsWith(`${monago.url}/setup#token=`)).toBe(true);
    const admin = new Person(monago.url);
    const administrator = await admin.setUp(link, 'sri@bank.example');
    expect(administrator.json['user']).toMatchObject({ role: 'admin' });
    expect((await admin.send('GET', '/api/platform/tenants')).status).toBe(403);
    expect((await operator.send('GET', '/api/credentials')).status).toBe(403);
  });

  test('what has an operator does not start on-premise, and says why', async () => {
    await monago.kill('SIGTERM');
    const refused = await runMonago(['serve'], { ...monago.environment, MONAGO_MODE: 'onprem' });
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('has a platform operator (super_admin)');
    const again = await startMonago({ MONAGO_MODE: 'cloud' }, { dataDir: monago.dataDir });
    started.push(again);
    expect(again.setupLink).toBe('');
  });
});
