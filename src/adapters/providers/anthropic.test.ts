import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type AnthropicEmulator,
  startAnthropicEmulator,
} from '../../../emulator/anthropic/start-anthropic-emulator.ts';
import { Secret } from '../../domain/credential/secret.ts';
import type { KeyValidation, UpstreamRequest } from '../../ports/provider.ts';
import { type ClosableEgress, createEgress } from '../egress/egress.ts';
import { createAnthropicProvider } from './anthropic.ts';
import { collectAnswer } from './collect-answer.ts';

const goodKey = 'sk-ant-api03-good-0123456789abcdefghij';
const limitedKey = 'sk-ant-api03-limited-0123456789abcdef';
const unpaidKey = 'sk-ant-api03-unpaid-0123456789abcdefg';
let emulator: AnthropicEmulator;
let egress: ClosableEgress;

beforeEach(async () => {
  emulator = await startAnthropicEmulator({
    acceptedKeys: [goodKey],
    limitedKeys: [limitedKey],
    unpaidKeys: [unpaidKey],
  });
  egress = createEgress({
    mode: 'onprem',
    allow: [`127.0.0.1:${emulator.port}`],
    own: () => [],
    connectTimeoutMs: 1_000,
    headTimeoutMs: 10_000,
    idleTimeoutMs: 10_000,
    totalTimeoutMs: 20_000,
    connectionsMax: 4,
    lookup: (_name, _options, callback) =>
      callback(null, [{ address: '160.79.104.10', family: 4 }]),
  });
});

afterEach(async () => {
  await egress.close();
  await emulator.stop();
});

const provider = () => createAnthropicProvider(egress, { monotonic: () => performance.now() });
const place = (baseUrl: string | undefined) => ({ baseUrl, region: undefined });

async function validate(key = goodKey, baseUrl = emulator.url): Promise<KeyValidation> {
  const destination = await provider().destination(place(baseUrl));
  return provider().validateKey(new Secret(Buffer.from(key)), destination);
}

describe('validateKey', () => {
  test('valid: the model list answers, with the key in a header of its own', async () => {
    expect(await validate()).toEqual({ result: 'valid' });
    const [seen] = emulator.requests;
    expect(seen?.path).toBe('/v1/models?limit=1000');
    expect(seen?.headers).toMatchObject({
      'x-api-key': goodKey,
      'anthropic-version': '2023-06-01',
    });
    expect(seen?.headers.authorization).toBeUndefined();
  });

  test('valid_limited: a genuine key that may not list models', async () => {
    expect(await validate(limitedKey)).toMatchObject({
      result: 'valid_limited',
      providerDetail: expect.stringContaining('permission'),
    });
  });

  test('invalid: nobody knows the key', async () => {
    expect(await validate('sk-ant-api03-wrong-ZYXWVUTSRQPO')).toEqual({
      result: 'invalid',
      providerDetail: 'invalid x-api-key',
    });
  });

  test('invalid: nobody may use Anthropic from here', async () => {
    emulator.script({ failure: 'not-allowed' });
    expect(await validate()).toMatchObject({ result: 'invalid' });
  });

  test('invalid, and a key that is repeated is not shown', async () => {
    emulator.script({ failure: 'echoed-key' });
    const validation = JSON.stringify(await validate());
    expect(validation).toContain('no such key');
    expect(validation).not.toMatch(/sk-ant|good|0123|ghij/);
  });

  test('billing: the account is empty', async () => {
    expect(await validate(unpaidKey)).toMatchObject({ result: 'billing' });
    emulator.script({ failure: 'billing-error' });
    expect(await validate()).toMatchObject({ result: 'billing' });
    const body = '{"type":"error","error":{"type":"another","message":"no credit"}}';
    emulator.script({ replay: { status: 402, headers: {}, body } });
    expect(await validate()).toMatchObject({ result: 'billing' });
  });

  test.each(['server-error', 'overloaded'] as const)(
    'unreachable after one more try: %s',
    async (failure) => {
      emulator.script({ failure, times: 2 });
      expect(await validate()).toMatchObject({ result: 'unreachable' });
      expect(emulator.requests).toHaveLength(2);
    },
  );

  test('unreachable without one: too many requests', async () => {
    emulator.script({ failure: 'rate-limit' });
    expect(await validate()).toMatchObject({ result: 'unreachable' });
    expect(emulator.requests).toHaveLength(1);
  });

  test('unreachable: nobody listens there', async () => {
    const destination = await provider().destination(place(emulator.url));
    await emulator.stop();
    expect(await provider().validateKey(new Secret(Buffer.from(goodKey)), destination)).toEqual({
      result: 'unreachable',
    });
    emulator = await startAnthropicEmulator();
  });

  test('valid on the second try', async () => {
    emulator.script({ failure: 'overloaded' });
    expect(await validate()).toEqual({ result: 'valid' });
  });

  test.each([
    ['text that is no JSON', { garbage: 'text' } as const],
    [
      'a redirect',
      { replay: { status: 301, headers: { location: 'https://x.example/' }, body: '' } },
    ],
    ['a web page', { replay: { status: 404, headers: {}, body: '<html>' } }],
    ['JSON of something else', { replay: { status: 200, headers: {}, body: '{"ok":true}' } }],
    [
      'an error of another shape',
      {
        replay: {
          status: 401,
          headers: {},
          body: '{"error":{"type":"authentication_error","message":"no"}}',
        },
      },
    ],
  ])('bad_base_url: %s', async (_what, fault) => {
    emulator.script(fault);
    expect(await validate()).toEqual({ result: 'bad_base_url' });
    expect(emulator.requests).toHaveLength(1);
  });

  test('bad_base_url: the path leads nowhere', async () => {
    expect(await validate(goodKey, `${emulator.url}/anthropic`)).toMatchObject({
      result: 'bad_base_url',
    });
  });

  test('timeout: nothing comes for five seconds', async () => {
    emulator.script({ hang: 'before-headers' });
    const before = performance.now();
    expect(await validate()).toEqual({ result: 'timeout' });
    expect(performance.now() - before).toBeLessThan(6_000);
  });

  test('a list that never ends is cut at the cap', async () => {
    const body = Buffer.alloc(1024 * 1024, '{"data":[');
    emulator.script({
      replay: { status: 200, headers: { 'content-type': 'application/json' }, body },
    });
    expect(await validate()).toEqual({ result: 'valid' });
  });

  test('the key that was lent is still there afterwards', async () => {
    const key = new Secret(Buffer.from(goodKey));
    await provider().validateKey(key, await provider().destination(place(emulator.url)));
    expect(key.reveal().toString()).toBe(goodKey);
  });
});

describe('call', () => {
  async function call(changes: Partial<UpstreamRequest> = {}) {
    const key = new Secret(Buffer.from(goodKey));
    const request = {
      destination: await provider().destination(place(emulator.url)),
      method: 'POST',
      path: '/v1/messages?beta=true',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(
        '{"model":"claude-sonnet-4-6","max_tokens":16,"messages":[{"role":"user","content":"hello"}]}',
      ),
      ...changes,
    };
    const answer = await collectAnswer((sink) => provider().call(request, key, sink), {
      bytesMax: 1_000_000,
      timeoutMs: 10_000,
    });
    return { key, answer };
  }

  test('is answered, and the key is wiped', async () => {
    const { key, answer } = await call();
    expect(answer).toMatchObject({ kind: 'answer', status: 200 });
    expect(key.reveal().every((byte) => byte === 0)).toBe(true);
    expect(emulator.requests[0]).toMatchObject({
      path: '/v1/messages?beta=true',
      headers: { 'x-api-key': goodKey, 'anthropic-version': '2023-06-01' },
    });
  });

  test('keeps the version and the betas that the client asked for', async () => {
    const asked = { 'anthropic-version': '2026-10-21', 'anthropic-beta': 'effort-2025-11-24' };
    await call({ headers: { 'content-type': 'application/json', ...asked } });
    expect(emulator.requests[0]?.headers).toMatchObject(asked);
  });
});

describe('destination', () => {
  test('is the public address without a base URL', async () => {
    expect(await provider().destination(place(undefined))).toBe('https://api.anthropic.com:443');
  });

  test('is one place with and without the version', async () => {
    for (const end of ['', '/', '/v1', '/v1/']) {
      expect(await provider().destination(place(`https://llm.example/anthropic${end}`))).toBe(
        'https://llm.example:443/anthropic',
      );
    }
  });

  test('bad_base_url: an address of this machine that nobody has allowed', async () => {
    await expect(provider().destination(place('http://127.0.0.1:1'))).rejects.toMatchObject({
      code: 'bad_base_url',
    });
  });
});
