import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite, simpleChat } from './gateway-site.ts';
import { open } from './http-call.ts';

let site: GatewaySite;

beforeAll(async () => {
  site = await openGatewaySite();
});
afterAll(async () => {
  await site.close();
});
beforeEach(() => {
  site.emulator.reset();
});

const streamed = { stream: true, stream_options: { include_usage: true } };

/** A stream of events; the provider sends it in the given pieces. */
function script(pieces: readonly string[], delayMs = 0): void {
  site.emulator.script({
    replay: {
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: pieces.join(''),
      chunkSizes: pieces.map((piece) => Buffer.byteLength(piece)),
    },
    chunkDelayMs: delayMs,
  });
}

const delta = (text: string) =>
  `data: {"model":"gpt-4o-mini","choices":[{"index":0,"delta":{"content":"${text}"}}]}\n\n`;

describe('200: a stream', () => {
  test('ends with one comment block of what is only known now, and [DONE]', async () => {
    const reply = await site.chat(streamed);
    const text = reply.body.toString('utf8');
    expect(reply.isComplete).toBe(true);
    expect(text).toMatch(
      /\n\n: x-monago-latency-ms=\d+\.\d\n: x-monago-cost-usd=0\.\d{6}\n: x-monago-cost-idr=\d+\.\d{4}\n\ndata: \[DONE\]\n\n$/,
    );
    expect(text.match(/x-monago/g)).toHaveLength(3);
  });

  test('its outcome is durable before its last event is sent', async () => {
    const before = (await site.entries('ai.request.outcome')).length;
    const reply = await site.chat(streamed);
    expect(reply.body.toString('utf8')).toContain('[DONE]');
    const outcomes = await site.entries('ai.request.outcome');
    expect(outcomes).toHaveLength(before + 1);
    expect(outcomes.at(-1)).toMatchObject({
      status: 'ok',
      http: 200,
      upstream_http: 200,
      usage: { source: 'provider' },
    });
    expect(outcomes.at(-1)?.['cost_microusd']).toBeGreaterThan(0);
  });

  test('reaches the client event by event, not at its end', async () => {
    script([delta('one'), delta('two'), delta('three'), 'data: [DONE]\n\n'], 150);
    const sent = open(`${site.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${site.token}`, 'content-type': 'application/json' },
    });
    sent.end(JSON.stringify({ ...simpleChat, ...streamed }));
    const [response]: IncomingMessage[] = await once(sent, 'response');
    const arrivals: { at: number; text: string }[] = [];
    response?.on('data', (chunk: Buffer) =>
      arrivals.push({ at: performance.now(), text: chunk.toString('utf8') }),
    );
    if (response !== undefined) await once(response, 'end');
    expect(arrivals[0]?.text).toBe(delta('one'));
    expect(arrivals[1]?.text).toBe(delta('two'));
    const [first, last] = [arrivals[0]?.at ?? 0, arrivals.at(-1)?.at ?? 0];
    expect(last - first).toBeGreaterThan(250);
  });

  test('is found to end where the pieces cut its last event', async () => {
    script([delta('a'), 'da', 'ta: [D', 'ONE', ']', '\n', '\n']);
    const reply = await site.chat(streamed);
    expect(reply.body.toString('utf8')).toMatch(
      /: x-monago-latency-ms=[\d.]+\n\ndata: \[DONE\]\n\n$/,
    );
    expect(reply.isComplete).toBe(true);
  });

  test('that only quotes [DONE] does not end there', async () => {
    script([delta('data: [DONE]'), delta('more'), 'data: [DONE]\n\n']);
    const text = (await site.chat(streamed)).body.toString('utf8');
    expect(text.indexOf('x-monago')).toBeGreaterThan(text.indexOf('more'));
  });

  test('is told to be sent on at once by whatever stands in front', async () => {
    const reply = await site.chat(streamed);
    expect(reply.headers['cache-control']).toBe('no-cache, no-transform');
    expect(reply.headers['x-accel-buffering']).toBe('no');
    expect(reply.headers['content-length']).toBeUndefined();
    expect(site.emulator.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  test('a compressed stream passes as it is', async () => {
    site.emulator.script({ gzip: true });
    const reply = await site.chat(streamed);
    expect(reply.headers['content-encoding']).toBe('gzip');
    expect(reply.body.subarray(0, 2).toString('hex')).toBe('1f8b');
    expect(await site.lastEntry('ai.request.outcome')).toMatchObject({ status: 'ok' });
  });
});

describe('a stream that died never looks like one that ended', () => {
  test.each([
    ['it ends in order between two events', { truncate: 'between-events' }],
    ['it ends in order within an event', { truncate: 'inside-event' }],
    // Slowly, because a reset throws away what has arrived and was not read yet.
    ['its connection is reset', { reset: 'mid-stream', chunkDelayMs: 30 }],
  ] as const)('upstream_broken: %s', async (_what, fault) => {
    site.emulator.script(fault);
    const reply = await site.chat(streamed);
    const text = reply.body.toString('utf8');
    expect(reply.status).toBe(200);
    expect(text).not.toContain('[DONE]');
    const last = text.trimEnd().split('\n\n').at(-1) ?? '';
    expect(JSON.parse(last.replace('data: ', '')).error).toMatchObject({
      code: 'upstream_broken',
      type: 'upstream_error',
    });
    expect(await site.lastEntry('ai.request.outcome')).toMatchObject({
      status: 'truncated',
      http: 200,
      error: 'upstream_broken',
    });
  });

  test('502: it dies before its first byte', async () => {
    script(['']);
    const reply = await site.chat(streamed);
    expect(reply.status).toBe(502);
    expect(reply.body.toString('utf8')).toContain('upstream_broken');
  });
});

test('a slow reader pauses the provider instead of filling the memory', async () => {
  const events = Buffer.from(delta('x'.repeat(4_000)).repeat(12_500));
  site.emulator.script({
    replay: {
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: Buffer.concat([events, Buffer.from('data: [DONE]\n\n')]),
      chunkSizes: [64 * 1024],
    },
  });
  const sent = open(`${site.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${site.token}`, 'content-type': 'application/json' },
  });
  sent.end(JSON.stringify({ ...simpleChat, ...streamed }));
  const [response]: IncomingMessage[] = await once(sent, 'response');
  const idle = process.memoryUsage().arrayBuffers;
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(process.memoryUsage().arrayBuffers - idle).toBeLessThan(64 * 1024 * 1024);
  let bytes = 0;
  response?.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  if (response !== undefined) await once(response, 'end');
  expect(bytes).toBeGreaterThan(48 * 1024 * 1024);
});
