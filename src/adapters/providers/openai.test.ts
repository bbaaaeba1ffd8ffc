import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Emulator,
  startOpenAiEmulator,
} from '../../../emulator/openai/start-openai-emulator.ts';
import { Secret } from '../../domain/credential/secret.ts';
import type { KeyValidation } from '../../ports/provider.ts';
import { type ClosableEgress, createEgress } from '../egress/egress.ts';
import { createOpenAiProvider } from './openai.ts';

const goodKey = 'sk-proj-good-0123456789abcdefghij';
let emulator: Emulator;
let egress: ClosableEgress;

beforeEach(async () => {
  emulator = await startOpenAiEmulator({ acceptedKeys: [goodKey] });
  egress = createEgress({
    mode: 'onprem',
    allow: [`127.0.0.1:${emulator.port}`],
    own: () => [],
    connectTimeoutMs: 1_000,
    headTimeoutMs: 10_000,
    idleTimeoutMs: 10_000,
    totalTimeoutMs: 20_000,
    connectionsMax: 4,
  });
});

afterEach(async () => {
  await egress.close();
  await emulator.stop();
});

async function validate(key = goodKey, baseUrl = `${emulator.url}/v1`): Promise<KeyValidation> {
  const provider = createOpenAiProvider(egress, performanceClock);
  return provider.validateKey(
    new Secret(Buffer.from(key)),
    await provider.destination(at(baseUrl)),
  );
}

const at = (baseUrl: string | undefined) => ({ baseUrl, region: undefined });

const performanceClock = { monotonic: () => performance.now() };

describe('validateKey', () => {
  test('valid: the model list answers', async () => {
    expect(await validate()).toEqual({ result: 'valid' });
    expect(emulator.requests[0]?.path).toBe('/v1/models');
  });

  test('valid_limited: a genuine key that may not list models', async () => {
    emulator.script({ failure: 'missing-scopes' });
    expect(await validate()).toMatchObject({ result: 'valid_limited' });
  });

  test('invalid: the provider echoes the wrong key, and its detail does not', async () => {
    const wrong = 'sk-proj-wrong-ZYXWVUTSRQPONMLKJ9876';
    const result = await validate(wrong);
    expect(result).toMatchObject({ result: 'invalid' });
    expect(JSON.stringify(result)).toContain('Incorrect API key provided');
    expect(JSON.stringify(result)).not.toMatch(/9876|sk-proj|ZYXWV/);
  });

  test('billing: a genuine key whose account has used up its quota', async () => {
    emulator.script({ failure: 'insufficient-quota' });
    expect(await validate()).toMatchObject({ result: 'billing' });
  });

  test('unreachable after one more try: the provider answers 500', async () => {
    emulator.script({ failure: { status: 500 }, times: 2 });
    expect(await validate()).toMatchObject({ result: 'unreachable' });
    expect(emulator.requests).toHaveLength(2);
  });

  test('valid on the second try', async () => {
    emulator.script({ failure: { status: 503 } });
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
  ])('bad_base_url: %s', async (_what, fault) => {
    emulator.script(fault);
    expect(await validate()).toEqual({ result: 'bad_base_url' });
    expect(emulator.requests).toHaveLength(1);
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
    const provider = createOpenAiProvider(egress, performanceClock);
    await provider.validateKey(key, await provider.destination(at(`${emulator.url}/v1`)));
    expect(key.reveal().toString()).toBe(goodKey);
  });
});

describe('destination', () => {
  test('without a base URL it is the public address', async () => {
    const open = createEgress({ ...closedOptions, lookup: publicLookup });
    const provider = createOpenAiProvider(open, performanceClock);
    expect(await provider.destination(at(undefined))).toBe('https://api.openai.com:443/v1');
  });

  test('bad_base_url: an address of this machine in cloud mode', async () => {
    const cloud = createEgress({ ...closedOptions, mode: 'cloud' });
    const provider = createOpenAiProvider(cloud, performanceClock);
    await expect(provider.destination(at('http://localhost:9000/v1'))).rejects.toMatchObject({
      code: 'bad_base_url',
    });
  });
});

const closedOptions = {
  mode: 'onprem',
  allow: [],
  own: () => [],
  connectTimeoutMs: 1_000,
  headTimeoutMs: 1_000,
  idleTimeoutMs: 1_000,
  totalTimeoutMs: 1_000,
  connectionsMax: 1,
} as const;

const publicLookup = (
  _name: string,
  _options: { all: true },
  callback: (error: null, found: { address: string; family: number }[]) => void,
) => callback(null, [{ address: '104.18.6.192', family: 4 }]);
