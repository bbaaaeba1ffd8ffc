import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventStreamType } from '../../emulator/event-stream/event-frame.ts';
import type { ScriptStep } from '../../emulator/server/script-queue.ts';
import type { Provider } from '../../src/domain/credential/credential.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { open } from './http-call.ts';

interface Call {
  readonly name: string;
  readonly provider: Provider;
  readonly path: string;
  readonly body: object;
}

const nova = 'amazon.nova-pro-v1:0';
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const words = 'Tell me of the gateway. '.repeat(8);
const spoken = [{ role: 'user', content: words }];
const inParts = [{ role: 'user', content: [{ text: words }] }];

const chat = (provider: Provider, model: string): Call => ({
  name: `chat, asked of ${model}`,
  provider,
  path: '/v1/chat/completions',
  body: { model, messages: spoken, stream: true },
});
const messages = (provider: Provider, model: string): Call => ({
  name: `Messages, asked of ${model}`,
  provider,
  path: '/v1/messages',
  body: { model, max_tokens: 500, messages: spoken, stream: true },
});
const converse = (provider: Provider, model: string): Call => ({
  name: `ConverseStream, asked of ${model}`,
  provider,
  path: `/model/${encodeURIComponent(model)}/converse-stream`,
  body: { messages: inParts },
});
/** The same format on both sides, a translation and Claude's own format at Bedrock. */
const calls: readonly Call[] = [
  chat('openai', 'gpt-4o-mini'),
  chat('anthropic', 'claude-sonnet-4-5'),
  chat('bedrock', nova),
  messages('anthropic', 'claude-sonnet-4-5'),
  messages('openai', 'gpt-4o-mini'),
  messages('bedrock', claude),
  converse('bedrock', nova),
  converse('openai', 'gpt-4o-mini'),
];

let site: GatewaySite;
const emulatorOf = (provider: Provider) => {
  const { emulator: openai, anthropic, bedrock } = site.control;
  return { openai, anthropic, bedrock }[provider];
};
const script = ({ provider }: Call, step: ScriptStep<never>) => emulatorOf(provider).script(step);
const lastOutcome = async () => (await site.entries('ai.request.outcome')).at(-1);

function start({ path, body }: Call) {
  const sent = open(`${site.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${site.token}`, 'content-type': 'application/json' },
  });
  // The tests cut the connection themselves.
  sent.on('error', () => undefined);
  sent.end(JSON.stringify(body));
  return sent;
}

const openSite = () =>
  openGatewaySite({
    providers: ['openai', 'anthropic', 'bedrock'],
    http: { times: { heartbeatMs: 40, slowClientMs: 300 } },
    timeouts: { totalTimeoutMs: 1_500 },
  });

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(() => {
  for (const provider of ['openai', 'anthropic', 'bedrock'] as const) emulatorOf(provider).reset();
});

describe.each(calls.map((one) => [one.name, one] as const))('%s', (_name, asked) => {
  const unary: Call = {
    ...asked,
    path: asked.path.replace('converse-stream', 'converse'),
    body: { ...asked.body, ...('stream' in asked.body ? { stream: false } : {}) },
  };

  test.each([
    ['before the first byte', asked, 'before-headers'],
    ['in the middle of the stream', asked, 'mid-stream'],
    ['in the middle of an answer in one piece', unary, 'mid-stream'],
  ] as const)(
    'gotcha 27: a client that leaves %s ends the call at the provider',
    async (_when, one, hang) => {
      const before = (await site.entries('ai.request.outcome')).length;
      script(one, { hang });
      const sent = start(one);
      const emulator = emulatorOf(one.provider);
      await emulator.waitFor((request) => request.isComplete);
      if (hang === 'mid-stream' && one === asked) {
        const [response]: IncomingMessage[] = await once(sent, 'response');
        response?.on('error', () => undefined).resume();
      }
      const leftAt = performance.now();
      sent.destroy();
      await emulator.waitFor((request) => request.abortedAfterMs !== undefined);
      expect(performance.now() - leftAt).toBeLessThan(1_000);
      const outcomes = await site.waitForEntries('ai.request.outcome', before + 1);
      expect(outcomes.at(-1)).toMatchObject({ status: 'client_abort', http: 499 });
      // What was sent of an answer has cost something, and nobody knows how much: that is not nothing.
      const usage = outcomes.at(-1)?.['usage'];
      if (one === asked && hang === 'mid-stream')
        expect(usage).toMatchObject({ source: 'estimated' });
      else expect([undefined, 'unknown', 'estimated']).toContain(Object(usage).source);
    },
  );

  test('a heartbeat comes between two events, or not at all', async () => {
    script(asked, { chunkDelayMs: 120 });
    const sent = start({ ...asked, body: shorter(asked.body) });
    const [response]: IncomingMessage[] = await once(sent, 'response');
    const chunks: Buffer[] = [];
    response?.on('data', (chunk: Buffer) => chunks.push(chunk));
    if (response !== undefined) await once(response, 'end');
    const body = Buffer.concat(chunks);
    const beats = body.toString('latin1').split(': keepalive\n\n').length - 1;
    if (response?.headers['content-type'] === eventStreamType) {
      expect(beats).toBe(0);
      return;
    }
    expect(beats).toBeGreaterThan(0);
    // Taken out again, they leave whole events.
    const events = body.toString('utf8').replaceAll(': keepalive\n\n', '').trimEnd().split('\n\n');
    for (const event of events)
      expect(event).toMatch(/^(?:(?:event: .+\n)?data: .+|(?:: x-monago.+\n?)+)$/);
  });

  test('504 in the end: a provider that goes on for ever is not listened to for ever', async () => {
    script(asked, { chunkDelayMs: 200 });
    const sent = start(asked);
    const [response]: IncomingMessage[] = await once(sent, 'response');
    const chunks: Buffer[] = [];
    response?.on('data', (chunk: Buffer) => chunks.push(chunk));
    if (response !== undefined) await once(response, 'end');
    expect(Buffer.concat(chunks).toString('latin1')).toMatch(/did not answer in time/);
    const outcome = await lastOutcome();
    expect(outcome).toMatchObject({ status: 'timeout', error: 'upstream_timeout' });
    expect(outcome?.['usage']).toMatchObject({ source: 'estimated' });
  });
});

function shorter(body: object): object {
  return JSON.parse(JSON.stringify(body).replaceAll(words, 'Hi'));
}

test('a client that does not read is left after a while, and the provider with it', async () => {
  const event = `data: {"choices":[{"index":0,"delta":{"content":"${'x'.repeat(4_000)}"}}]}\n\n`;
  const headers = { 'content-type': 'text/event-stream' };
  const body = event.repeat(8_000);
  site.emulator.script({ replay: { status: 200, headers, body, chunkSizes: [64 * 1024] } });
  const before = (await site.entries('ai.request.outcome')).length;
  const sent = start(chat('openai', 'gpt-4o-mini'));
  const [response]: IncomingMessage[] = await once(sent, 'response');
  response?.on('error', () => undefined).pause();
  const outcomes = await site.waitForEntries('ai.request.outcome', before + 1);
  expect(outcomes.at(-1)).toMatchObject({
    status: 'client_abort',
    http: 499,
    usage: { source: 'estimated' },
  });
  await site.emulator.waitFor((request) => request.abortedAfterMs !== undefined);
  sent.destroy();
});

describe('a compressed request', () => {
  const body = JSON.stringify({ ...chat('openai', 'gpt-4o-mini').body, stream: false });

  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['GZip', gzipSync],
  ] as const)(
    'gotcha 29: in %s is forwarded plain, and says nothing of an encoding',
    async (encoding, pack) => {
      const headers = { 'content-encoding': encoding };
      const reply = await site.post('/v1/chat/completions', pack(body), { headers });
      expect(reply.status).toBe(200);
      const [seen] = site.emulator.requests;
      expect(seen?.body.toString('utf8')).toBe(body);
      expect(seen?.headers['content-encoding']).toBeUndefined();
      expect(seen?.headers['content-length']).toBe(String(Buffer.byteLength(body)));
    },
  );

  test.each([
    ['cut short', gzipSync(body).subarray(0, 30), 'gzip'],
    ['that is none', Buffer.from(body), 'gzip'],
  ] as const)('400: %s', async (_what, bytes, encoding) => {
    const headers = { 'content-encoding': encoding };
    const reply = await site.post('/v1/chat/completions', bytes, { headers });
    expect(reply.status).toBe(400);
    expect(site.emulator.requests).toHaveLength(0);
  });

  test('a bomb is refused before it has gone off', async () => {
    const bomb = gzipSync(Buffer.alloc(512 * 1024 * 1024, ' '));
    const before = process.memoryUsage().rss;
    const headers = { 'content-encoding': 'gzip' };
    const reply = await site.post('/v1/chat/completions', bomb, { headers });
    expect([400, 413]).toContain(reply.status);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
    expect(site.emulator.requests).toHaveLength(0);
  });

  test.each(['compress', 'gzip, gzip', 'aws-chunked'])('415: %s', async (encoding) => {
    const headers = { 'content-encoding': encoding };
    const reply = await site.post('/v1/chat/completions', body, { headers });
    expect(reply.status).toBe(415);
  });
});

describe('an answer that is compressed although nobody asked for it', () => {
  test.each(calls.map((one) => [one.name, one] as const))(
    'gotcha 29: %s, in one piece: what is said of the encoding fits the bytes',
    async (_name, one) => {
      script(one, { gzip: true });
      const path = one.path.replace('converse-stream', 'converse');
      const reply = await site.post(path, JSON.stringify({ ...one.body, stream: undefined }));
      expect(reply.status).toBe(200);
      const isPacked = reply.headers['content-encoding'] === 'gzip';
      const text = (isPacked ? gunzipSync(reply.body) : reply.body).toString('utf8');
      expect(text).toContain(words.trim());
      expect(JSON.parse(text)).toBeTypeOf('object');
      expect(await lastOutcome()).toMatchObject({ status: 'ok', usage: { source: 'provider' } });
    },
  );

  test.each(calls.map((one) => [one.name, one] as const))(
    'gotcha 29: %s, as a stream: it is readable, or an error',
    async (_name, one) => {
      script(one, { gzip: true });
      const reply = await site.post(one.path, JSON.stringify(one.body));
      if (reply.status === 502) {
        expect(reply.headers['content-encoding']).toBeUndefined();
        expect(reply.body.toString('utf8')).toContain('broke off');
        return;
      }
      expect([reply.status, reply.headers['content-encoding']]).toEqual([200, 'gzip']);
      expect(gunzipSync(reply.body).length).toBeGreaterThan(100);
      expect(await lastOutcome()).toMatchObject({ status: 'ok', usage: { source: 'provider' } });
    },
  );

  test('gotcha 25: a compressed stream that stops early does not look whole', async () => {
    const one = chat('openai', 'gpt-4o-mini');
    script(one, { gzip: true, truncate: 'between-events' });
    const reply = await site.post(one.path, JSON.stringify(one.body));
    expect(reply.status).toBe(502);
    expect(await lastOutcome()).toMatchObject({ status: 'truncated', error: 'upstream_broken' });
  });
});

describe('what is no answer of a provider', () => {
  test.each(calls.map((one) => [one.name, one] as const))(
    '%s: the page of a proxy is an error',
    async (_name, one) => {
      script(one, { garbage: 'html-502' });
      const reply = await site.post(one.path, JSON.stringify(one.body));
      expect(reply.status).toBe(502);
      expect(await lastOutcome()).toMatchObject({
        status: 'provider_error',
        http: 502,
        upstream_http: 502,
      });
      expect((await lastOutcome())?.['usage']).toBeUndefined();
    },
  );

  test.each(calls.map((one) => [one.name, one] as const))(
    '%s: a redirect leads nowhere and is no success',
    async (_name, one) => {
      const headers = { location: 'http://169.254.169.254/', 'content-type': 'application/json' };
      script(one, { replay: { status: 307, headers, body: '' } });
      const reply = await site.post(one.path, JSON.stringify(one.body));
      expect(reply.status).toBeGreaterThanOrEqual(300);
      expect(reply.headers.location).toBeUndefined();
      const outcome = await lastOutcome();
      expect(outcome?.['status']).not.toBe('ok');
      expect(outcome).toMatchObject({ upstream_http: 307 });
      expect(outcome?.['usage']).toBeUndefined();
    },
  );

  test('garbage after the last event neither spoils the answer nor looks like part of it', async () => {
    const last = 'data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\ndata: [DONE]\n\n';
    const headers = { 'content-type': 'text/event-stream' };
    site.emulator.script({ replay: { status: 200, headers, body: `${last}<html>data: no` } });
    const one = chat('openai', 'gpt-4o-mini');
    const reply = await site.post(one.path, JSON.stringify(one.body));
    expect(reply.body.toString('utf8')).toMatch(/data: \[DONE\]\n\n$/);
    expect(await lastOutcome()).toMatchObject({ status: 'ok' });
  });

  test('a provider that keeps the connection after its last event is not waited for', async () => {
    const body = 'data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\ndata: [DONE]\n\n';
    const headers = { 'content-type': 'text/event-stream' };
    site.emulator.script({
      replay: { status: 200, headers, body: body + body, chunkSizes: [body.length] },
      hang: 'mid-stream',
    });
    const one = chat('openai', 'gpt-4o-mini');
    const startedAt = performance.now();
    const reply = await site.post(one.path, JSON.stringify(one.body));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(reply.body.toString('utf8')).toMatch(/data: \[DONE\]\n\n$/);
    expect(await lastOutcome()).toMatchObject({ status: 'ok' });
  });
});
