import { z } from 'zod';

const text = () => z.string().optional();

/** Where the key-encryption keys are (docs/guides/kms.md). What a service needs of them is checked when it is opened. */
export const kmsSettings = {
  MONAGO_KMS: z
    .enum(['local', 'aws', 'gcp', 'azure', 'vault', 'pkcs11'])
    .default('local')
    .describe('Key management service that holds the key-encryption keys.'),
  MONAGO_KMS_KEY: text().describe(
    'Key-encryption key that wraps from the first start on, and that a rotation goes to. Not used with `local`.',
  ),
  MONAGO_KMS_OLD_KEYS: z
    .string()
    .default('')
    .transform(commaSeparated)
    .describe('Comma-separated former key-encryption keys that still unwrap what they wrapped.'),
  MONAGO_KMS_ENDPOINT: text().describe(
    'Address of the service: needed for `vault`; for `aws` and `gcp` only for a private or FIPS endpoint.',
  ),
  MONAGO_KMS_CA_FILE: text().describe(
    'PEM certificates to trust for the service instead of those of the system.',
  ),
  MONAGO_KMS_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .positive()
    .default(5_000)
    .describe('Time for one call of the service, its second attempt included.'),
  MONAGO_KMS_DEK_CACHE_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .max(300)
    .default(300)
    .describe(
      'How long an unwrapped data key is kept; 0 asks the service for every request. Not used with `local`.',
    ),
  MONAGO_KMS_AWS_ACCESS_KEY_ID: text().describe('AWS KMS: access key id.'),
  MONAGO_KMS_AWS_SECRET_ACCESS_KEY: text().describe('AWS KMS: secret access key.'),
  MONAGO_KMS_AWS_SESSION_TOKEN: text().describe('AWS KMS: session token, where there is one.'),
  MONAGO_KMS_GCP_CREDENTIALS: text().describe('Google Cloud KMS: JSON key of a service account.'),
  MONAGO_KMS_AZURE_AUTHORITY: text().describe(
    'Azure Key Vault: where access tokens come from. Unset: https://login.microsoftonline.com.',
  ),
  MONAGO_KMS_AZURE_TENANT_ID: text().describe('Azure Key Vault: directory (tenant) id.'),
  MONAGO_KMS_AZURE_CLIENT_ID: text().describe('Azure Key Vault: application (client) id.'),
  MONAGO_KMS_AZURE_CLIENT_SECRET: text().describe('Azure Key Vault: client secret.'),
  MONAGO_KMS_VAULT_NAMESPACE: text().describe('OpenBao and Vault: namespace.'),
  MONAGO_KMS_VAULT_AUTH_MOUNT: text().describe(
    'OpenBao and Vault: where the login is mounted. Unset: `approle` or `kubernetes`.',
  ),
  MONAGO_KMS_VAULT_TOKEN: text().describe('OpenBao and Vault: a periodic token.'),
  MONAGO_KMS_VAULT_ROLE_ID: text().describe('OpenBao and Vault: role id of AppRole.'),
  MONAGO_KMS_VAULT_SECRET_ID: text().describe('OpenBao and Vault: secret id of AppRole.'),
  MONAGO_KMS_VAULT_KUBERNETES_ROLE: text().describe(
    'OpenBao and Vault: role for a login with the service account of the pod.',
  ),
  MONAGO_KMS_VAULT_KUBERNETES_TOKEN_PATH: text().describe(
    'OpenBao and Vault: token of the service account. Unset: where Kubernetes puts it.',
  ),
  MONAGO_KMS_PKCS11_LIBRARY: text().describe('PKCS #11: path of the library of the vendor.'),
  MONAGO_KMS_PKCS11_TOKEN: text().describe('PKCS #11: label of the token.'),
  MONAGO_KMS_PKCS11_PIN: text().describe('PKCS #11: PIN of the normal user of the token.'),
} as const satisfies Record<string, z.ZodType>;

/** Those that are never printed. */
export const secretKmsSettings = [
  'MONAGO_KMS_AWS_SECRET_ACCESS_KEY',
  'MONAGO_KMS_AWS_SESSION_TOKEN',
  'MONAGO_KMS_GCP_CREDENTIALS',
  'MONAGO_KMS_AZURE_CLIENT_SECRET',
  'MONAGO_KMS_VAULT_TOKEN',
  'MONAGO_KMS_VAULT_SECRET_ID',
  'MONAGO_KMS_PKCS11_PIN',
] as const satisfies readonly (keyof typeof kmsSettings)[];

/** The items of a comma-separated list. */
export function commaSeparated(list: string): string[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
