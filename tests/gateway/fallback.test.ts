import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addCredential } from '../../src/control/ai-providers/add-credential.ts';
import { changeStatus } from '../../src/control/ai-providers/change-status.ts';
import { commandLine } from '../../src/control/caller.ts';
import { createControl } from '../../src/control/control.ts';
import type { CredentialStatus } from '../../src/domain/credential/credential.ts';
import { MonagoError } from '../../src/domain/errors.ts';
import { platformTenantId } from '../../src/domain/ids.ts';
import type { KeyVault } from '../../src/ports/key-vault.ts';
import type { Browser } from '../control/browser.ts';
import { newProviderKey } from '../control/control-site.ts';
import { type GatewaySite, openGatewaySite } from './gateway-site.ts';
import type { Reply } from './http-call.ts';

const tenantKey = newProviderKey();
const platformKey = newProviderKey();
const options = ['platform', 'never'] as const;
const statuses = ['active', 'disabled', 'revoked'] as const;

interface NewKey {
  readonly provider: 'openai';
  readonly name: string;
  readonly api_key: string;
  readonly base_url: string;
}

type Wrap = (vault: KeyVault) => KeyVault;

class Fallback {
  readonly site: GatewaySite;
  #names = 0;

  constructor(site: GatewaySite) {
    this.site = site;
  }

  static async open(mode: 'onprem' | 'cloud', wrap: Wrap = (vault) => vault): Promise<Fallback> {
    const site = await openGatewaySite({
      control: { mode, acceptedKeys: [tenantKey, platformKey] },
      withoutCredential: true,
      ports: (ports) => ({ ...ports, vault: wrap(ports.vault) }),
    });
    return new Fallback(site);
  }

  async tenantSays(credential_fallback: (typeof options)[number]): Promise<void> {
    const reply = await this.site.admin.post('/api/settings', { credential_fallback });
    expect(reply.json()).toMatchObject({ credential_fallback });
  }

  /** Leaves the tenant with one credential of that status, besides revoked ones. */
  async tenantHas(status: CredentialStatus): Promise<void> {
    const { admin } = this.site;
    for (const { id, name, status: now } of (await admin.get('/api/credentials')).json()
      .credentials) {
      if (now !== 'revoked')
        await admin.post(`/api/credentials/${id}/revoke`, { confirm_name: name });
    }
    const key = this.#newKey(tenantKey);
    const path = `/api/credentials/${await this.#addAs(admin, '/api/credentials', key)}`;
    if (status === 'disabled') await admin.post(`${path}/disable`);
    if (status === 'revoked') await admin.post(`${path}/revoke`, { confirm_name: key.name });
  }

  /** The same for the platform: by the command line's use case on-premise, by the operator in the cloud. */
  async platformHas(status: CredentialStatus): Promise<string> {
    await this.#movePlatformKeys('revoked');
    const key = this.#newKey(platformKey);
    const { operator } = this.site;
    const id =
      operator === undefined
        ? await this.#addAtCommandLine(key)
        : await this.#addAs(operator, '/api/platform/credentials', key);
    if (status !== 'active') await this.#movePlatformKeys(status);
    return id;
  }

  /** Sends a request and tells what came of it. */
  async ask(): Promise<{ reply: Reply; keys: (string | undefined)[] }> {
    this.site.emulator.reset();
    const reply = await this.site.chat();
    return { reply, keys: this.keysSeen() };
  }

  keysSeen(): (string | undefined)[] {
    return this.site.emulator.requests.map(({ headers }) =>
      headers.authorization?.replace('Bearer ', ''),
    );
  }

  async #addAs(person: Browser, path: string, key: NewKey): Promise<string> {
    const reply = await person.post(path, key);
    expect(reply.statusCode, reply.body).toBe(201);
    return reply.json<{ id: string }>().id;
  }

  async #addAtCommandLine({ name, api_key: apiKey, base_url: baseUrl }: NewKey): Promise<string> {
    const typed = { kind: 'api_key', apiKey } as const;
    const place = { baseUrl, region: undefined };
    const key = { by: commandLine, provider: 'openai', name, typed, ...place } as const;
    return (await addCredential(key, createControl(this.site.control.ports))).id;
  }

  async #movePlatformKeys(status: 'disabled' | 'revoked'): Promise<void> {
    const { unitOfWork, clock } = this.site.control.ports;
    const type = `credential.${status}` as const;
    await unitOfWork.run(platformTenantId, async (tx) => {
      for (const credential of await tx.credentials.list()) {
        if (credential.status === 'revoked') continue;
        await changeStatus({ by: commandLine, credential, status, type, now: clock.now() }, tx);
      }
    });
  }

  #newKey(api_key: string): NewKey {
    this.site.control.skip(61_000);
    this.#names += 1;
    const base_url = `${this.site.emulator.url}/v1`;
    return { provider: 'openai', name: `key-${this.#names}`, api_key, base_url };
  }
}

function codeOf(reply: Reply): string {
  return JSON.parse(reply.body.toString()).error.code;
}

async function lastIntent(site: GatewaySite): Promise<Record<string, unknown> | undefined> {
  return await site.lastEntry('ai.request.intent');
}

describe.each(['onprem', 'cloud'] as const)('the fallback, %s', (mode) => {
  let fallback: Fallback;

  beforeAll(async () => {
    fallback = await Fallback.open(mode);
  });

  afterAll(() => fallback.site.close());

  const refused = async () => {
    const { reply, keys } = await fallback.ask();
    expect([reply.status, codeOf(reply)]).toEqual([503, 'provider_not_configured']);
    expect(reply.headers['x-monago-credential-source']).toBeUndefined();
    expect(keys).toEqual([]);
  };
  const servedBy = async (source: 'tenant' | 'platform') => {
    const { reply, keys } = await fallback.ask();
    expect(reply.status).toBe(200);
    expect(reply.headers['x-monago-credential-source']).toBe(source);
    expect(keys).toEqual([source === 'tenant' ? tenantKey : platformKey]);
    expect(await lastIntent(fallback.site)).toMatchObject({ credential: { source } });
  };

  test('where neither has a key it is the configuration error', async () => {
    await refused();
  });

  test('may serve unless the tenant says otherwise', async () => {
    const { admin } = fallback.site;
    expect((await admin.get('/api/settings')).json()).toMatchObject({
      credential_fallback: 'platform',
    });
    await fallback.platformHas('active');
    await servedBy('platform');
  });

  describe.each(options)('where the tenant says %s', (option) => {
    describe.each(statuses)('and the platform’s key is %s', (platform) => {
      test.each(statuses)('and the tenant’s own is %s', async (own) => {
        await fallback.tenantSays(option);
        await fallback.platformHas(platform);
        await fallback.tenantHas(own);
        if (own === 'active') await servedBy('tenant');
        else if (option === 'platform' && platform === 'active') await servedBy('platform');
        else await refused();
      });
    });
  });

  test('is in the intent with the platform’s credential, in the session and in the state of the key', async () => {
    const { site } = fallback;
    await fallback.tenantSays('platform');
    await fallback.tenantHas('disabled');
    const id = await fallback.platformHas('active');
    await servedBy('platform');
    expect(await lastIntent(site)).toMatchObject({ credential: { id, source: 'platform' } });
    await site.usage.write();
    const { fallback_used_at } = (await site.admin.get('/api/session')).json();
    expect(Date.now() - Date.parse(fallback_used_at)).toBeLessThan(10_000);
    if (site.operator === undefined) return;
    const keys = (await site.operator.get('/api/platform/credentials')).json().credentials;
    expect(keys[0]).toMatchObject({ id, last_used_at: fallback_used_at });
    expect((await site.operator.get('/api/session')).json().fallback_used_at).toBeNull();
  });

  test('that the provider rejects is not put down to the organisation', async () => {
    const { site } = fallback;
    await fallback.tenantHas('disabled');
    site.emulator.reset();
    site.emulator.script({ failure: { status: 401 } });
    const reply = await site.chat();
    expect([reply.status, codeOf(reply)]).toEqual([424, 'upstream_credential_rejected']);
    expect(JSON.parse(reply.body.toString()).error.message).toContain('fallback key');
  });

  test('serves nobody who begins after the tenant has forbidden it', async () => {
    await fallback.tenantHas('disabled');
    await fallback.tenantSays('platform');
    await servedBy('platform');
    await fallback.tenantSays('never');
    await refused();
    expect(await fallback.site.lastEntry('settings.changed')).toMatchObject({
      changes: [{ field: 'credential_fallback', old: 'platform', new: 'never' }],
    });
  });
});

describe('with an active credential of its own and a platform key at hand, the fallback serves nobody', () => {
  let fallback: Fallback;
  let failing: 'not' | 'cipher' | 'kms' = 'not';

  beforeAll(async () => {
    fallback = await Fallback.open('cloud', (vault) => ({
      seal: (secret, context) => vault.seal(secret, context),
      open: (sealed, context) => {
        if (failing === 'kms') return Promise.reject(new MonagoError('kms_unavailable'));
        const tag = Buffer.from(sealed.tag);
        if (failing === 'cipher') tag.writeUInt8(tag.readUInt8(0) ^ 1, 0);
        return vault.open({ ...sealed, tag }, context);
      },
    }));
    await fallback.platformHas('active');
    await fallback.tenantHas('active');
  });

  afterAll(() => fallback.site.close());

  beforeEach(() => {
    failing = 'not';
    fallback.site.emulator.reset();
  });

  test.each([
    ['401', { failure: { status: 401 } }, 424],
    ['403', { replay: { status: 403, headers: {}, body: '{}' } }, 403],
    ['429', { failure: { status: 429 } }, 429],
    ['500', { failure: { status: 500 } }, 500],
    ['a connection that is reset', { reset: 'before-headers' }, 502],
  ] as const)('when the provider answers with %s', async (_, step, status) => {
    fallback.site.emulator.script(step);
    const reply = await fallback.site.chat();
    expect(reply.status).toBe(status);
    expect(reply.headers['x-monago-credential-source']).toBe('tenant');
    expect(fallback.keysSeen()).toEqual([tenantKey]);
  });

  test.each([
    ['the stored key does not decrypt', 'cipher', 'credential_unreadable'],
    ['the key management service does not answer', 'kms', 'kms_unavailable'],
  ] as const)('when %s', async (_, what, code) => {
    failing = what;
    const { reply, keys } = await fallback.ask();
    expect([reply.status, codeOf(reply)]).toEqual([503, code]);
    expect(reply.headers['x-monago-credential-source']).toBe('tenant');
    expect(keys).toEqual([]);
  });

  test('though it is there: it serves as soon as the tenant has no active one', async () => {
    await fallback.tenantHas('disabled');
    const { keys } = await fallback.ask();
    expect(keys).toEqual([platformKey]);
  });
});
