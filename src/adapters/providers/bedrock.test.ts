import { afterEach, describe, expect, test } from 'vitest';
import type { AccountRules } from '../../../emulator/bedrock/account.ts';
import {
  type BedrockEmulator,
  startBedrockEmulator,
} from '../../../emulator/bedrock/start-bedrock-emulator.ts';
import {
  readBedrockSecret,
  type TypedBedrockSecret,
} from '../../domain/credential/bedrock-secret.ts';
import { Secret } from '../../domain/credential/secret.ts';
import type { KeyValidation, UpstreamRequest } from '../../ports/provider.ts';
import { type ClosableEgress, createEgress } from '../egress/egress.ts';
import { createBedrockProvider } from './bedrock.ts';
import { collectAnswer } from './collect-answer.ts';

const user = {
  accessKeyId: 'AKIAEXAMPLEUSER00001',
  secretAccessKey: 'uSer/Secret+Access0Key1WithForty2Chars34',
};
const session = {
  accessKeyId: 'ASIAEXAMPLESESSION01',
  secretAccessKey: 'sEssion/Secret+Access0Key1WithForty2Char',
  sessionToken: `IQoJb3JpZ2luX2VjE${'Zx9/Kq+7'.repeat(40)}==`,
};
const longTermKey = `ABSK${'QmVkcm9ja0FQSUtleS1leGFtcGxl'.repeat(3)}==`;

function shortTermKey(region: string): string {
  const url = `bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Credential=ASIAEXAMPLESESSION01%2F20261121%2F${region}%2Fbedrock%2Faws4_request&X-Amz-Expires=43200`;
  return `bedrock-api-key-${Buffer.from(url).toString('base64')}`;
}

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Site {
  readonly emulator: BedrockEmulator;
  validate(typed: TypedBedrockSecret, region?: string): Promise<KeyValidation>;
  call(typed: TypedBedrockSecret, changes?: Partial<UpstreamRequest>): Promise<Called>;
}

interface Called {
  readonly status: number;
  readonly body: string;
  readonly key: Secret;
}

async function open(rules: AccountRules, now = () => Date.now()): Promise<Site> {
  const emulator = await startBedrockEmulator(rules);
  closing.push(() => emulator.stop());
  const egress = openEgress([`127.0.0.1:${emulator.port}`]);
  const provider = createBedrockProvider(egress, { now, monotonic: () => performance.now() });
  return {
    emulator,
    async validate(typed, region = 'us-east-1') {
      const destination = await provider.destination({ region, baseUrl: emulator.url });
      return provider.validateKey(secretOf(typed), destination);
    },
    async call(typed, changes = {}) {
      const key = secretOf(typed);
      const request = { ...conversation, destination: `aws:us-east-1:${emulator.url}`, ...changes };
      const answer = await collectAnswer((sink) => provider.call(request, key, sink), limits);
      if (answer.kind === 'failure') throw new Error(answer.failure);
      return { status: answer.status, body: answer.body.toString(), key };
    },
  };
}

function openEgress(allow: string[]): ClosableEgress {
  const egress = createEgress({
    mode: 'onprem',
    allow,
    own: () => [],
    connectTimeoutMs: 1_000,
    headTimeoutMs: 10_000,
    idleTimeoutMs: 10_000,
    totalTimeoutMs: 20_000,
    connectionsMax: 4,
    lookup: (_name, _options, callback) =>
      callback(null, [{ address: '52.94.133.131', family: 4 }]),
  });
  closing.push(() => egress.close());
  return egress;
}

function secretOf(typed: TypedBedrockSecret): Secret {
  const read = readBedrockSecret(typed);
  if (!read.isWellFormed) throw new Error(read.because);
  return read.secret;
}

const limits = { bytesMax: 1_000_000, timeoutMs: 10_000 };
const conversation = {
  method: 'POST',
  path: '/model/us.anthropic.claude-haiku-4-5-20251001-v1:0/converse',
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: Buffer.from('{"messages":[{"role":"user","content":[{"text":"hello"}]}]}'),
};
const paths = ({ emulator }: Site) => emulator.requests.map(({ path }) => path);

describe('an access key', () => {
  test('valid: STS knows it and the models may be listed', async () => {
    const site = await open({ accessKeys: [user] });
    expect(await site.validate(user)).toEqual({ result: 'valid' });
    expect(paths(site)).toEqual(['/', '/foundation-models']);
  });

  test('valid: a temporary one, whose session token is signed and sent', async () => {
    const site = await open({ accessKeys: [session] });
    expect(await site.validate(session)).toEqual({ result: 'valid' });
    expect(site.emulator.requests.at(-1)?.headers['x-amz-security-token']).toBe(
      session.sessionToken,
    );
  });

  test('valid_limited: it may invoke models and nothing else', async () => {
    const site = await open({ accessKeys: [{ ...user, permissions: 'invoke-only' }] });
    const validation = await site.validate(user);
    expect(validation).toMatchObject({ result: 'valid_limited' });
    expect(JSON.stringify(validation)).toContain('bedrock:ListFoundationModels');
    expect(JSON.stringify(validation)).not.toMatch(/arn:|123456789012|emulated-user/);
  });

  test.each([
    ['an id that AWS does not know', { ...user, accessKeyId: 'AKIAEXAMPLENOBODY001' }],
    ['a secret that is another', { ...user, secretAccessKey: 'x'.repeat(40) }],
    ['a session token that is another', { ...session, sessionToken: 'y'.repeat(40) }],
  ])('invalid: %s', async (_what, typed) => {
    const site = await open({ accessKeys: [user, session] });
    const validation = await site.validate(typed);
    expect(validation).toMatchObject({ result: 'invalid', providerDetail: expect.any(String) });
    expect(JSON.stringify(validation)).not.toContain(typed.accessKeyId);
    expect(paths(site)).toEqual(['/']);
  });

  test('invalid: its session has expired', async () => {
    const site = await open({ accessKeys: [{ ...session, isExpired: true }] });
    expect(await site.validate(session)).toMatchObject({ result: 'invalid' });
  });

  test('region_mismatch: the endpoint is of another region', async () => {
    const site = await open({ accessKeys: [user], region: 'eu-central-1' });
    expect(await site.validate(user, 'us-east-1')).toMatchObject({ result: 'region_mismatch' });
  });

  test('region_mismatch: STS knows it, and Bedrock says that it does not in this region', async () => {
    const site = await open({ accessKeys: [{ ...user, isUnknownToBedrock: true }] });
    expect(await site.validate(user)).toMatchObject({ result: 'region_mismatch' });
  });

  test.each(['opt-in-required', 'payment-instrument'] as const)('billing: %s', async (failure) => {
    const site = await open({ accessKeys: [user] });
    site.emulator.script({ failure, when: ({ path }) => path === '/foundation-models' });
    expect(await site.validate(user)).toMatchObject({ result: 'billing' });
  });

  test('unreachable: the clock of this machine is wrong, which is not the fault of the key', async () => {
    const site = await open({ accessKeys: [user] }, () => Date.now() - 3_600_000);
    expect(await site.validate(user)).toMatchObject({
      result: 'unreachable',
      providerDetail: expect.stringContaining('Signature expired'),
    });
  });

  test('nothing of what the services repeat is shown, and the secret was never theirs to repeat', async () => {
    const site = await open({ accessKeys: [session] });
    site.emulator.script({ failure: 'echoed-key' });
    const validation = JSON.stringify(await site.validate(session));
    expect(validation).toContain('invalid');
    expect(validation).not.toMatch(/ASIAEXAMPLE|Zx9\/K/i);
    const seen = JSON.stringify(site.emulator.requests.map(({ rawHeaders }) => rawHeaders));
    expect(seen).not.toContain(session.secretAccessKey);
  });
});

describe('an API key', () => {
  test('valid: the models may be listed', async () => {
    const site = await open({ apiKeys: [{ key: longTermKey }] });
    expect(await site.validate({ apiKey: longTermKey })).toEqual({ result: 'valid' });
    expect(paths(site)).toEqual(['/foundation-models']);
  });

  test('valid_limited: it may only invoke models', async () => {
    const site = await open({ apiKeys: [{ key: longTermKey, permissions: 'invoke-only' }] });
    const validation = await site.validate({ apiKey: longTermKey });
    expect(validation).toMatchObject({ result: 'valid_limited' });
  });

  test('invalid: nobody knows it, although the service only says that access is denied', async () => {
    const site = await open({});
    expect(await site.validate({ apiKey: longTermKey })).toMatchObject({ result: 'invalid' });
  });

  test('invalid: its user may not use API keys at all', async () => {
    const site = await open({ apiKeys: [{ key: longTermKey }] });
    site.emulator.script({ failure: 'no-bearer-tokens' });
    expect(await site.validate({ apiKey: longTermKey })).toMatchObject({ result: 'invalid' });
  });

  test.each(['eu-west-1', 'us-east-2', 'us-gov-east-1'])(
    'region_mismatch: a short-term one of %s',
    async (region) => {
      const key = shortTermKey(region);
      const site = await open({ apiKeys: [{ key, region }] });
      expect(await site.validate({ apiKey: key })).toMatchObject({ result: 'region_mismatch' });
    },
  );

  test('invalid: a short-term one of this region that has expired', async () => {
    const site = await open({});
    const validation = await site.validate({ apiKey: shortTermKey('us-east-1') });
    expect(validation).toMatchObject({ result: 'invalid' });
  });

  test('billing: its account cannot pay', async () => {
    const site = await open({ apiKeys: [{ key: longTermKey }] });
    site.emulator.script({ failure: 'payment-instrument' });
    expect(await site.validate({ apiKey: longTermKey })).toMatchObject({ result: 'billing' });
  });
});

describe('whichever key it is', () => {
  const typed = [
    ['an access key', user],
    ['an API key', { apiKey: longTermKey }],
  ] as const;
  const rules = { accessKeys: [user], apiKeys: [{ key: longTermKey }] };

  test.each(typed)('unreachable after one more try: a server error, with %s', async (_, key) => {
    const site = await open(rules);
    site.emulator.script({ failure: 'server-error', times: 2 });
    expect(await site.validate(key)).toMatchObject({ result: 'unreachable' });
    expect(site.emulator.requests).toHaveLength(2);
  });

  test.each(typed)('unreachable without one: it is throttled, with %s', async (_, key) => {
    const site = await open(rules);
    site.emulator.script({ failure: 'throttled' });
    expect(await site.validate(key)).toMatchObject({ result: 'unreachable' });
    expect(site.emulator.requests).toHaveLength(1);
  });

  test.each(typed)('valid on the second try, with %s', async (_, key) => {
    const site = await open(rules);
    site.emulator.script({ failure: 'server-error' });
    expect(await site.validate(key)).toEqual({ result: 'valid' });
  });

  test('only one question of a validation is asked twice', async () => {
    const site = await open(rules);
    site.emulator.script({ failure: 'server-error' });
    site.emulator.script({
      failure: 'server-error',
      when: ({ path }) => path === '/foundation-models',
    });
    expect(await site.validate(user)).toMatchObject({ result: 'unreachable' });
    expect(paths(site)).toEqual(['/', '/', '/foundation-models']);
  });

  test.each([
    ['text that is no JSON', { garbage: 'text' } as const],
    [
      'a redirect',
      { replay: { status: 301, headers: { location: 'https://x.example/' }, body: '' } },
    ],
    ['a web page', { replay: { status: 404, headers: {}, body: '<html>' } }],
    ['JSON of something else', { replay: { status: 200, headers: {}, body: '{"ok":true}' } }],
    ['a service that is not asked for its models', { failure: 'unknown-operation' } as const],
  ])('bad_base_url: %s', async (_what, fault) => {
    const site = await open(rules);
    for (const [, key] of typed) {
      site.emulator.reset();
      site.emulator.script(fault);
      expect(await site.validate(key)).toMatchObject({ result: 'bad_base_url' });
      expect(site.emulator.requests).toHaveLength(1);
    }
  });

  test('timeout: five seconds are all that both questions get', async () => {
    const site = await open(rules);
    site.emulator.script({ headersDelayMs: 3_000 });
    site.emulator.script({ hang: 'before-headers' });
    const before = performance.now();
    expect(await site.validate(user)).toEqual({ result: 'timeout' });
    expect(performance.now() - before).toBeLessThan(6_000);
  });

  test('the key that was lent is still there afterwards', async () => {
    const site = await open(rules);
    const key = secretOf(user);
    const before = Buffer.from(key.reveal());
    const provider = createBedrockProvider(openEgress([`127.0.0.1:${site.emulator.port}`]), {
      now: () => Date.now(),
      monotonic: () => performance.now(),
    });
    await provider.validateKey(key, `aws:us-east-1:${site.emulator.url}`);
    expect(key.reveal().equals(before)).toBe(true);
  });
});

describe('a call', () => {
  const rules = { accessKeys: [user, session], apiKeys: [{ key: longTermKey }] };

  test.each([
    ['an access key', user],
    ['a temporary access key', session],
    ['an API key', { apiKey: longTermKey }],
  ])('is answered with %s, which is wiped', async (_, typed) => {
    const site = await open(rules);
    const { status, body, key } = await site.call(typed);
    expect(status).toBe(200);
    expect(body).toContain('Echo: hello');
    expect(key.reveal().every((byte) => byte === 0)).toBe(true);
  });

  test('names a model in any spelling and signs the one that is sent', async () => {
    const site = await open(rules);
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0';
    const path = `/model/${encodeURIComponent(arn)}/converse`;
    expect((await site.call(user, { path })).status).toBe(200);
    expect((await site.call(user, { path: path.replaceAll('%3A', ':') })).status).toBe(200);
    expect(paths(site)).toEqual([path, path]);
  });

  test('does not go anywhere for a path with two meanings, and the key is wiped', async () => {
    const site = await open(rules);
    const key = secretOf(user);
    const provider = createBedrockProvider(openEgress([]), {
      now: () => 0,
      monotonic: () => 0,
    });
    const request = {
      ...conversation,
      destination: `aws:us-east-1:${site.emulator.url}`,
      path: '/model/../foundation-models',
    };
    const sink = { head() {}, data: () => true, end() {}, fail() {} };
    expect(() => provider.call(request, key, sink)).toThrow(
      expect.objectContaining({ code: 'invalid_request' }),
    );
    expect(key.reveal().every((byte) => byte === 0)).toBe(true);
    expect(site.emulator.requests).toEqual([]);
  });

  test('is signed over its own body, whatever hash the caller sends along', async () => {
    const site = await open(rules);
    const { status } = await site.call(user, {
      headers: { ...conversation.headers, 'x-amz-content-sha256': '0'.repeat(64) },
    });
    expect(status).toBe(200);
  });

  test('fails with a secret that is none of Bedrock, which is wiped', () => {
    const key = new Secret(Buffer.from('sk-proj-0123456789abcdefghij'));
    const provider = createBedrockProvider(openEgress([]), { now: () => 0, monotonic: () => 0 });
    const sink = { head() {}, data: () => true, end() {}, fail() {} };
    expect(() =>
      provider.call({ ...conversation, destination: 'aws:us-east-1' }, key, sink),
    ).toThrow(expect.objectContaining({ code: 'credential_unreadable' }));
    expect(key.reveal().every((byte) => byte === 0)).toBe(true);
  });
});

describe('destination', () => {
  const provider = () =>
    createBedrockProvider(openEgress([]), { now: () => 0, monotonic: () => 0 });

  test('is the region, where no endpoint was given', async () => {
    const place = { region: 'ap-southeast-3', baseUrl: undefined };
    expect(await provider().destination(place)).toBe('aws:ap-southeast-3');
  });

  test('invalid_input: a region that would make another host', async () => {
    for (const region of ['x#', 'us-east-1.evil.example/', 'us-east-1@x', '', undefined]) {
      await expect(provider().destination({ region, baseUrl: undefined })).rejects.toMatchObject({
        code: 'invalid_input',
        param: 'region',
      });
    }
  });

  test('bad_base_url: an endpoint that nobody has allowed', async () => {
    await expect(
      provider().destination({ region: 'us-east-1', baseUrl: 'http://127.0.0.1:9999' }),
    ).rejects.toMatchObject({ code: 'bad_base_url' });
  });
});
