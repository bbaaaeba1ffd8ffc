import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { runCommand } from '../../src/cli/command.ts';
import { platformTenantId } from '../../src/domain/ids.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { newProviderKey } from './control-site.ts';

describe('monago platform-key', () => {
  const keys = [newProviderKey(), newProviderKey()] as const;
  let emulator: Emulator;
  let fresh: FreshDatabase;
  let work: string;

  beforeAll(async () => {
    emulator = await startOpenAiEmulator({ acceptedKeys: keys });
    fresh = await freshDatabase();
    work = mkdtempSync(join(tmpdir(), 'monago-platform-key-'));
  });

  afterAll(async () => {
    await emulator.stop();
    await fresh.drop();
    rmSync(work, { recursive: true, force: true });
  });

  async function run(args: readonly string[], stdin = '', changes = {}) {
    const printed: string[] = [];
    const sink = new Writable({
      write(chunk, _encoding, done) {
        printed.push(String(chunk));
        done();
      },
    });
    const exitCode = await runCommand(['platform-key', ...args], {
      environment: {
        MONAGO_DATABASE_URL: fresh.url,
        MONAGO_DATA_DIR: work,
        MONAGO_EGRESS_ALLOW: new URL(emulator.url).host,
        ...changes,
      },
      stdin: Readable.from([stdin]),
      stdout: sink,
      stderr: sink,
    });
    return { exitCode, output: printed.join('') };
  }
  const named = ['--provider', 'openai', '--name', 'default'];
  const set = (key: string, changes = {}) =>
    run(['set', ...named, '--base-url', `${emulator.url}/v1`], key, changes);
  const credentials = () =>
    fresh.asSuperuser<{ tenant_id: string; version: number; status: string; created_by: string }>(
      'SELECT tenant_id, version, status, created_by FROM credential ORDER BY created_at',
    );
  const audited = async () => {
    const rows = await fresh.asSuperuser<{ leaf: Buffer }>(
      "SELECT leaf FROM audit_entry WHERE type LIKE 'credential.%' ORDER BY idx",
    );
    return rows.map(({ leaf }) => JSON.parse(leaf.toString('utf8').split('\n')[6] ?? '{}'));
  };

  test('list says when there is none', async () => {
    expect(await run(['list'])).toEqual({ exitCode: 0, output: 'There is no fallback key.\n' });
  });

  test('set refuses a key that the provider refuses, and keeps nothing of it', async () => {
    const wrong = newProviderKey();
    const { exitCode, output } = await set(`${wrong}\n`);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^Invalid API key\nProvider detail: /);
    expect(output).not.toContain(wrong.slice(8));
    expect(await credentials()).toEqual([]);
  });

  test('set stores the key of standard input for the platform, sealed and audited', async () => {
    const { exitCode, output } = await set(`${keys[0]}\n`);
    expect(output).toBe('Fallback key set: openai  default  sk-…-WXYZ  active\n');
    expect(exitCode).toBe(0);
    expect(await credentials()).toEqual([
      { tenant_id: platformTenantId, version: 1, status: 'active', created_by: 'monago' },
    ]);
    expect(await audited()).toMatchObject([
      { type: 'credential.rejected', reason: 'invalid_api_key' },
      { type: 'credential.created', actor: { type: 'system', id: 'monago' } },
    ]);
  });

  test('set again swaps the key in', async () => {
    expect((await run(['set', ...named], keys[1])).exitCode).toBe(0);
    expect(await credentials()).toMatchObject([{ version: 2, status: 'active' }]);
    expect((await run(['list'])).output).toBe('openai  default  sk-…-WXYZ  active\n');
  });

  test('remove destroys the key, and its name stays reserved', async () => {
    expect((await run(['remove', ...named])).exitCode).toBe(0);
    expect(await credentials()).toMatchObject([{ status: 'revoked' }]);
    expect(await fresh.asSuperuser('SELECT 1 FROM credential_version')).toEqual([]);
    const again = await set(keys[0]);
    expect(again).toMatchObject({ exitCode: 1, output: expect.stringContaining('is revoked') });
    const other = await run(['remove', '--provider', 'openai', '--name', 'other']);
    expect(other).toMatchObject({ exitCode: 1, output: expect.stringContaining('not found') });
  });

  test.each([
    ['a provider that there is not', ['--provider', 'other', '--name', 'x'], 'key'],
    ['nothing on standard input', named, ''],
    ['two lines for a provider with one key', named, 'one\ntwo'],
    ['a name with something invisible', ['--provider', 'openai', '--name', 'a\u202eb'], 'key'],
    [
      'a region for a provider without',
      [...named.slice(0, 2), '--name', 'r', '--region', 'x'],
      'key',
    ],
    ['Bedrock without a region', ['--provider', 'bedrock', '--name', 'b'], 'key'],
  ])('is refused with %s', async (_, args, stdin) => {
    const before = await credentials();
    expect((await run(['set', ...args], stdin)).exitCode).toBe(1);
    expect(await credentials()).toEqual(before);
  });

  test('is refused in cloud mode, where each change bears the name of a person', async () => {
    const { exitCode, output } = await set(keys[0], { MONAGO_MODE: 'cloud' });
    expect(exitCode).toBe(1);
    expect(output).toContain('In cloud mode');
  });

  test('is refused on-premise with a database that has a platform operator', async () => {
    await fresh.asSuperuser(
      `INSERT INTO user_account (tenant_id, user_id, email, name, role, password_hash, created_at)
        VALUES ($1, $2, 'op@platform.example', 'Op', 'super_admin', 'x', now())`,
      [platformTenantId, `usr_${'1'.repeat(32)}`],
    );
    const { exitCode, output } = await run(['list']);
    expect(exitCode).toBe(1);
    expect(output).toContain('super_admin');
  });
});
