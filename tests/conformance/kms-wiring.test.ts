import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { runCommand } from '../../src/cli/command.ts';
import { type FakeVault, startFakeVault } from '../support/kms-fakes/fake-vault.ts';
import {
  activate,
  openAll,
  openRotationSite,
  type RotationSite,
  retire,
  rewrap,
  type Step,
  setUpInstallation,
  stage,
  verify,
} from './key-rotation-site.ts';

const providerKey = `sk-proj-${randomBytes(24).toString('hex')}WXYZ`;

let site: RotationSite;
let vault: FakeVault;
let emulator: Emulator;
let token: string;
let settings: Readonly<Record<string, string>>;

beforeEach(async () => {
  site = await openRotationSite();
  vault = await startFakeVault({ keys: ['monago'], login: { path: 'none', body: {} } });
  emulator = await startOpenAiEmulator({ acceptedKeys: [providerKey] });
  token = vault.grantToken(0);
  settings = {
    MONAGO_KMS: 'vault',
    MONAGO_KMS_KEY: 'transit/monago',
    MONAGO_KMS_ENDPOINT: vault.url,
    MONAGO_KMS_VAULT_TOKEN: token,
    MONAGO_EGRESS_ALLOW: new URL(emulator.url).host,
  };
});

afterEach(async () => {
  await site.close();
  await emulator.stop();
  await vault.stop();
});

interface Installation {
  ask(): Promise<number>;
  readonly credentialId: string;
  readonly admin: Awaited<ReturnType<typeof setUpInstallation>>['admin'];
}

async function start(more: Readonly<Record<string, string>> = {}): Promise<Installation> {
  const app = await site.start('one', { ...settings, ...more });
  const provider = { url: emulator.url, key: providerKey };
  const { admin, credentialId, jwt } = await setUpInstallation(app, provider);
  const body = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] };
  const request = {
    method: 'POST',
    headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
  const ask = async () => {
    const reply = await fetch(`${app.url}/v1/chat/completions`, request);
    await reply.arrayBuffer();
    return reply.status;
  };
  return { ask, credentialId, admin };
}

const decrypts = () => vault.calls.filter(({ path }) => path.includes('/decrypt/')).length;

describe('Monago with the key management service that its settings name', () => {
  test('asks it once for a credential in use, goes on while it is away, and forgets at once what was disabled', async () => {
    const { ask, admin, credentialId } = await start();
    expect(await ask()).toBe(200);
    const asked = decrypts();
    expect(await ask()).toBe(200);
    expect(decrypts()).toBe(asked);
    await admin.post(`/api/credentials/${credentialId}/disable`, {});
    await admin.post(`/api/credentials/${credentialId}/enable`, {});
    expect(await ask()).toBe(200);
    expect(decrypts()).toBe(asked + 1);
    vault.revokeTokens();
    expect(await ask()).toBe(200);
  });

  test('asks it for every request when nothing is kept, and says 503 when it is not permitted', async () => {
    const { ask } = await start({ MONAGO_KMS_DEK_CACHE_SECONDS: '0' });
    const asked = decrypts();
    expect([await ask(), await ask()]).toEqual([200, 200]);
    expect(decrypts()).toBe(asked + 2);
    vault.revokeTokens();
    expect(await ask()).toBe(503);
  });

  test('rotates to a new version of the key while requests run: it wraps nothing before it is activated', async () => {
    const { ask, admin, credentialId } = await start();
    const step = (run: Step) => site.step('one', run, settings);
    const refs = async () =>
      (await site.fresh.asSuperuser<{ ref: string }>('SELECT kek_ref AS ref FROM sealed_row')).map(
        ({ ref }) => ref,
      );
    vault.rotate('monago');
    await admin.post(`/api/credentials/${credentialId}/rotate`, { api_key: providerKey });
    expect(new Set(await refs())).toEqual(new Set(['vault:transit/monago:v1']));
    for (const run of [stage, activate, rewrap, verify]) {
      expect((await step(run)).exitCode).toBe(0);
      expect(await ask()).toBe(200);
    }
    expect(new Set(await refs())).toEqual(new Set(['vault:transit/monago:v2']));
    await site.settle();
    expect((await step(retire)).exitCode).toBe(0);
    expect((await step(openAll)).exitCode).toBe(0);
    expect(await ask()).toBe(200);
    // The credential, two signing keys, the log's key, and the content key of the token that asks.
    expect(await site.facts()).toMatchObject([
      { step: 'staged', from: ['vault:transit/monago:v1'], to: 'vault:transit/monago:v2' },
      { step: 'activated', remaining: 5 },
      { step: 'rewrap_started' },
      { step: 'rewrapped', rewrapped: 5, remaining: 0 },
      { step: 'verified', opened: 5 },
      { step: 'retired' },
    ]);
  });
});

describe('the command line', () => {
  async function run(...argv: string[]): Promise<{ exitCode: number; out: string; err: string }> {
    const written = { out: '', err: '' };
    const into = (name: 'out' | 'err') =>
      new Writable({
        write(chunk, _, done) {
          written[name] += String(chunk);
          done();
        },
      });
    const environment = { ...settings, MONAGO_DATA_DIR: join(site.directory, 'cli') };
    const surroundings = {
      environment,
      stdin: process.stdin,
      stdout: into('out'),
      stderr: into('err'),
    };
    return { exitCode: await runCommand(argv, surroundings), ...written };
  }

  test('tries the service without a database, and exits 1 when a step fails', async () => {
    const passed = await run('kms', 'selftest');
    expect(passed).toMatchObject({ exitCode: 0, err: '' });
    expect(passed.out.split('\n').filter((line) => line.startsWith('ok '))).toHaveLength(7);
    vault.fault({ does: { status: 403, body: '{}' }, path: '/encrypt/' });
    const failed = await run('kms', 'selftest');
    expect(failed.exitCode).toBe(1);
    expect(failed.out).toContain('failed  probe: kms_unavailable');
  });

  test('exits 78 for settings that are missing, and never prints what is secret', async () => {
    const { MONAGO_KMS_KEY, ...rest } = settings;
    settings = rest;
    expect(MONAGO_KMS_KEY).toBeDefined();
    const refused = await run('kms', 'selftest');
    expect(refused).toMatchObject({ exitCode: 78, out: '' });
    expect(refused.err).toContain('  - MONAGO_KMS_KEY: is needed');
    expect((await run('serve')).exitCode).toBe(78);
    const shown = await run('config');
    expect(shown.out).toContain('MONAGO_KMS_VAULT_TOKEN=[secret]\n');
    expect(refused.err + shown.out).not.toContain(token);
  });

  test('takes a secret from a file', async () => {
    const file = join(site.directory, 'vault-token');
    await writeFile(file, `${token}\n`);
    const { MONAGO_KMS_VAULT_TOKEN, ...rest } = settings;
    settings = { ...rest, MONAGO_KMS_VAULT_TOKEN_FILE: file };
    expect(MONAGO_KMS_VAULT_TOKEN).toBe(token);
    expect((await run('kms', 'selftest')).exitCode).toBe(0);
    await rm(file);
    expect((await run('kms', 'selftest')).exitCode).toBe(78);
  });

  test('tells in a sentence what is wrong with a key, and refuses a rate that is none', async () => {
    const rate = await run('key', 'rotate', 'rewrap', '--rate', '-1');
    expect(rate.err).toBe('--rate is a number of rows a second, above 0\n');
    expect(rate.exitCode).toBe(1);
    vault.fault({ does: { status: 200, body: '{}' }, path: '/keys/' });
    const setup = await run('kms', 'selftest');
    expect(setup.exitCode).toBe(1);
  });
});
