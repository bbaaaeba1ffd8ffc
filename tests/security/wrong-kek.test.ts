import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WrongKeyError } from '../../src/adapters/kms/key-check.ts';
import { operatorSentence } from '../../src/compose/operator-sentence.ts';
import {
  activate,
  openRotationSite,
  type RotationSite,
  stage,
} from '../conformance/key-rotation-site.ts';
import { openSecretsSite } from '../conformance/sealed-secrets.ts';

let site: RotationSite;

beforeEach(async () => {
  site = await openRotationSite();
  await (await site.start('one')).close();
});

afterEach(() => site.close());

const otherKey = () => randomBytes(32).toString('base64');

async function rewrite(change: (text: string) => string): Promise<void> {
  const text = await readFile(site.keyring('one'), 'utf8');
  await rm(site.keyring('one'));
  await writeFile(site.keyring('one'), change(text), { mode: 0o400 });
}

async function refusalOf(start: Promise<unknown>): Promise<WrongKeyError> {
  const failure = await start.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof WrongKeyError) return failure;
  throw new Error(`it started, or failed otherwise: ${String(failure)}`);
}

async function signingKid(): Promise<string> {
  const [row] = await site.fresh.asSuperuser<{ kid: string }>('SELECT kid FROM token_signing_key');
  return row?.kid ?? '';
}

describe('a node does not start', () => {
  test('with another key of the same name, and names what it could not open', async () => {
    await rewrite((text) => text.replace(/:.*/, `:${otherKey()}`));
    const refusal = await refusalOf(site.start('one'));
    expect(refusal.message).toContain('is not the one');
    expect(refusal.message).toContain('cannot be opened without it: 2\n');
    expect(refusal.message).toContain(`\n  token_signing_key ${await signingKid()}`);
    expect(refusal.message).toContain('\n  audit_log ten_00000000000000000000000000000000');
    expect(operatorSentence(refusal)).toMatchObject({ kind: 'refusal' });
  });

  test('on a restored database without its keyring, and makes no new one', async () => {
    const { kekRef, message } = await refusalOf(site.start('elsewhere'));
    expect(kekRef).toMatch(/^local:/);
    expect(message).toContain(`The keyring ${site.keyring('elsewhere')} is missing`);
    expect(message).toContain(`token_signing_key ${await signingKid()}`);
    expect(existsSync(site.keyring('elsewhere'))).toBe(false);
  });

  test('with the keyring of another deployment', async () => {
    await rewrite(() => `2026-01-01-abcdef:${otherKey()}\n`);
    expect((await refusalOf(site.start('one'))).message).toContain('is missing');
    expect(await site.fresh.asSuperuser('SELECT 1 FROM key_check')).toHaveLength(1);
  });

  test('without a former key that has not been retired', async () => {
    await site.step('one', stage);
    await site.step('one', activate);
    await rewrite((text) => text.replace(/^[^*].*\n/, ''));
    expect((await refusalOf(site.start('one'))).message).toContain(
      'cannot be opened without it: 2',
    );
  });

  test('when a command cannot either', async () => {
    await rewrite((text) => text.replace(/:.*/, `:${otherKey()}`));
    await refusalOf(site.step('one', stage));
    expect(await site.facts()).toEqual([]);
  });
});

test('a node starts without a staged key, and the key is not activated behind its back', async () => {
  await site.step('one', stage);
  await rewrite((text) => text.replace(/\n[^*].*\n$/, '\n'));
  const app = await site.start('one');
  await expect(site.step('one', activate)).rejects.toThrow(/is not here/);
  await app.close();
});

test('a long list of what cannot be opened is cut, and its length is told', async () => {
  const secrets = await openSecretsSite(3, 5);
  const [former] = secrets.keys;
  const { count, names } = await secrets.rows.under(`local:${former.kid}`, 10);
  expect(count).toBe(15);
  expect(names).toHaveLength(10);
  const known = secrets.stored.map(
    (key) => `credential_version ${key.tenantId} ${key.credentialId} version 1`,
  );
  expect(known).toEqual(expect.arrayContaining([...names]));
  await secrets.close();
});
