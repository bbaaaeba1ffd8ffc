import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PostgresCredentialRepository } from '../../src/adapters/database/credential-repository.ts';
import { PostgresDirectory } from '../../src/adapters/database/postgres-directory.ts';
import type { Execute } from '../../src/adapters/database/sql.ts';
import { inTransaction } from '../../src/adapters/database/transaction.ts';
import { EnvelopeVault } from '../../src/adapters/kms/envelope-vault.ts';
import { parseKeyring } from '../../src/adapters/kms/keyring.ts';
import { paceOf } from '../../src/adapters/kms/pace.ts';
import { rewrapAll } from '../../src/adapters/kms/rewrap.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { providerKeyContext } from '../../src/domain/credential/envelope.ts';
import { Secret } from '../../src/domain/credential/secret.ts';
import { quietLog } from '../support/quiet-log.ts';
import {
  activate,
  openAll,
  openRotationSite,
  type RotationSite,
  retire,
  rewrap,
  type Step,
  stage,
  status,
  verify,
} from './key-rotation-site.ts';
import { openSecretsSite, type SecretsSite, type StoredKey } from './sealed-secrets.ts';

describe('rotating the key-encryption key of one machine', () => {
  let site: RotationSite;

  beforeEach(async () => {
    site = await openRotationSite();
    await (await site.start('one')).close();
  });

  afterEach(() => site.close());

  const keyring = async () => parseKeyring(await readFile(site.keyring('one'), 'utf8'));
  const run = async (...steps: readonly Step[]) => {
    for (const step of steps) expect((await site.step('one', step)).exitCode).toBe(0);
  };
  const retired = async () => {
    await site.settle();
    return site.step('one', retire);
  };

  test('goes through its steps, each of which can be repeated, and is in the platform’s log', async () => {
    const { active: former } = await keyring();
    await run(stage, stage);
    expect((await keyring()).keys).toHaveLength(2);
    expect((await keyring()).active.kid).toBe(former.kid);
    await run(activate, activate);
    const { active } = await keyring();
    expect(active.kid).not.toBe(former.kid);
    await run(rewrap, rewrap, verify, verify);
    expect((await retired()).exitCode).toBe(0);
    await run(retire);
    expect((await keyring()).keys.map(({ kid }) => kid)).toEqual([active.kid]);
    expect((await stat(site.keyring('one'))).mode & 0o777).toBe(0o400);
    const archive = parseKeyring(await readFile(`${site.keyring('one')}.retired`, 'utf8'));
    expect(archive.keys).toEqual([former]);
    const [from, to] = [[`local:${former.kid}`], `local:${active.kid}`];
    expect(await site.facts()).toMatchObject([
      { step: 'staged', from, to },
      { step: 'activated', from, to, remaining: 2 },
      { step: 'rewrap_started', from, to, remaining: 2 },
      { step: 'rewrapped', from, to, rewrapped: 2, remaining: 0 },
      { step: 'verified', from, to, opened: 2, remaining: 0 },
      { step: 'verified', from, to, opened: 2, remaining: 0 },
      { step: 'retired', from, to },
    ]);
    await (await site.start('one')).close();
    await run(stage, activate, rewrap, openAll);
  });

  test('is not ready without the active key, and serves again as soon as it is back', async () => {
    const app = await site.start('one');
    const text = await readFile(site.keyring('one'), 'utf8');
    const put = async (content: string) => {
      await writeFile(`${site.keyring('one')}.new`, content, { mode: 0o400 });
      await rename(`${site.keyring('one')}.new`, site.keyring('one'));
    };
    const keys = async () => {
      const reply = await fetch(`${app.url}/readyz`);
      return { status: reply.status, keys: JSON.parse(await reply.text()).checks.keys };
    };
    expect(await keys()).toEqual({ status: 200, keys: 'ok' });
    await put(`other:${randomBytes(32).toString('base64')}\n`);
    const lost = {
      status: 503,
      keys: expect.stringMatching(/^the active key local:\S+ is not here$/),
    };
    await expect.poll(keys).toEqual(lost);
    await put(text);
    await expect.poll(keys).toEqual({ status: 200, keys: 'ok' });
  });

  test('does not stage a retired key that came back into the keyring', async () => {
    await run(stage, activate, rewrap, verify);
    await retired();
    const { active } = await keyring();
    const text = await readFile(site.keyring('one'), 'utf8');
    const archived = await readFile(`${site.keyring('one')}.retired`, 'utf8');
    await rm(site.keyring('one'));
    await writeFile(site.keyring('one'), text + archived, { mode: 0o400 });
    await run(stage);
    const { keys } = await keyring();
    expect(keys).toHaveLength(3);
    const [, , made] = keys;
    const [fact] = (await site.facts()).slice(-1);
    expect(fact).toMatchObject({ from: [`local:${active.kid}`], to: `local:${made?.kid}` });
    await run(activate, rewrap, verify);
  });

  test('refuses to retire what something needs that is being stored at this moment', async () => {
    const { active: former } = await keyring();
    await run(stage, activate, rewrap, verify);
    await site.settle();
    const late = await storeLate(site, `local:${former.kid}`);
    const refusal = expect(site.step('one', retire)).rejects.toThrow(/just stored|still needs/);
    await expect
      .poll(() =>
        site.fresh.asSuperuser("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"),
      )
      .toHaveLength(1);
    await late.commit();
    await refusal;
    const state = await site.step('one', status);
    expect(state.printed.join('\n')).toContain(`deactivated  local:${former.kid}  (1 stored`);
  });

  test('names what does not open, and goes on with the rest', async () => {
    await site.fresh.asSuperuser(
      `UPDATE token_signing_key SET wrapped_dek = set_byte(wrapped_dek, 20, get_byte(wrapped_dek, 20) # 1)`,
    );
    const verified = await site.step('one', openAll);
    expect(verified.exitCode).toBe(1);
    expect(verified.printed.join('\n')).toMatch(/do not open \(1\):\n {2}token_signing_key \S+$/);
    await run(stage, activate);
    const rewrapped = await site.step('one', rewrap);
    expect(rewrapped.exitCode).toBe(1);
    expect(rewrapped.printed.join('\n')).toMatch(/^1 wrapped anew.*1 are left/);
    expect((await site.step('one', verify)).exitCode).toBe(1);
    await expect(retired()).rejects.toThrow(/1 stored secret still needs/);
  });
});

/** Stores a copy of the token signing key under a key, in a transaction that stays open. */
async function storeLate(site: RotationSite, kekRef: string): Promise<{ commit(): Promise<void> }> {
  const client = new pg.Client(site.fresh.connections.as('monago_app'));
  await client.connect();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO token_signing_key SELECT 'late', public_key, $1, wrapped_dek, nonce, ciphertext, tag, created_at
      FROM token_signing_key`,
    [kekRef],
  );
  return {
    commit: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
}

describe('re-wrapping beside everything else', () => {
  let site: SecretsSite;
  const pace = paceOf(1e9, async () => undefined);

  beforeEach(async () => {
    site = await openSecretsSite(10, 20);
  });

  afterEach(() => site.close());

  const ref = (at: 0 | 1) => `local:${site.keys[at].kid}`;
  const rewrapOnce = () =>
    rewrapAll(
      { kms: site.kms, rows: site.rows, clock: systemClock, pace, onProgress: () => undefined },
      ref(1),
    );

  function change(
    { tenantId }: StoredKey,
    work: (credentials: PostgresCredentialRepository, execute: Execute) => Promise<void>,
  ): Promise<void> {
    return inTransaction(site.database.app, { tenantId }, (execute) => {
      const scope = { tenantId, execute, isReadOnly: false, directoryChanged: () => undefined };
      return work(new PostgresCredentialRepository(scope), execute);
    });
  }

  /** As a node does that has not heard of the new key yet. */
  async function rotateUnderFormerKey({ tenantId, credentialId: id }: StoredKey): Promise<void> {
    const destination = 'https://api.openai.com:443/v1';
    const fields = { tenantId, provider: 'openai', id, version: 2, destination } as const;
    const vault = new EnvelopeVault(site.kms, randomBytes);
    const sealed = await vault.seal(new Secret(randomBytes(40)), providerKeyContext(fields));
    await change({ tenantId, credentialId: id }, (credentials) =>
      credentials.replaceKey(id, {
        version: 2,
        last4: 'ABCD',
        destination,
        baseUrl: undefined,
        region: undefined,
        validation: 'valid',
        rotatedAt: Date.now(),
        rotatedBy: 'monago',
        sealed,
      }),
    );
  }

  test('two at once re-wrap each key once', async () => {
    const [one, two] = await Promise.all([rewrapOnce(), rewrapOnce()]);
    expect(one.rewrapped + two.rewrapped).toBe(site.stored.length);
    expect([one.remaining, two.remaining]).toEqual([0, 0]);
    expect(await site.unreadable()).toEqual([]);
  });

  test('is followed by the directories of running nodes, before the former key can be retired', async () => {
    const directory = await PostgresDirectory.open({
      database: site.database,
      clock: systemClock,
      log: quietLog,
    });
    const servedUnder = () =>
      new Set(
        site.stored.map(
          ({ tenantId }) => directory.activeCredential(tenantId, 'openai')?.sealed.kekRef,
        ),
      );
    expect(servedUnder()).toEqual(new Set([ref(0)]));
    await rewrapOnce();
    await expect.poll(servedUnder).toEqual(new Set([ref(1)]));
    await directory.close();
  });

  test('keys that are rotated and revoked meanwhile stay rotated, revoked and readable', async () => {
    const rotated = site.stored.filter((_, at) => at % 4 === 0);
    const revoked = site.stored.filter((_, at) => at % 4 === 1);
    const changing = async () => {
      for (const [at, stored] of rotated.entries()) {
        await rotateUnderFormerKey(stored);
        const other = revoked[at];
        if (other === undefined) continue;
        await change(other, (credentials) => credentials.setStatus(other.credentialId, 'revoked'));
      }
    };
    await Promise.all([changing(), rewrapOnce(), rewrapOnce()]);
    // What the late node stored behind their backs.
    expect(await rewrapOnce()).toMatchObject({ remaining: 0, unreadable: [] });
    expect(await site.unreadable()).toEqual([]);
    const rows = await site.fresh.asSuperuser<{ id: string; version: number }>(
      'SELECT credential_id AS id, version FROM credential_version WHERE kek_ref = $1',
      [ref(1)],
    );
    const versions = new Map(rows.map(({ id, version }) => [id, version]));
    expect(versions.size).toBe(site.stored.length - revoked.length);
    expect(rotated.every(({ credentialId }) => versions.get(credentialId) === 2)).toBe(true);
    expect(revoked.some(({ credentialId }) => versions.has(credentialId))).toBe(false);
  });

  test('overwrites nothing with what does not open again', async () => {
    const broken = {
      wrap: async () => ({ kekRef: ref(1), blob: randomBytes(60) }),
      unwrap: site.kms.unwrap.bind(site.kms),
      probe: site.kms.probe.bind(site.kms),
    };
    const hurried = paceOf(1e9, async () => undefined);
    const use = { rows: site.rows, clock: systemClock, pace: hurried, onProgress: () => undefined };
    const attempt = rewrapAll({ ...use, kms: broken }, ref(1));
    await expect(attempt).rejects.toMatchObject({ code: 'kms_unavailable' });
    expect((await site.rows.under(ref(0), 1)).count).toBe(site.stored.length);
    expect(await site.unreadable()).toEqual([]);
  });

  test('goes as fast as it may, and no faster', async () => {
    const pauses: number[] = [];
    const slow = paceOf(50, async (ms) => void pauses.push(ms));
    const use = { kms: site.kms, rows: site.rows, clock: systemClock, pace: slow };
    await rewrapAll({ ...use, onProgress: () => undefined }, ref(1));
    const total = pauses.reduce((sum, ms) => sum + ms, 0);
    expect(total).toBeGreaterThan((site.stored.length / 50) * 1_000 * 0.5);
    expect(total).toBeLessThanOrEqual((site.stored.length / 50) * 1_000);
  });
});
