import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import { errorOf } from './http-call.ts';

let site: GatewaySite;

beforeAll(async () => {
  site = await openGatewaySite({ timeouts: { headTimeoutMs: 400, idleTimeoutMs: 400 } });
});
afterAll(async () => {
  await site.close();
});
beforeEach(() => {
  site.emulator.reset();
});

async function lastOutcome() {
  return await site.lastEntry('ai.request.outcome');
}

describe("the provider's own errors pass unchanged", () => {
  test.each([
    [429, { failure: { status: 429, retryAfterSeconds: 2 } }],
    [500, { failure: { status: 500 } }],
    [503, { failure: { status: 503 } }],
    [502, { garbage: 'html-502' }],
  ] as const)('%i', async (status, fault) => {
    site.emulator.script(fault);
    const reply = await site.chat();
    expect(reply.status).toBe(status);
    expect(reply.headers['x-monago-audit-id']).toMatch(/^aud_/);
    expect(reply.body.toString('utf8')).not.toContain('upstream_');
    expect(await lastOutcome()).toMatchObject({
      status: 'provider_error',
      http: status,
      upstream_http: status,
    });
  });

  test.each([
    [402, 429, 'insufficient-quota'],
    [403, 401, 'missing-scopes'],
  ] as const)(
    '%i: the account is not paid for, or its key may not do this',
    async (status, upstream, failure) => {
      site.emulator.script({ failure });
      const reply = await site.chat();
      expect(reply.status).toBe(status);
      expect(errorOf(reply).message).toMatch(/quota|scopes/);
      expect(await lastOutcome()).toMatchObject({
        status: 'provider_error',
        http: status,
        upstream_http: upstream,
      });
    },
  );

  test('429: when to come again is passed on', async () => {
    site.emulator.script({ failure: { status: 429, retryAfterSeconds: 7 } });
    const reply = await site.chat();
    expect(reply.headers['retry-after']).toBe('7');
    expect(reply.headers['x-ratelimit-limit-requests']).toBeDefined();
  });

  test('200: an answer that is no JSON', async () => {
    site.emulator.script({ garbage: 'text' });
    const reply = await site.chat();
    expect(reply.status).toBe(200);
    expect(await lastOutcome()).toMatchObject({ status: 'ok', http: 200 });
  });

  test('200: a compressed answer, byte for byte', async () => {
    site.emulator.script({ gzip: true });
    const reply = await site.chat();
    expect(reply.headers['content-encoding']).toBe('gzip');
    expect(reply.body.subarray(0, 2).toString('hex')).toBe('1f8b');
  });

  test('200: 32 MB that do not fit into one piece', async () => {
    site.emulator.script({ paddingBytes: 32 * 1024 * 1024 });
    const reply = await site.chat();
    expect(reply.status).toBe(200);
    expect(reply.isComplete).toBe(true);
    expect(reply.body.length).toBeGreaterThan(32 * 1024 * 1024);
    const res = (await lastOutcome())?.['res'];
    expect(res).toMatchObject({ bytes: reply.body.length });
  });
});

describe('424 upstream_credential_rejected', () => {
  test.each([{ failure: { status: 401 } }] as const)(
    'the provider refuses the key: %j',
    async (fault) => {
      site.emulator.script(fault);
      const reply = await site.chat();
      expect(reply.status).toBe(424);
      expect(errorOf(reply).code).toBe('upstream_credential_rejected');
      expect(reply.headers['x-should-retry']).toBe('false');
      const { providerKey } = site.control;
      const shown = reply.body.toString('utf8') + JSON.stringify(reply.headers);
      expect(shown).not.toContain(providerKey.slice(-4));
      expect(shown).not.toContain(providerKey.slice(0, 8));
      expect(await lastOutcome()).toMatchObject({
        status: 'provider_error',
        http: 424,
        upstream_http: 401,
        error: 'upstream_credential_rejected',
      });
    },
  );
});

describe('502 upstream_broken', () => {
  test('the connection is reset before an answer', async () => {
    site.emulator.script({ reset: 'before-headers' });
    const reply = await site.chat();
    expect([reply.status, errorOf(reply).code]).toEqual([502, 'upstream_broken']);
    expect(await lastOutcome()).toMatchObject({ status: 'truncated', http: 502 });
  });

  test('a unary answer is cut short', async () => {
    site.emulator.script({ reset: 'mid-stream', chunkDelayMs: 20 });
    const reply = await site.chat();
    expect([reply.status, errorOf(reply).code]).toEqual([502, 'upstream_broken']);
  });
});

describe('504 upstream_timeout', () => {
  test('the provider never begins to answer', async () => {
    site.emulator.script({ hang: 'before-headers' });
    const reply = await site.chat();
    expect([reply.status, errorOf(reply).code]).toEqual([504, 'upstream_timeout']);
    expect(await lastOutcome()).toMatchObject({ status: 'timeout', http: 504 });
  });

  test('it falls silent in the middle of a unary answer', async () => {
    site.emulator.script({ hang: 'mid-stream' });
    const reply = await site.chat();
    expect([reply.status, errorOf(reply).code]).toEqual([504, 'upstream_timeout']);
  });

  test('it falls silent in a long unary answer: the connection is cut, because its head is out', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = Buffer.alloc(4 * 1024 * 1024, ' ');
    site.emulator.script({ replay: { status: 200, headers, body }, hang: 'mid-stream' });
    const reply = await site.chat();
    expect(reply.status).toBe(200);
    expect(reply.isComplete).toBe(false);
    expect(await lastOutcome()).toMatchObject({
      status: 'timeout',
      http: 200,
      error: 'upstream_timeout',
    });
  });

  test('it falls silent in the middle of a stream: an error event and no [DONE]', async () => {
    site.emulator.script({ hang: 'mid-stream' });
    const text = (await site.chat({ stream: true })).body.toString('utf8');
    expect(text).toContain('"code":"upstream_timeout"');
    expect(text).not.toContain('[DONE]');
  });
});

test('502 upstream_unreachable: nobody listens at the provider any more', async () => {
  const gone = await openGatewaySite();
  try {
    await gone.emulator.stop();
    const reply = await gone.chat();
    expect([reply.status, errorOf(reply).code]).toEqual([502, 'upstream_unreachable']);
    expect(await gone.lastEntry('ai.request.outcome')).toMatchObject({
      status: 'unreachable',
      http: 502,
    });
  } finally {
    await gone.close().catch(() => undefined);
  }
});
