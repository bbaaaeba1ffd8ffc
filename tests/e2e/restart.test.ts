import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { type MonagoProcess, runMonago, startMonago } from '../support/monago-process.ts';

type Emulator = Awaited<ReturnType<typeof startOpenAiEmulator>>;

interface Entry {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The product as an operator meets it on a bad day: killed with requests in flight, and started again. */
describe('Monago after kill -9', () => {
  let emulator: Emulator;
  let monago: MonagoProcess;
  let settings: Record<string, string>;
  let cookie = '';
  let jwt = '';

  beforeAll(async () => {
    emulator = await startOpenAiEmulator();
    settings = { MONAGO_EGRESS_ALLOW: new URL(emulator.url).host };
    monago = await startMonago(settings);
    await post('/api/setup', {
      token: monago.setupLink.split('#token=')[1],
      organisation: 'Bank Nusantara',
      name: 'Sri Wahyuni',
      email: 'sri@bank.example',
      password: 'a long enough passphrase',
    });
    await post('/api/credentials', {
      provider: 'openai',
      name: 'production-openai',
      api_key: `sk-${randomBytes(24).toString('hex')}`,
      base_url: `${emulator.url}/v1`,
    });
    const issued = await post('/api/tokens', { name: 'application' });
    jwt = String(issued['jwt']);
  });

  afterAll(async () => {
    await monago?.stop();
    await emulator?.stop();
  });

  test('what was acknowledged is there, and each intent in flight gets one outcome: unknown', async () => {
    const answered = await ask('Hello');
    expect(answered.status).toBe(200);
    emulator.script({ hang: 'before-headers' });
    emulator.script({ hang: 'mid-stream' });
    const lost = [ask('left hanging'), ask('cut off', true)].map((call) =>
      call.catch(() => undefined),
    );
    await emulator.waitFor((request) => request.body.includes('left hanging'));
    await emulator.waitFor((request) => request.body.includes('cut off'));
    await monago.kill('SIGKILL');
    await Promise.all(lost);

    monago = await startMonago(settings, { dataDir: monago.dataDir });
    expect(monago.setupLink).toBe('');
    const outcomes = await entries('ai.request.outcome');
    const intents = await entries('ai.request.intent');
    expect(intents).toHaveLength(3);
    expect(new Set(outcomes.map(({ body }) => body['intent']))).toEqual(
      new Set(intents.map(({ id }) => id)),
    );
    expect(outcomes.map(({ body }) => body['status']).sort()).toEqual(['ok', 'unknown', 'unknown']);
  });

  test('sessions, tokens and keys outlive it', async () => {
    expect((await ask('Hello again')).status).toBe(200);
    const listed = await get('/api/credentials');
    expect(listed).toMatchObject({
      credentials: [{ name: 'production-openai', status: 'active' }],
    });
  });

  test('the log verifies, exported beside the running product', async () => {
    const file = join(dirname(monago.dataDir), 'evidence.tar');
    const written = await runMonago(['audit', 'export', file], monago.environment);
    expect(written.exitCode, written.output).toBe(0);
    const verified = await runMonago(['audit', 'verify', file], monago.environment);
    expect(verified.output).toContain('VERIFIED');
    expect(verified.exitCode).toBe(0);
  });

  test('asked to stop, it lets a running request finish', async () => {
    emulator.script({ headersDelayMs: 500 });
    const running = ask('finish me');
    await emulator.waitFor((request) => request.body.includes('finish me'));
    const stopped = monago.kill('SIGTERM');
    expect((await running).status).toBe(200);
    // 1 would be the deadline: something had kept it from ending by itself.
    expect(await stopped).toBe(0);
  });

  function ask(content: string, stream = false): Promise<Response> {
    return fetch(`${monago.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o-mini', stream, messages: [{ role: 'user', content }] }),
    });
  }

  async function entries(type: string): Promise<Entry[]> {
    const reply = await get(`/api/audit/entries?type=${type}`);
    return reply['entries'] as Entry[];
  }

  async function get(path: string): Promise<Record<string, unknown>> {
    const response = await fetch(monago.url + path, { headers: { cookie } });
    return (await response.json()) as Record<string, unknown>;
  }

  async function post(path: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(monago.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: monago.url, cookie },
      body: JSON.stringify(body),
    });
    const set = response.headers.getSetCookie()[0];
    if (set !== undefined) cookie = set.slice(0, set.indexOf(';'));
    return (await response.json()) as Record<string, unknown>;
  }
});
