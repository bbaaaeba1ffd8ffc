import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventStreamType } from '../../emulator/event-stream/event-frame.ts';
import type { ScriptStep } from '../../emulator/server/script-queue.ts';
import type { Provider } from '../../src/domain/credential/credential.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { open } from './http-call.ts';
import { chatCall, type StreamCall, streamCalls, words } from './stream-calls.ts';

let site: GatewaySite;
const emulatorOf = (provider: Provider) => {
  const { emulator: openai, anthropic, bedrock } = site.control;
  return { openai, anthropic, bedrock }[provider];
};
const script = ({ provider }: StreamCall, step: ScriptStep<never>) =>
  emulatorOf(provider).script(step);
const lastOutcome = () => site.lastEntry('ai.request.outcome');

function start({ path, body }: StreamCall, { url, token }: GatewaySite = site) {
  const sent = open(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  // The tests cut the connection themselves.
  sent.on('error', () => undefined);
  sent.end(JSON.stringify(body));
  return sent;
}

const times = { heartbeatMs: 40, slowClientMs: 300 };
const openSite = () =>
  openGatewaySite({
    providers: ['openai', 'anthropic', 'bedrock'],
    http: { times },
    timeouts: { totalTimeoutMs: 1_500 },
  });

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(() => {
  for (const provider of ['openai', 'anthropic', 'bedrock'] as const) emulatorOf(provider).reset();
});

describe.each(streamCalls.map((one) => [one.name, one] as const))('%s', (_name, asked) => {
  const unary: StreamCall = {
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
      const emulator = emulatorOf(one.provider);
      script(one, { hang });
      const sent = start(one);
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
  // Nothing else may end the call while it is waited for.
  const patient = await openGatewaySite({ http: { times } });
  patient.emulator.script({ replay: { status: 200, headers, body, chunkSizes: [64 * 1024] } });
  const sent = start(chatCall('openai', 'gpt-4o-mini'), patient);
  const [response]: IncomingMessage[] = await once(sent, 'response');
  response?.on('error', () => undefined).pause();
  const [outcome] = await patient.waitForEntries('ai.request.outcome', 1);
  expect(outcome).toMatchObject({
    status: 'client_abort',
    http: 499,
    usage: { source: 'estimated' },
  });
  await patient.emulator.waitFor((request) => request.abortedAfterMs !== undefined);
  sent.destroy();
  await patient.close();
});

describe('what is no answer of a provider', () => {
  test.each(streamCalls.map((one) => [one.name, one] as const))(
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

  test.each(streamCalls.map((one) => [one.name, one] as const))(
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
    const one = chatCall('openai', 'gpt-4o-mini');
    const reply = await site.post(one.path, JSON.stringify(one.body));
    expect(reply.body.toString('utf8')).toMatch(/data: \[DONE\]\n\n$/);
    expect(await lastOutcome()).toMatchObject({ status: 'ok' });
  });

  test('a provider that keeps the connection after its last event is not waited for', async () => {
    const body = 'data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}\n\ndata: [DONE]\n\n';
    const headers = { 'content-type': 'text/event-stream' };
    const one = chatCall('openai', 'gpt-4o-mini');
    site.emulator.script({
      replay: { status: 200, headers, body: body + body, chunkSizes: [body.length] },
      hang: 'mid-stream',
    });
    const startedAt = performance.now();
    const reply = await site.post(one.path, JSON.stringify(one.body));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(reply.body.toString('utf8')).toMatch(/data: \[DONE\]\n\n$/);
    expect(await lastOutcome()).toMatchObject({ status: 'ok' });
  });
});
