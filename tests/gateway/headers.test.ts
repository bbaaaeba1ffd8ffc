import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import type { Reply } from './http-call.ts';

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

/** The Monago headers with the names as written on the wire. */
function monago(reply: Reply): Record<string, string> {
  return Object.fromEntries(
    reply.names
      .filter((name) => /^x-monago-/i.test(name))
      .map((name) => [name, String(reply.headers[name.toLowerCase()])]),
  );
}

const milliseconds = expect.stringMatching(/^\d+(\.\d+)?$/);
const auditEntry = {
  'X-Monago-Audit-Id': expect.stringMatching(/^aud_[0-9a-f]{32}$/),
  'X-Monago-Audit-Index': expect.stringMatching(/^(0|[1-9]\d*)$/),
  'X-Monago-Audit-Log': expect.stringMatching(/^[a-z0-9.-]+\/log\/[0-9A-Z]{26}$/),
};

const known = {
  ...auditEntry,
  'X-Monago-Policy-Decision': 'allowed',
  'X-Monago-Policy-Version': 'builtin@1',
  'X-Monago-Pii-Detected': 'false',
  'X-Monago-Provider': 'openai',
  'X-Monago-Credential-Source': 'tenant',
  'X-Monago-Risk-Score': '0',
  'X-Monago-Risk-Band': 'low',
};

describe("Monago's headers", () => {
  test('200 unary: everything that is known', async () => {
    const reply = await site.chat();
    expect(monago(reply)).toEqual({
      ...known,
      'X-Monago-Latency-Ms': milliseconds,
      'X-Monago-Cost-Usd': expect.stringMatching(/^0\.\d{6}$/),
      'X-Monago-Cost-Idr': expect.stringMatching(/^\d+\.\d{4}$/),
    });
  });

  test('200 stream: what is known when it begins', async () => {
    expect(monago(await site.chat({ stream: true }))).toEqual(known);
  });

  test('the audit id is that of the intent, which names the credential', async () => {
    const reply = await site.chat();
    const intent = await site.lastEntry('ai.request.intent');
    expect(reply.headers['x-monago-audit-id']).toBe(intent?.['id']);
    expect(intent).toMatchObject({
      api: 'chat.completions',
      provider: 'openai',
      model_requested: 'gpt-4o-mini',
      credential: {
        name: 'production-openai',
        last4: site.control.providerKey.slice(-4),
        source: 'tenant',
      },
    });
  });

  test('personal data is reported, in the headers and in the log, and not quoted', async () => {
    const content = 'Mail sri@bank.example about 3171014508900001 and 4111 1111 1111 1111';
    const reply = await site.chat({ messages: [{ role: 'user', content }] });
    expect(monago(reply)).toMatchObject({
      'X-Monago-Pii-Detected': 'true',
      'X-Monago-Policy-Decision': 'allowed',
      'X-Monago-Risk-Score': '53',
      'X-Monago-Risk-Band': 'high',
    });
    const intent = await site.lastEntry('ai.request.intent');
    expect(intent?.['pii']).toEqual([
      { type: 'EMAIL', count: 1, action: 'detect' },
      { type: 'NIK', count: 1, action: 'detect' },
      { type: 'CREDIT_CARD', count: 1, action: 'detect' },
    ]);
    expect(JSON.stringify(intent)).not.toMatch(/sri@|3171014508900001|4111/);
  });

  test.each([
    ['in a tool result', { messages: [{ role: 'tool', tool_call_id: 'x', content: 'a@b.co' }] }],
    ['in tool arguments', toolArguments('{"to":"a@b.co"}')],
    [
      'in a content part',
      { messages: [{ role: 'user', content: [{ type: 'text', text: 'a@b.co' }] }] },
    ],
    ['in the system prompt', { messages: [{ role: 'system', content: 'a@b.co' }] }],
    ['in a member nobody knows', { some_new_field: { deep: ['a@b.co'] } }],
  ])('personal data is found %s', async (_where, changes) => {
    const reply = await site.chat(changes);
    expect(reply.headers['x-monago-pii-detected']).toBe('true');
  });

  test('provider error: the same headers', async () => {
    site.emulator.script({ failure: { status: 500 } });
    expect(monago(await site.chat())).toEqual({ ...known, 'X-Monago-Latency-Ms': milliseconds });
  });

  test('424: the same headers', async () => {
    site.emulator.script({ failure: { status: 401 } });
    expect(monago(await site.chat())).toEqual({ ...known, 'X-Monago-Latency-Ms': milliseconds });
  });

  test('502: the same headers', async () => {
    site.emulator.script({ reset: 'before-headers' });
    expect(monago(await site.chat())).toEqual({ ...known, 'X-Monago-Latency-Ms': milliseconds });
  });

  test('400: what was known when it was refused', async () => {
    const reply = await site.post('/v1/chat/completions', '{');
    expect(monago(reply)).toEqual({ ...auditEntry, 'X-Monago-Latency-Ms': milliseconds });
  });

  test('503 provider_not_configured: what was known when it was refused', async () => {
    const { 'X-Monago-Credential-Source': _source, ...rest } = known;
    expect(monago(await site.chat({ model: 'claude-opus-4-5' }))).toEqual({
      ...rest,
      'X-Monago-Provider': 'anthropic',
      'X-Monago-Latency-Ms': milliseconds,
    });
  });
});

function toolArguments(text: string): Record<string, unknown> {
  const call = { id: 'x', type: 'function', function: { name: 'send', arguments: text } };
  return {
    messages: [
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'x', content: 'done' },
    ],
  };
}

describe('what of the client the provider gets to see', () => {
  test('nothing but the listed headers', async () => {
    await site.chat(
      {},
      {
        headers: {
          accept: 'application/json',
          'user-agent': 'my-app/1.0',
          'x-stainless-retry-count': '0',
          'openai-beta': 'x=1',
          'idempotency-key': 'k-1',
          cookie: 'session=1',
          'x-api-key': site.token,
          'openai-organization': 'org-other',
          'openai-project': 'proj-other',
          'x-forwarded-for': '10.0.0.9',
          forwarded: 'for=10.0.0.9',
          'proxy-authorization': 'Basic x',
          'x-monago-test': '1',
          'accept-encoding': 'gzip',
          te: 'trailers',
          origin: 'https://intranet.example',
          referer: 'https://intranet.example/secret',
        },
      },
    );
    const [seen] = site.emulator.requests;
    const names = Object.keys(seen?.headers ?? {}).sort();
    expect(names).toEqual([
      'accept',
      'accept-encoding',
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
      'idempotency-key',
      'openai-beta',
      'user-agent',
      'x-stainless-retry-count',
    ]);
    expect(seen?.headers['accept-encoding']).toBe('identity');
    expect(seen?.headers.host).toBe(new URL(site.emulator.url).host);
  });
});

describe('what of the provider the client gets to see', () => {
  test('limits, ids and times, but neither cookies nor organisations', async () => {
    const reply = await site.chat();
    for (const name of [
      'x-request-id',
      'openai-version',
      'openai-processing-ms',
      'x-ratelimit-limit-requests',
    ]) {
      expect(reply.headers[name], name).toBeDefined();
    }
    for (const name of [
      'set-cookie',
      'openai-organization',
      'openai-project',
      'cf-ray',
      'server',
      'alt-svc',
      'strict-transport-security',
      'via',
    ]) {
      expect(reply.headers[name], name).toBeUndefined();
    }
  });

  test('no address to be redirected to', async () => {
    site.emulator.script({
      replay: { status: 307, headers: { location: 'https://elsewhere.example/' }, body: '{}' },
    });
    const reply = await site.chat();
    expect(reply.status).toBe(307);
    expect(reply.headers.location).toBeUndefined();
  });
});
