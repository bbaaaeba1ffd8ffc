import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser } from './browser.ts';
import {
  type ControlSite,
  entriesOf,
  newProviderKey,
  openControlSite,
  setUpSite,
} from './control-site.ts';

const word = (length: number) => randomBytes(length).toString('hex').slice(0, length);
const anthropicKey = () => `sk-ant-api03-${word(40)}`;
const accessKey = (last4: string, more = {}) => ({
  accessKeyId: `AKIA${word(12).toUpperCase()}${last4}`,
  secretAccessKey: word(40),
  ...more,
});
const keys = {
  openai: [newProviderKey(), newProviderKey()],
  anthropic: [anthropicKey(), anthropicKey()],
  users: [accessKey('USR1'), accessKey('USR2'), accessKey('LTD3', { permissions: 'invoke-only' })],
  apiKey: `ABSK${word(60)}`,
  foreignApiKey: `ABSK${word(60)}`,
} as const;
const session = { ...accessKey('SES4'), accessKeyId: `ASIA${word(12).toUpperCase()}SES4` };

describe('keys of three providers', () => {
  let site: ControlSite;
  let admin: Browser;

  beforeAll(async () => {
    site = await openControlSite({
      acceptedKeys: [keys.openai[0] ?? '', ...keys.openai.slice(1)],
      anthropicKeys: keys.anthropic,
      awsAccount: {
        accessKeys: [...keys.users, { ...session, sessionToken: word(64) }].map((key) => ({
          ...key,
        })),
        apiKeys: [{ key: keys.apiKey }, { key: keys.foreignApiKey, region: 'eu-west-1' }],
      },
    });
    admin = await setUpSite(site);
  });

  afterAll(() => site.close());

  beforeEach(() => {
    site.skip(61_000);
    for (const emulator of [site.emulator, site.anthropic, site.bedrock]) emulator.reset();
  });

  const typed = ({
    accessKeyId,
    secretAccessKey,
  }: {
    accessKeyId: string;
    secretAccessKey: string;
  }) => ({
    access_key_id: accessKeyId,
    secret_access_key: secretAccessKey,
  });
  const user = (index: number) => {
    const key = keys.users[index];
    if (key === undefined) throw new Error('there is no such user');
    return typed(key);
  };
  const forms = {
    openai: () => ({ api_key: keys.openai[0], base_url: `${site.emulator.url}/v1` }),
    anthropic: () => ({ api_key: keys.anthropic[0], base_url: site.anthropic.url }),
    bedrock: () => ({ ...user(0), region: 'us-east-1', base_url: site.bedrock.url }),
    'bedrock api key': () => ({
      api_key: keys.apiKey,
      region: 'us-east-1',
      base_url: site.bedrock.url,
    }),
  };
  const second = {
    openai: () => ({ api_key: keys.openai[1] }),
    anthropic: () => ({ api_key: keys.anthropic[1] }),
    bedrock: () => user(1),
    'bedrock api key': () => user(1),
  };
  const add = (provider: string, name: string, form: object) =>
    admin.post('/api/credentials', { provider, name, ...form });
  const secretsIn = (form: object) =>
    Object.entries(form).flatMap(([field, value]) =>
      ['api_key', 'secret_access_key', 'session_token'].includes(field) ? [String(value)] : [],
    );

  describe.each([
    { what: 'openai', provider: 'openai', masked: 'sk-…-', region: null },
    { what: 'anthropic', provider: 'anthropic', masked: 'sk-…-', region: null },
    { what: 'bedrock', provider: 'bedrock', masked: '…-', region: 'us-east-1' },
    { what: 'bedrock api key', provider: 'bedrock', masked: '…-', region: 'us-east-1' },
  ] as const)('$what', ({ what, provider, masked, region }) => {
    const name = `production-${what}`;
    let id = '';

    test('201: is validated by its provider, stored, and shown masked', async () => {
      const form = forms[what]();
      const reply = await add(provider, name, form);
      expect(reply.statusCode, reply.body).toBe(201);
      const shown = 'access_key_id' in form ? form.access_key_id : String(form.api_key);
      const last4 = shown.slice(-4);
      expect(reply.json()).toMatchObject({
        provider,
        region,
        last4,
        masked_key: `${masked}${last4}`,
        validation: 'valid',
        status: 'active',
        base_url: form.base_url,
      });
      id = reply.json().id;
      for (const secret of secretsIn(form)) expect(reply.body).not.toContain(secret);
      const created = (await entriesOf(site, 'credential.created')).at(-1);
      expect(created).toMatchObject({ credential: { id, provider, last4 } });
      const changes = created?.['changes'];
      if (region === null) expect(JSON.stringify(changes)).not.toContain('region');
      else expect(changes).toContainEqual({ field: 'region', old: null, new: region });
    });

    test('422: is refused by its provider, with its words scrubbed, and recorded', async () => {
      const form = forms[what]();
      const isAccessKey = 'secret_access_key' in form;
      const wrong = isAccessKey
        ? { ...form, secret_access_key: word(40) }
        : { ...form, api_key: `${String(form.api_key).slice(0, 14)}${word(30)}` };
      const reply = await add(provider, `${name}-wrong`, wrong);
      expect(reply.statusCode, reply.body).toBe(422);
      expect(reply.json()).toMatchObject({
        code: 'invalid_api_key',
        param: isAccessKey ? 'secret_access_key' : 'api_key',
        provider_detail: expect.any(String),
      });
      for (const secret of secretsIn(wrong)) expect(reply.body).not.toContain(secret.slice(-12));
      expect((await entriesOf(site, 'credential.rejected')).at(-1)).toMatchObject({
        provider,
        name: `${name}-wrong`,
        reason: 'invalid_api_key',
      });
    });

    test('200: is rotated in place', async () => {
      const reply = await admin.post(`/api/credentials/${id}/rotate`, second[what]());
      expect(reply.statusCode, reply.body).toBe(200);
      expect(reply.json()).toMatchObject({ id, version: 2, region, old_key_in_use: true });
    });

    test('200: is disabled, enabled and revoked', async () => {
      const path = `/api/credentials/${id}`;
      expect((await admin.post(`${path}/disable`)).json()).toMatchObject({ status: 'disabled' });
      expect((await admin.post(`${path}/enable`)).json()).toMatchObject({ status: 'active' });
      const revoked = await admin.post(`${path}/revoke`, { confirm_name: name });
      expect(revoked.json()).toMatchObject({ status: 'revoked', in_use: false, region });
    });
  });

  test('201: the least that Bedrock’s quickstart grants is taken, and said to be limited', async () => {
    const form = { ...forms.bedrock(), ...user(2) };
    const reply = await add('bedrock', 'least', form);
    expect(reply.statusCode, reply.body).toBe(201);
    expect(reply.json()).toMatchObject({ validation: 'valid_limited', last4: 'LTD3' });
  });

  test('422: a temporary access key needs its session token', async () => {
    const reply = await add('bedrock', 'temporary', { ...forms.bedrock(), ...typed(session) });
    expect(reply.json().code).toBe('invalid_api_key');
    expect(reply.json().detail).toContain('session token');
    expect(site.bedrock.requests).toEqual([]);
  });

  test('422: a key that waits for its bill says so', async () => {
    site.anthropic.script({ failure: 'credit-balance' });
    const reply = await add('anthropic', 'unpaid', forms.anthropic());
    expect(reply.json()).toMatchObject({ code: 'provider_billing', status: 422 });
    expect((await entriesOf(site, 'credential.rejected')).at(-1)).toMatchObject({
      reason: 'provider_billing',
    });
  });

  test('422: a key of another region says so, at the region', async () => {
    const elsewhere = `bedrock-api-key-${Buffer.from(
      'bedrock.amazonaws.com/?X-Amz-Credential=x%2F20260101%2Feu-west-1%2Fbedrock%2Faws4_request',
    ).toString('base64')}`;
    const reply = await add('bedrock', 'elsewhere', {
      ...forms['bedrock api key'](),
      api_key: elsewhere,
    });
    expect(reply.json()).toMatchObject({
      code: 'region_mismatch',
      errors: [{ field: 'region' }],
    });
  });

  test('504: a provider that hangs is given up', async () => {
    site.bedrock.script({ hang: 'before-headers' });
    const reply = await add('bedrock', 'slow', forms.bedrock());
    expect(reply.json()).toMatchObject({ code: 'validation_timeout', status: 504 });
  });

  test.each([
    ['no key at all', 'openai', () => ({}), 'api_key'],
    ['no key of AWS', 'bedrock', () => ({ region: 'us-east-1' }), 'api_key'],
    [
      'both kinds of key',
      'bedrock',
      () => ({ ...forms.bedrock(), api_key: keys.apiKey }),
      'api_key',
    ],
    [
      'half an access key',
      'bedrock',
      () => ({ access_key_id: 'AKIAEXAMPLE' }),
      'secret_access_key',
    ],
    ['the other half', 'bedrock', () => ({ secret_access_key: 'x'.repeat(40) }), 'access_key_id'],
    ['Bedrock without a region', 'bedrock', () => ({ api_key: keys.apiKey }), 'region'],
    [
      'a region that could be an address',
      'bedrock',
      () => ({ api_key: keys.apiKey, region: 'x#' }),
      'region',
    ],
    [
      'a region where there are none',
      'openai',
      () => ({ ...forms.openai(), region: 'us-east-1' }),
      'region',
    ],
    ['an access key for OpenAI', 'openai', () => user(0), 'access_key_id'],
  ] as const)('422: %s is an error of that field', async (...[_, provider, form, field]) => {
    const reply = await add(provider, 'misplaced', form());
    expect(reply.statusCode).toBe(422);
    expect(reply.json()).toMatchObject({ code: 'invalid_input', errors: [{ field }] });
    for (const emulator of [site.emulator, site.anthropic, site.bedrock]) {
      expect(emulator.requests).toEqual([]);
    }
  });

  test.each([
    ['openai', `sk-admin-${word(40)}`],
    ['anthropic', `sk-ant-admin01-${word(40)}`],
    ['anthropic', `sk-ant-oat01-${word(40)}`],
  ])(
    '422: a key of %s that cannot be used for inference is told apart',
    async (provider, api_key) => {
      const reply = await add(provider, 'unusable', { api_key });
      expect(reply.json().code).toBe('invalid_api_key');
      expect(reply.json().detail).toContain('not usable for inference');
      expect(reply.body).not.toContain(api_key.slice(-12));
    },
  );

  describe('another place', () => {
    let id = '';

    beforeAll(async () => {
      site.skip(61_000);
      id = (await add('bedrock', 'moving', forms.bedrock())).json().id;
    });

    const rotate = (change: object) => admin.post(`/api/credentials/${id}/rotate`, change);

    test('422: needs a key; there is no way to send the stored one elsewhere', async () => {
      for (const change of [{ region: 'eu-west-1' }, { base_url: 'https://elsewhere.example' }]) {
        const reply = await rotate(change);
        expect(reply.json()).toMatchObject({
          code: 'invalid_input',
          errors: [{ field: 'api_key' }],
        });
      }
    });

    test('200: comes with a new key, and the log says what changed', async () => {
      // Signatures name the region; the emulated services of this site are in one.
      const other = `${site.bedrock.url}/`;
      const reply = await rotate({ ...user(1), base_url: other });
      expect(reply.statusCode, reply.body).toBe(200);
      expect(reply.json()).toMatchObject({ base_url: other, version: 2, last4: 'USR2' });
      expect((await entriesOf(site, 'credential.rotated')).at(-1)?.['changes']).toEqual([
        { field: 'version', old: 1, new: 2 },
        { field: 'last4', old: 'USR1', new: 'USR2' },
        { field: 'base_url', old: site.bedrock.url, new: other },
      ]);
    });

    test('422: that does not take the key leaves everything as it was', async () => {
      const before = (await admin.get('/api/credentials')).json();
      const reply = await rotate({ ...user(0), region: 'eu-west-1' });
      expect(reply.statusCode).toBe(422);
      expect((await admin.get('/api/credentials')).json()).toEqual(before);
    });

    test('200: an empty base URL is the provider’s own address again', async () => {
      const reply = await rotate({ ...user(0), base_url: '' });
      // Which cannot be reached from here, and that is the proof: the key went nowhere else.
      expect(reply.json().code).toMatch(/^(provider_unreachable|validation_timeout)$/);
      expect(site.bedrock.requests).toEqual([]);
    });
  });

  test('the list names each provider’s keys, so that the page can filter them', async () => {
    const { credentials } = (await admin.get('/api/credentials')).json();
    const count = (field: string, value: string) =>
      credentials.filter((each: Record<string, unknown>) => each[field] === value).length;
    expect([count('provider', 'openai'), count('provider', 'anthropic')]).toEqual([1, 1]);
    expect(count('provider', 'bedrock')).toBe(4);
    expect(count('status', 'revoked')).toBe(4);
  });
});
