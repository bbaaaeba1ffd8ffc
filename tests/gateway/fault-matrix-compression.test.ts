import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ScriptStep } from '../../emulator/server/script-queue.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { chatCall, type StreamCall, streamCalls, words } from './stream-calls.ts';

let site: GatewaySite;
beforeAll(async () => {
  site = await openGatewaySite({ providers: ['openai', 'anthropic', 'bedrock'] });
});
afterAll(() => site.close());

const emulators = () => {
  const { emulator: openai, anthropic, bedrock } = site.control;
  return { openai, anthropic, bedrock };
};
beforeEach(() => {
  for (const emulator of Object.values(emulators())) emulator.reset();
});
const script = ({ provider }: StreamCall, step: ScriptStep<never>) =>
  emulators()[provider].script(step);
const lastOutcome = () => site.lastEntry('ai.request.outcome');

describe('a compressed request', () => {
  const body = JSON.stringify({ ...chatCall('openai', 'gpt-4o-mini').body, stream: false });

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
  test.each(streamCalls.map((one) => [one.name, one] as const))(
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

  test.each(streamCalls.map((one) => [one.name, one] as const))(
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
    const one = chatCall('openai', 'gpt-4o-mini');
    script(one, { gzip: true, truncate: 'between-events' });
    const reply = await site.post(one.path, JSON.stringify(one.body));
    expect(reply.status).toBe(502);
    expect(await lastOutcome()).toMatchObject({ status: 'truncated', error: 'upstream_broken' });
  });
});
