import { connect } from 'node:net';
import { Client } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startOpenAiEmulator } from './openai/start-openai-emulator.ts';

const authorization = 'Bearer sk-emulator-accepted-0001';

describe('the emulator as a server', () => {
  let emulator: Emulator;
  let connection: Client;

  beforeAll(async () => {
    emulator = await startOpenAiEmulator();
    connection = new Client(emulator.url);
  });
  afterEach(() => emulator.reset());
  afterAll(async () => {
    await connection.destroy();
    await emulator.stop();
  });

  const call = async (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    { body, headers = { authorization } }: { body?: string | Buffer; headers?: object } = {},
  ) => {
    const response = await connection.request({
      method,
      path,
      headers: { ...headers },
      body: body ?? null,
    });
    return {
      status: response.statusCode,
      headers: response.headers,
      body: await response.body.json(),
    };
  };

  test('records the request byte for byte, with the headers as they were sent', async () => {
    const body = Buffer.from('{ "model":"gpt-4o" ,\t"n":1.0,"big":12345678901234567890}\n');
    await call('POST', '/v1/chat/completions?x=%2F', {
      body,
      headers: { Authorization: authorization, 'X-Mixed-Case': 'Kept' },
    });
    const [seen] = emulator.requests;
    expect(seen?.body.equals(body)).toBe(true);
    expect(seen).toMatchObject({ method: 'POST', path: '/v1/chat/completions?x=%2F' });
    expect(seen?.rawHeaders).toContain('X-Mixed-Case');
    expect(seen?.answeredAfterMs).toBeGreaterThanOrEqual(0);
  });

  test('forgets what it saw on reset, and counts from zero', async () => {
    await call('GET', '/v1/models');
    emulator.reset();
    expect(emulator.requests).toHaveLength(0);
  });

  test('notices a client that leaves during its own body', async () => {
    const socket = connect(emulator.port, '127.0.0.1');
    socket.write(
      'POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"a"',
    );
    await emulator.waitFor((request) => request.path === '/v1/chat/completions');
    socket.destroy();
    const seen = await emulator.waitFor((request) => request.abortedAfterMs !== undefined);
    expect(seen.isComplete).toBe(false);
  });

  test('stops while a request hangs, and frees the port', async () => {
    const other = await startOpenAiEmulator();
    other.script({ hang: 'before-headers' });
    const hanging = fetch(`${other.url}/v1/models`).catch((error: unknown) => error);
    await other.waitFor(() => true);
    await other.stop();
    expect(await hanging).toBeInstanceOf(Error);
    const again = await startOpenAiEmulator({ port: other.port });
    expect(again.port).toBe(other.port);
    await again.stop();
  });

  test.each([
    ['POST', '/v1/unknown', 404, null],
    ['DELETE', '/v1/chat/completions', 405, 'method_not_supported'],
    ['GET', '/v1/models/%E0%A4%A', 404, null],
    ['GET', '/v1/models/gpt-none', 404, 'model_not_found'],
  ] as const)('%s %s gets %i', async (...[method, path, status, code]) => {
    const answer = await call(method, path);
    expect(answer).toMatchObject({
      status,
      body: { error: { type: 'invalid_request_error', param: null, code } },
    });
  });

  test.each(['', '{"model":', '[]', '"text"', 'null'])('says 400 for the body %j', async (body) => {
    const answer = await call('POST', '/v1/chat/completions', { body });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { type: 'invalid_request_error', param: null, code: null } },
    });
  });

  test('says 401 when there is no key at all', async () => {
    const answer = await call('GET', '/v1/models', { headers: {} });
    expect(answer).toMatchObject({ status: 401, body: { error: { code: null } } });
    expect(answer.headers['www-authenticate']).toContain('Basic');
  });

  test('says 413 for a body beyond its limit and keeps serving', async () => {
    const body = Buffer.alloc(65 * 1024 * 1024, 32);
    const answer = await call('POST', '/v1/chat/completions', { body }).catch(() => undefined);
    // The connection may be closed before the client has read the answer, as at the provider's edge.
    if (answer !== undefined) expect(answer.status).toBe(413);
    expect((await call('GET', '/v1/models')).status).toBe(200);
  });

  test('sets the cookies and identifiers of the provider, for a gateway to strip', async () => {
    const body = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] });
    const { headers } = await call('POST', '/v1/chat/completions', { body });
    expect(headers['set-cookie']).toEqual([
      expect.stringContaining('__cf_bm='),
      expect.stringContaining('_cfuvid='),
    ]);
    expect(headers).toMatchObject({
      'openai-version': '2020-10-01',
      'openai-organization': expect.any(String),
      'openai-processing-ms': expect.stringMatching(/^\d+$/),
      'x-request-id': expect.stringMatching(/^req_[0-9a-f]{32}$/),
      'x-ratelimit-remaining-tokens': expect.stringMatching(/^\d+$/),
    });
  });
});
