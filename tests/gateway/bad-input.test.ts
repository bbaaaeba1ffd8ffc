import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MonagoError } from '../../src/domain/errors.ts';
import { type GatewaySite, openGatewaySite, simpleChat } from './gateway-site.ts';
import { call, errorOf, open, type Reply } from './http-call.ts';

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

const chatPath = '/v1/chat/completions';
const valid = JSON.stringify(simpleChat);

function answer(reply: Reply): [number, string] {
  return [reply.status, errorOf(reply).code];
}

/** The request is refused under its own audit entry, and no provider hears of it. */
async function expectDenied(reply: Reply, reason: string, decision = 'blocked'): Promise<void> {
  const id = reply.headers['x-monago-audit-id'];
  const entry = (await site.entries('ai.request.denied')).find((one) => one['id'] === id);
  expect(entry).toMatchObject({ reason, decision });
  expect(site.emulator.requests).toHaveLength(0);
}

describe('400 invalid_request', () => {
  test.each([
    ['malformed JSON', '{"model":"gpt-4o-mini",}', 'at character 23'],
    ['an empty body', '', 'at character 0'],
    ['a list', '[]', 'object'],
    ['text that is not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'UTF-8'],
    ['no model', '{"messages":[]}', 'model'],
    ['a model that is no text', '{"model":4}', 'model'],
    ['two models', '{"model":"gpt-4o-mini","model":"gpt-4o"}', 'twice'],
    ['two models, one in disguise', '{"model":"gpt-4o-mini","mod\\u0065l":"o3"}', 'twice'],
    [
      'a message with two contents',
      '{"model":"gpt-4o","messages":[{"content":"a","content":"b"}]}',
      'twice',
    ],
    ['65 levels', `{"model":"gpt-4o","x":${'['.repeat(64)}${']'.repeat(64)}}`, '64'],
  ])('%s', async (_what, body, hint) => {
    const reply = await site.post(chatPath, body);
    expect(answer(reply)).toEqual([400, 'invalid_request']);
    expect(errorOf(reply).message).toContain(hint);
    expect(reply.headers['x-should-retry']).toBe('false');
    await expectDenied(reply, 'invalid_request');
  });
});

describe('404', () => {
  test('model_not_found: a model of no known family, with names that look like it', async () => {
    const reply = await site.chat({ model: 'gpt4o-mini' });
    expect(answer(reply)).toEqual([404, 'model_not_found']);
    expect(errorOf(reply).message).toContain('gpt-4o-mini');
    await expectDenied(reply, 'model_not_found');
    expect(await site.entries('ai.request.denied')).toContainEqual(
      expect.objectContaining({ model_requested: 'gpt4o-mini', provider: 'none' }),
    );
  });

  test.each(['/v1/files', '/v1/chat', '/v1', '/v1/chat/completions/x', '/v1/batches'])(
    'unsupported_endpoint: %s, even without a token',
    async (path) => {
      const reply = await call(`${site.url}${path}`, { body: valid });
      expect(answer(reply)).toEqual([404, 'unsupported_endpoint']);
      expect(reply.headers['x-monago-audit-id']).toBeUndefined();
    },
  );

  test('unsupported_endpoint: an opt-in endpoint that the operator did not ask for', async () => {
    const plain = await openGatewaySite({ http: { extraEndpoints: [] } });
    try {
      const reply = await plain.post('/v1/completions', '{"model":"babbage-002","prompt":"x"}');
      expect(answer(reply)).toEqual([404, 'unsupported_endpoint']);
      expect(plain.emulator.requests).toHaveLength(0);
    } finally {
      await plain.close();
    }
  });
});

describe('405 method_not_allowed', () => {
  test.each(['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s', async (method) => {
    const reply = await call(`${site.url}${chatPath}`, { method });
    expect(answer(reply)).toEqual([405, 'method_not_allowed']);
    expect(reply.headers.allow).toBe('POST');
  });
});

describe('408 request_timeout', () => {
  test('a body that does not arrive', async () => {
    const slow = await openGatewaySite({ http: { bodyTimeoutMs: 150 } });
    try {
      const sent = open(`${slow.url}${chatPath}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${slow.token}`,
          'content-type': 'application/json',
          'content-length': '100',
        },
      });
      sent.on('error', () => undefined);
      sent.write('{');
      const [response] = await once(sent, 'response');
      expect(response.statusCode).toBe(408);
      sent.destroy();
    } finally {
      await slow.close();
    }
  });
});

describe('413 request_too_large', () => {
  const twentyMegabytes = Buffer.alloc(20 * 1024 * 1024, 'a');

  test('20 MB with their length announced', async () => {
    const reply = await site.post(chatPath, twentyMegabytes, {
      headers: { 'content-length': String(twentyMegabytes.length) },
    });
    expect(answer(reply)).toEqual([413, 'request_too_large']);
    await expectDenied(reply, 'request_too_large');
  });

  test('20 MB in chunks', async () => {
    const reply = await site.post(chatPath, twentyMegabytes, {
      headers: { 'transfer-encoding': 'chunked' },
    });
    expect(answer(reply)).toEqual([413, 'request_too_large']);
    await expectDenied(reply, 'request_too_large');
  });

  test('401 instead for a caller without a token, before a byte of the body is kept', async () => {
    const reply = await call(`${site.url}${chatPath}`, {
      body: twentyMegabytes,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer(reply)).toEqual([401, 'invalid_token']);
  });
});

describe('415 unsupported_media_type', () => {
  test.each([
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/json; charset=utf-16' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'application/json', 'content-encoding': 'compress' },
  ])('%j', async (headers) => {
    const reply = await site.post(chatPath, valid, { headers });
    expect(answer(reply)).toEqual([415, 'unsupported_media_type']);
    await expectDenied(reply, 'unsupported_media_type');
  });
});

describe('503', () => {
  test('provider_not_configured: a provider that Monago has no client or credential for', async () => {
    const reply = await site.chat({ model: 'claude-sonnet-4-5' });
    expect(answer(reply)).toEqual([503, 'provider_not_configured']);
    expect(reply.headers['x-monago-provider']).toBe('anthropic');
    // Policy had nothing against it: what is missing is configuration.
    await expectDenied(reply, 'provider_not_configured', 'allowed');
  });

  test('provider_not_configured: no active credential', async () => {
    const empty = await openGatewaySite({ withoutCredential: true });
    try {
      const reply = await empty.chat();
      expect(answer(reply)).toEqual([503, 'provider_not_configured']);
      expect(empty.emulator.requests).toHaveLength(0);
    } finally {
      await empty.close();
    }
  });

  test.each(['kms_unavailable', 'credential_unreadable'] as const)(
    '%s: the key cannot be decrypted, and nothing else is tried',
    async (code) => {
      const locked = await openGatewaySite({
        ports: (ports) => ({
          ...ports,
          vault: {
            seal: (secret, context) => ports.vault.seal(secret, context),
            open: () => Promise.reject(new MonagoError(code)),
          },
        }),
      });
      try {
        expect(answer(await locked.chat())).toEqual([503, code]);
        expect(locked.emulator.requests).toHaveLength(0);
        const [outcome] = await locked.entries('ai.request.outcome');
        expect(outcome).toMatchObject({ status: 'unreachable', http: 503, error: code });
      } finally {
        await locked.close();
      }
    },
  );

  test('overloaded: more requests in flight than allowed', async () => {
    const small = await openGatewaySite({ http: { inFlightMax: 2 } });
    try {
      small.emulator.script({ headersDelayMs: 500, times: 2 });
      const first = [small.chat(), small.chat()];
      await small.emulator.waitFor(() => small.emulator.requests.length === 2);
      const reply = await small.chat();
      expect(answer(reply)).toEqual([503, 'overloaded']);
      expect(reply.headers['retry-after']).toBe('1');
      expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
      expect((await small.chat()).status).toBe(200);
    } finally {
      await small.close();
    }
  });
});

test('400 policy_blocked: a detector that breaks lets nothing through', async () => {
  const broken = {
    scan: () => {
      throw new Error('broken');
    },
    findInjection: () => [],
  };
  const unsafe = await openGatewaySite({
    ports: (ports) => ({ ...ports, detectorsFor: () => broken }),
  });
  try {
    const reply = await unsafe.chat();
    expect(answer(reply)).toEqual([400, 'policy_blocked']);
    expect(reply.headers['x-monago-policy-decision']).toBe('blocked');
    expect(reply.headers['x-monago-block-reason']).toBe('The prompt could not be inspected');
    expect(reply.headers['x-monago-risk-band']).toBe('critical');
    expect(reply.headers['x-should-retry']).toBe('false');
    expect(unsafe.emulator.requests).toHaveLength(0);
  } finally {
    await unsafe.close();
  }
});

test('a connection is usable again after a refusal', async () => {
  const { Agent, request } = await import('node:http');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const send = (path: string) =>
    new Promise<{ status: number | undefined; port: number | undefined }>((resolve, reject) => {
      const sent = request(`${site.url}${path}`, {
        method: 'POST',
        agent,
        headers: { authorization: `Bearer ${site.token}`, 'content-type': 'application/json' },
      });
      sent.on('error', reject);
      sent.on('response', (response) => {
        const port = response.socket.localPort;
        response.resume();
        response.on('end', () => resolve({ status: response.statusCode, port }));
      });
      sent.end(valid);
    });
  try {
    const refused = await send('/v1/nothing');
    const served = await send(chatPath);
    expect([refused.status, served.status]).toEqual([404, 200]);
    expect(served.port).toBe(refused.port);
  } finally {
    agent.destroy();
  }
});
