import { gunzipSync } from 'node:zlib';
import OpenAI, { APIConnectionTimeoutError } from 'openai';
import { Client, type Dispatcher } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startOpenAiEmulator } from './openai/start-openai-emulator.ts';

const KEY = 'sk-emulator-accepted-0001';

function chatBody(changes: object = {}): string {
  const messages = [{ role: 'user', content: 'Hello, 世界 👋🏽!' }];
  return JSON.stringify({ model: 'gpt-4o-mini', messages, ...changes });
}

describe('a scripted fault', () => {
  let emulator: Emulator;
  let connection: Client;
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };

  beforeAll(async () => {
    emulator = await startOpenAiEmulator();
    connection = new Client(emulator.url);
  });
  afterEach(() => emulator.reset());
  afterAll(async () => {
    await connection.destroy();
    await emulator.stop();
  });

  const ask = (body: string, more: { signal?: AbortSignal; fault?: string } = {}) =>
    connection.request({
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { ...headers, ...(more.fault ? { 'x-emulator-fault': more.fault } : {}) },
      body,
      ...(more.signal ? { signal: more.signal } : {}),
    });

  /** The body, write by write (iterating would join writes), and whether it ended cleanly. */
  const drain = ({ body }: Dispatcher.ResponseData) =>
    new Promise<{ parts: Buffer[]; text: string; isClean: boolean }>((resolve) => {
      const parts: Buffer[] = [];
      const settle = (isClean: boolean) => () =>
        resolve({ parts, text: Buffer.concat(parts).toString(), isClean });
      body.on('data', (part: Buffer) => parts.push(part));
      body.on('end', settle(true));
      body.on('error', settle(false));
    });

  test('is used once, and only for the requests it is meant for', async () => {
    emulator.script({ failure: { status: 500 }, when: (seen) => seen.path === '/v1/models' });
    expect((await drain(await ask(chatBody()))).isClean).toBe(true);
    const models = () => connection.request({ method: 'GET', path: '/v1/models', headers });
    const first = await models();
    await first.body.dump();
    const second = await models();
    await second.body.dump();
    expect([first.statusCode, second.statusCode]).toEqual([500, 200]);
  });

  test('slow: waits before the headers and between the chunks', async () => {
    emulator.script({ headersDelayMs: 60, chunkDelayMs: 15 });
    const startedAt = performance.now();
    const response = await ask(chatBody({ stream: true }));
    const headersAfterMs = performance.now() - startedAt;
    const { parts } = await drain(response);
    expect(headersAfterMs).toBeGreaterThan(55);
    expect(performance.now() - startedAt - headersAfterMs).toBeGreaterThan((parts.length - 1) * 12);
    expect(parts.length).toBeGreaterThan(4);
  });

  test('hang before the headers: the client times out and the emulator sees it go', async () => {
    emulator.script({ hang: 'before-headers' });
    const client = new OpenAI({ apiKey: KEY, baseURL: `${emulator.url}/v1`, maxRetries: 0 });
    const call = client.models.list({ timeout: 100 });
    await expect(call).rejects.toBeInstanceOf(APIConnectionTimeoutError);
    const seen = await emulator.waitFor((request) => request.abortedAfterMs !== undefined);
    expect(seen.abortedAfterMs).toBeGreaterThan(0);
    expect(seen.answeredAfterMs).toBeUndefined();
  });

  test('hang mid-stream: half of the events come, then nothing until the client leaves', async () => {
    emulator.script({ hang: 'mid-stream' });
    const leaving = new AbortController();
    const response = await ask(chatBody({ stream: true }), { signal: leaving.signal });
    const chunks: string[] = [];
    response.body.on('error', () => undefined);
    await new Promise<void>((resolve) => {
      response.body.on('data', (part: Buffer) => {
        chunks.push(part.toString());
        if (chunks.join('').includes('Hello')) resolve();
      });
    });
    expect(emulator.requests[0]?.abortedAfterMs).toBeUndefined();
    leaving.abort();
    await emulator.waitFor((request) => request.abortedAfterMs !== undefined);
    expect(chunks.join('')).not.toContain('[DONE]');
  });

  test('reset before the headers: the connection breaks and no client is blamed', async () => {
    emulator.script({ reset: 'before-headers' });
    await expect(ask(chatBody())).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(emulator.requests[0]).toMatchObject({ isComplete: true, fault: expect.anything() });
    expect(emulator.requests[0]?.abortedAfterMs).toBeUndefined();
  });

  test.each([true, false])('reset in the middle of the body (stream: %s)', async (stream) => {
    emulator.script({ reset: 'mid-stream', chunkDelayMs: 5 });
    const { text, isClean } = await drain(await ask(chatBody({ stream })));
    expect(isClean).toBe(false);
    expect(text).not.toContain('[DONE]');
  });

  test('truncated: a clean end between two events, without [DONE]', async () => {
    emulator.script({ truncate: 'between-events' });
    const { text, isClean } = await drain(await ask(chatBody({ stream: true })));
    expect(isClean).toBe(true);
    expect(text.endsWith('}\n\n')).toBe(true);
    expect(text).not.toContain('[DONE]');
  });

  test('error event: half of the stream, an error in its format, and a clean end', async () => {
    emulator.script({ errorEvent: true });
    const { text, isClean } = await drain(await ask(chatBody({ stream: true })));
    const events = text.trimEnd().split('\n\n');
    expect(isClean).toBe(true);
    expect(events.length).toBeGreaterThan(2);
    expect(JSON.parse(events.at(-1)?.slice('data: '.length) ?? '')).toMatchObject({
      error: { type: 'server_error' },
    });
  });

  test('truncated inside an event: the last line is no JSON', async () => {
    emulator.script({ truncate: 'inside-event' });
    const { text, isClean } = await drain(await ask(chatBody({ stream: true })));
    const last = text.split('\n\n').at(-1) ?? '';
    expect(isClean).toBe(true);
    expect(last.startsWith('data: {')).toBe(true);
    expect(() => JSON.parse(last.slice('data: '.length))).toThrow(SyntaxError);
  });

  test('truncated unary: half a JSON, cleanly ended', async () => {
    emulator.script({ truncate: 'between-events' });
    const { text, isClean } = await drain(await ask(chatBody()));
    expect(isClean).toBe(true);
    expect(text.startsWith('{')).toBe(true);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  test('garbage: a 200 that claims to be JSON, and a proxy page', async () => {
    emulator.script({ garbage: 'text' });
    emulator.script({ garbage: 'html-502' });
    const text = await ask(chatBody());
    expect([text.statusCode, text.headers['content-type']]).toEqual([200, 'application/json']);
    await expect(text.body.json()).rejects.toBeInstanceOf(SyntaxError);
    const page = await ask(chatBody());
    expect([page.statusCode, page.headers['content-type']]).toEqual([502, 'text/html']);
    expect(await page.body.text()).toContain('<html>');
  });

  test.each([true, false])('gzip: the same answer, compressed (stream: %s)', async (stream) => {
    const options = stream ? { stream_options: { include_obfuscation: false } } : {};
    const body = chatBody({ stream, ...options });
    const comparable = (text: string) => text.replace(/chatcmpl-\w+|"created": ?\d+/g, '');
    const plain = await drain(await ask(body));
    emulator.script({ gzip: true });
    const response = await ask(body);
    expect(response.headers['content-encoding']).toBe('gzip');
    expect(response.headers['content-length']).toBeUndefined();
    const compressed = await drain(response);
    const text = gunzipSync(Buffer.concat(compressed.parts)).toString();
    expect(comparable(text)).toBe(comparable(plain.text));
  });

  test('gzip: a large body comes whole', async () => {
    emulator.script({ gzip: true, paddingBytes: 1_000_000 });
    const { parts } = await drain(await ask(chatBody({ stream: true })));
    expect(gunzipSync(Buffer.concat(parts)).toString().endsWith('data: [DONE]\n\n')).toBe(true);
  });

  test('429: carries what a client needs to wait', async () => {
    emulator.script({ failure: { status: 429, retryAfterSeconds: 1.5 } });
    const response = await ask(chatBody());
    expect(response.statusCode).toBe(429);
    expect(response.headers).toMatchObject({
      'retry-after': '2',
      'retry-after-ms': '1500',
      'x-ratelimit-remaining-requests': '0',
    });
    await response.body.dump();
  });

  test('split: the same bytes in many pieces, the same for the same seed', async () => {
    const body = 'data: {"text":"世界 👋🏽"}\n\n'.repeat(20);
    const replay = { status: 200, headers: { 'content-type': 'text/event-stream' }, body };
    const lengths = async (seed: number) => {
      emulator.script({ replay, split: { seed, sizeMax: 3 } });
      const { parts, text } = await drain(await ask(chatBody()));
      expect(text).toBe(body);
      return parts.map((part) => part.length);
    };
    const first = await lengths(1);
    expect(first.length).toBeGreaterThan(100);
    expect(await lengths(1)).toEqual(first);
    expect(await lengths(2)).not.toEqual(first);
  });

  test('huge: a valid answer of at least the given size', async () => {
    emulator.script({ paddingBytes: 5_000_000, times: 2 });
    const unary = await drain(await ask(chatBody()));
    expect(unary.text.length).toBeGreaterThan(5_000_000);
    expect(JSON.parse(unary.text)).toMatchObject({ object: 'chat.completion' });
    const streamed = await drain(await ask(chatBody({ stream: true })));
    expect(streamed.text.length).toBeGreaterThan(5_000_000);
    expect(streamed.text.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  test('replay: status, headers and bytes as recorded, in the given pieces, and no other header', async () => {
    const body = Buffer.from([0x1f, 0x8b, 0, 1, 2, 3, 4, 5]);
    const recorded = { 'content-type': 'application/octet-stream', 'x-recorded': ['a', 'b'] };
    emulator.script({ replay: { status: 418, headers: recorded, body, chunkSizes: [1, 2] } });
    const response = await ask(chatBody());
    const { parts } = await drain(response);
    expect(response.statusCode).toBe(418);
    expect(response.headers).toMatchObject(recorded);
    expect(response.headers['x-request-id']).toBeUndefined();
    expect(Buffer.concat(parts)).toEqual(body);
    expect(parts.map((part) => part.length)).toEqual([1, 2, 2, 2, 1]);
  });

  test('can be asked for by a header, from curl', async () => {
    const response = await ask(chatBody(), { fault: 'insufficient-quota' });
    expect(await response.body.json()).toMatchObject({ error: { code: 'insufficient_quota' } });
  });
});
