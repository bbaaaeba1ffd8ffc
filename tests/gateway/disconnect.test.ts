import { once } from 'node:events';
import type { ClientRequest, IncomingMessage } from 'node:http';
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

function start(changes: object = {}): ClientRequest {
  const sent = open(`${site.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${site.token}`, 'content-type': 'application/json' },
  });
  // The tests cut the connection themselves.
  sent.on('error', () => undefined);
  sent.end(JSON.stringify({ ...simpleChat, ...changes }));
  return sent;
}

/** Leaves, and returns the milliseconds until the provider noticed. */
async function leave(sent: ClientRequest): Promise<number> {
  const leftAt = performance.now();
  sent.destroy();
  await site.emulator.waitFor((request) => request.abortedAfterMs !== undefined);
  return performance.now() - leftAt;
}

const abortedAnd499 = { status: 'client_abort', http: 499 };

describe('a client that leaves ends the call at the provider within 200 ms', () => {
  test('before the first byte of a unary answer', async () => {
    const before = (await site.entries('ai.request.outcome')).length;
    site.emulator.script({ hang: 'before-headers' });
    const sent = start();
    await site.emulator.waitFor((request) => request.isComplete);
    expect(await leave(sent)).toBeLessThan(200);
    const outcomes = await site.waitForEntries('ai.request.outcome', before + 1);
    expect(outcomes.at(-1)).toMatchObject(abortedAnd499);
    expect(outcomes.at(-1)?.['upstream_http']).toBeUndefined();
  });

  test('in the middle of a unary answer', async () => {
    const before = (await site.entries('ai.request.outcome')).length;
    site.emulator.script({ hang: 'mid-stream' });
    const sent = start();
    await site.emulator.waitFor((request) => request.isComplete);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await leave(sent)).toBeLessThan(200);
    const outcomes = await site.waitForEntries('ai.request.outcome', before + 1);
    expect(outcomes.at(-1)).toMatchObject(abortedAnd499);
  });

  test('in the middle of a stream', async () => {
    const before = (await site.entries('ai.request.outcome')).length;
    site.emulator.script({ hang: 'mid-stream' });
    const sent = start({ stream: true });
    const [response]: IncomingMessage[] = await once(sent, 'response');
    response?.on('error', () => undefined);
    response?.resume();
    expect(await leave(sent)).toBeLessThan(200);
    const outcomes = await site.waitForEntries('ai.request.outcome', before + 1);
    expect(outcomes.at(-1)).toMatchObject({ ...abortedAnd499, upstream_http: 200 });
  });
});

test('a client that leaves while it sends its body reaches no provider and leaves no entry', async () => {
  const before = await site.entries('ai.request.denied');
  const sent = open(`${site.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${site.token}`,
      'content-type': 'application/json',
      'content-length': '1000',
    },
  });
  sent.on('error', () => undefined);
  sent.write('{"model":');
  await new Promise((resolve) => setTimeout(resolve, 100));
  sent.destroy();
  await site.chat();
  expect(site.emulator.requests).toHaveLength(1);
  expect(await site.entries('ai.request.denied')).toHaveLength(before.length);
});

test('every intent has exactly one outcome, also when many clients leave at any moment', async () => {
  site.emulator.script({ chunkDelayMs: 5, headersDelayMs: 10, times: 60 });
  const calls = Array.from({ length: 60 }, async (_, at) => {
    const sent = start({ stream: at % 2 === 0 });
    sent.on('response', (response) => {
      response.on('error', () => undefined);
      response.resume();
    });
    const closed = new Promise((resolve) => sent.on('close', resolve));
    setTimeout(() => sent.destroy(), at * 3);
    await closed;
  });
  await Promise.all(calls);
  // A request that was whole before its client left may still be on its way.
  await expect
    .poll(async () => {
      const closed = (await site.entries('ai.request.outcome')).map((entry) => entry['intent']);
      const intents = (await site.entries('ai.request.intent')).map((entry) => entry['id']);
      const open = intents.filter((id) => !closed.includes(id));
      return { open, closedTwice: closed.length - new Set(closed).size };
    })
    .toEqual({ open: [], closedTwice: 0 });
});
