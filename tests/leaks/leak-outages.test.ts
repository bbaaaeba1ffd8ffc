import { chmod, copyFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlEndpoints } from '../../src/contract/endpoints.ts';
import { type FakeVault, startFakeVault } from '../support/kms-fakes/fake-vault.ts';
import { runMonago } from '../support/monago-process.ts';
import { controlDrives } from './control-drives.ts';
import { Gate } from './gate.ts';
import {
  chat,
  crash,
  failStarts,
  failTransactions,
  killSessions,
  makeDatabaseTalkative,
  offerKey,
  rotateKey,
  spoilStoredKeys,
} from './outages.ts';
import { targetsOf } from './rows.ts';
import { LeakSite } from './site.ts';
import { judge, report } from './verdict.ts';

/** A site with an administrator, a stored key and a token. */
async function openUsedSite(settings: Readonly<Record<string, string>> = {}): Promise<Gate> {
  const gate = new Gate(await LeakSite.open({ settings }));
  const first = ['setup.complete', 'credential.add'];
  for (const target of targetsOf(controlEndpoints, controlDrives)) {
    if (first.includes(target.name)) await gate.succeed(target);
  }
  const token = await gate.post('/api/tokens', { name: 'leak gate' });
  gate.remember('jwt', String(token.json()['jwt']));
  expect((await chat(gate)).status).toBe(200);
  return gate;
}

async function leaksOf(gate: Gate): Promise<readonly string[]> {
  await gate.site.keepLiveSinks();
  return report(judge(await gate.site.sinksAtRest(), gate.mint.made));
}

describe('a key in a database that fails, a process that is killed, a start that is refused', () => {
  let gate: Gate;

  beforeAll(async () => {
    gate = await openUsedSite();
  });
  afterAll(() => gate?.site.close());

  test('every statement is in the log of the database', async () => {
    await gate.site.asSuperuser(makeDatabaseTalkative);
    await gate.site.restart();
    expect((await offerKey(gate, 'database that logs everything')).status).toBe(201);
  });

  test('transactions fail in their middle', async () => {
    for (const status of await failTransactions(gate)) expect(status).toBeGreaterThanOrEqual(500);
  });

  test('sessions are killed', async () => {
    await killSessions(gate);
    await gate.site.restart();
    expect((await chat(gate)).status).toBe(200);
  });

  test('the process is killed while keys are on their way', async () => {
    await crash(gate);
    expect((await chat(gate)).status).toBe(200);
  });

  test('what is stored cannot be decrypted', async () => {
    await gate.site.restart();
    await spoilStoredKeys(gate);
    await gate.site.restart();
    expect((await chat(gate)).status).toBe(503);
    await runMonago(['key', 'verify'], gate.site.environment);
  });

  test('starts are refused', async () => {
    const { dataDir, home } = gate.site;
    const leaks = await leaksOf(gate);
    const keyring = join(dataDir, 'keyring');
    await copyFile(keyring, join(home, 'keyring.copy'));
    await rename(keyring, join(home, 'keyring.away'));
    const wrong = join(home, 'keyring.wrong');
    await writeFile(wrong, 'this is no keyring\n');
    await chmod(wrong, 0o400);
    const codes = await failStarts(gate, {
      'no keyring': {},
      'a keyring that is none': { MONAGO_KEK_FILE: wrong },
      'settings that contradict each other': { MONAGO_HOST: '0.0.0.0' },
      'no database': { MONAGO_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' },
    });
    for (const code of codes) expect(code).not.toBe(0);
    expect(leaks).toEqual([]);
  });

  test('no key was found anywhere', async () => {
    expect(report(judge(await gate.site.sinksAtRest(), gate.mint.made))).toEqual([]);
  });

  test('what the database logged was looked at', async () => {
    const log = (await gate.site.sinksAtRest()).find(({ name }) => name === 'data/postgres.log');
    expect(log?.bytes.includes('INSERT INTO credential')).toBe(true);
    expect(log?.bytes.includes('refused: (')).toBe(true);
  });
});

describe('a key whose key management service is away', () => {
  let vault: FakeVault;
  let gate: Gate;

  beforeAll(async () => {
    vault = await startFakeVault({ keys: ['monago'], login: { path: 'none', body: {} } });
    gate = await openUsedSite({
      MONAGO_KMS: 'vault',
      MONAGO_KMS_ENDPOINT: vault.url,
      MONAGO_KMS_KEY: 'transit/monago',
      MONAGO_KMS_VAULT_TOKEN: vault.grantToken(0),
      MONAGO_KMS_TIMEOUT_MS: '500',
      MONAGO_KMS_DEK_CACHE_SECONDS: '0',
    });
  });
  afterAll(async () => {
    await gate?.site.close();
    await vault?.stop();
  });

  test.each([
    'hang',
    'reset',
    'truncate',
    'echo',
    { status: 500, body: 'no' },
    { status: 403, body: '{"errors":["permission denied"]}' },
  ] as const)('503 kms_unavailable: %j', async (does) => {
    vault.fault({ does });
    try {
      expect((await chat(gate)).status).toBe(503);
      const offer = await offerKey(gate, 'key management that is away');
      // Nothing of a limit on validations: each round has its own process.
      expect([offer.status, offer.json()['code']]).toEqual([503, 'kms_unavailable']);
      const rotation = await rotateKey(gate, 'rotation without key management');
      expect([rotation.status, rotation.json()['code']]).toEqual([503, 'kms_unavailable']);
    } finally {
      vault.heal();
    }
    await gate.site.restart();
  });

  test('a start without it is refused', async () => {
    await vault.stop();
    const { output, exitCode } = await runMonago(['kms', 'selftest'], gate.site.environment);
    gate.site.keep({ kind: 'output', name: 'kms selftest', bytes: Buffer.from(output) });
    expect(exitCode).not.toBe(0);
    await gate.site.keepLiveSinks();
    await gate.site.end('SIGTERM');
    for (const code of await failStarts(gate, { 'no key management': {} }))
      expect(code).not.toBe(0);
  });

  test('no key was found anywhere, and the service never saw one', async () => {
    for (const { path, headers, body } of vault.calls) {
      const bytes = Buffer.concat([Buffer.from(`${path} ${JSON.stringify(headers)}`), body]);
      gate.site.keep({ kind: 'upstream requests', name: 'key management', bytes });
    }
    expect(vault.calls.length).toBeGreaterThan(10);
    expect(report(judge(await gate.site.sinksAtRest(), gate.mint.made))).toEqual([]);
  });
});
