import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readKmsSettings } from './kms-settings.ts';

const pem = String(
  generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }),
);
const account = {
  type: 'service_account',
  client_email: 'monago@p.iam.gserviceaccount.com',
  private_key: pem,
  private_key_id: 'abc',
  token_uri: 'https://oauth2.googleapis.com/token',
};
const arn = 'arn:aws:kms:ap-southeast-3:111122223333:key/0b8a4d5e-0c2f-4f0a-9d53-1f0b6b5a7c01';
const valid = {
  aws: {
    MONAGO_KMS: 'aws',
    MONAGO_KMS_KEY: arn,
    MONAGO_KMS_AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    MONAGO_KMS_AWS_SECRET_ACCESS_KEY: 'the-secret-access-key',
  },
  gcp: {
    MONAGO_KMS: 'gcp',
    MONAGO_KMS_KEY: 'projects/p/locations/l/keyRings/r/cryptoKeys/k',
    MONAGO_KMS_GCP_CREDENTIALS: JSON.stringify(account),
  },
  azure: {
    MONAGO_KMS: 'azure',
    MONAGO_KMS_KEY: 'https://bank.vault.azure.net/keys/monago/0123456789abcdef0123456789abcdef',
    MONAGO_KMS_AZURE_TENANT_ID: 't',
    MONAGO_KMS_AZURE_CLIENT_ID: 'c',
    MONAGO_KMS_AZURE_CLIENT_SECRET: 'the-client-secret',
  },
  vault: {
    MONAGO_KMS: 'vault',
    MONAGO_KMS_KEY: 'transit/monago',
    MONAGO_KMS_ENDPOINT: 'https://vault.bank.internal:8200/',
    MONAGO_KMS_VAULT_TOKEN: 'hvs.the-token',
  },
  pkcs11: {
    MONAGO_KMS: 'pkcs11',
    MONAGO_KMS_KEY: 'kek-2026',
    MONAGO_KMS_PKCS11_LIBRARY: '/usr/lib/softhsm/libsofthsm2.so',
    MONAGO_KMS_PKCS11_TOKEN: 'monago',
    MONAGO_KMS_PKCS11_PIN: 'the-pin',
  },
} as const;

function problemsOf(values: Record<string, unknown>): readonly string[] {
  const read = readKmsSettings(values);
  return read.ok ? [] : read.problems;
}

describe('the settings of key management', () => {
  test('are those of a local keyring when there are none', () => {
    expect(readKmsSettings({})).toEqual({ ok: true, settings: { kind: 'local' } });
  });

  test.each(Object.entries(valid))('are read for %s', (kind, values) => {
    expect(readKmsSettings(values)).toMatchObject({ ok: true, settings: { kind } });
  });

  test('name the active key first and each key once', () => {
    const old = arn.replace(/01$/, '00');
    const read = readKmsSettings({ ...valid.aws, MONAGO_KMS_OLD_KEYS: [old, arn] });
    expect(read).toMatchObject({ settings: { keys: [arn, old] } });
  });

  test('ask for a token of the cloud that the vault is in', () => {
    expect(readKmsSettings(valid.azure)).toMatchObject({
      settings: { client: { scope: 'https://vault.azure.net/.default' } },
    });
  });

  test.each(Object.entries(valid))('of %s are all needed', (_, values) => {
    for (const name of Object.keys(values).filter((one) => one !== 'MONAGO_KMS')) {
      const rest: Record<string, string> = { ...values, [name]: undefined };
      const named = name === 'MONAGO_KMS_VAULT_TOKEN' ? 'MONAGO_KMS' : name;
      expect(problemsOf(rest)).toEqual([expect.stringMatching(new RegExp(`^${named}: .*need`))]);
    }
  });

  test.each([
    ['an alias', { ...valid.aws, MONAGO_KMS_KEY: 'alias/monago' }],
    ['a key id', { ...valid.aws, MONAGO_KMS_KEY: '0b8a4d5e-0c2f-4f0a-9d53-1f0b6b5a7c01' }],
    [
      'a key version',
      { ...valid.gcp, MONAGO_KMS_KEY: `${valid.gcp.MONAGO_KMS_KEY}/cryptoKeyVersions/1` },
    ],
    [
      'no key version',
      { ...valid.azure, MONAGO_KMS_KEY: 'https://bank.vault.azure.net/keys/monago' },
    ],
    ['a key without its mount', { ...valid.vault, MONAGO_KMS_KEY: 'monago' }],
    ['a key that climbs', { ...valid.vault, MONAGO_KMS_KEY: 'transit/../sys?x' }],
    ['plain HTTP', { ...valid.vault, MONAGO_KMS_ENDPOINT: 'http://vault.bank.internal:8200' }],
    ['a path', { ...valid.vault, MONAGO_KMS_ENDPOINT: 'https://vault.bank.internal/v1' }],
    ['another scheme', { ...valid.vault, MONAGO_KMS_ENDPOINT: 'file:///etc/passwd' }],
    ['two logins', { ...valid.vault, MONAGO_KMS_VAULT_KUBERNETES_ROLE: 'monago' }],
    [
      'half a login',
      { ...valid.vault, MONAGO_KMS_VAULT_TOKEN: undefined, MONAGO_KMS_VAULT_ROLE_ID: 'r' },
    ],
    ['no JSON', { ...valid.gcp, MONAGO_KMS_GCP_CREDENTIALS: 'the-private-key' }],
    [
      'a key that is none',
      {
        ...valid.gcp,
        MONAGO_KMS_GCP_CREDENTIALS: JSON.stringify({ ...account, private_key: 'the-private-key' }),
      },
    ],
    ['an unknown service', { MONAGO_KMS: 'the-cloud' }],
  ])('are refused with %s', (_, values) => {
    const problems = problemsOf(values);
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toMatch(/the-/);
  });

  test('may leave TLS out within this machine', () => {
    for (const host of ['127.0.0.1:8100', 'localhost:8100', '[::1]:8100']) {
      expect(problemsOf({ ...valid.vault, MONAGO_KMS_ENDPOINT: `http://${host}` })).toEqual([]);
    }
  });
});
