import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import type { AwsKmsSettings } from './aws/aws-kms.ts';
import type { AzureKmsSettings } from './azure/azure-kms.ts';
import type { GcpKmsSettings } from './gcp/gcp-kms.ts';
import type { Pkcs11KmsSettings } from './pkcs11/pkcs11-kms.ts';
import type { VaultKmsSettings } from './vault/vault-kms.ts';
import type { VaultCredentials } from './vault/vault-login.ts';

/** Which key management service holds the key-encryption keys, with all it needs. */
export type KmsSettings =
  | { readonly kind: 'local' }
  | ({ readonly kind: 'aws' } & AwsKmsSettings)
  | ({ readonly kind: 'gcp' } & GcpKmsSettings)
  | ({ readonly kind: 'azure' } & AzureKmsSettings)
  | ({ readonly kind: 'vault' } & VaultKmsSettings)
  | ({ readonly kind: 'pkcs11' } & Pkcs11KmsSettings);

export type KmsSettingsResult =
  | { readonly ok: true; readonly settings: KmsSettings }
  | { readonly ok: false; readonly problems: readonly string[] };

const kinds = ['local', 'aws', 'gcp', 'azure', 'vault', 'pkcs11'] as const;

const text = z.string('is needed').min(1, 'is needed');
const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Tokens and data keys go there: only over TLS, or within this machine. */
function isSafeOrigin(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const isProtected =
    url.protocol === 'https:' || (url.protocol === 'http:' && loopback.has(url.hostname));
  return isProtected && url.username === '' && url.password === '';
}

const origin = text
  .refine((value) => isSafeOrigin(value) && /^\/?$/.test(new URL(value).pathname), {
    error: 'must be an address that begins with https://, without a path',
  })
  .transform((value) => new URL(value).origin);

const keysOf = <Key extends z.ZodType<string>>(key: Key) => ({
  MONAGO_KMS_KEY: key,
  MONAGO_KMS_OLD_KEYS: z.array(key).default([]),
});
const listOf = (value: { MONAGO_KMS_KEY: string; MONAGO_KMS_OLD_KEYS: readonly string[] }) => [
  ...new Set([value.MONAGO_KMS_KEY, ...value.MONAGO_KMS_OLD_KEYS]),
];

const aws = z
  .object({
    ...keysOf(
      text.regex(
        /^arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/,
        'must be the ARN of a key (not of an alias, which can come to mean another key)',
      ),
    ),
    MONAGO_KMS_ENDPOINT: origin.optional(),
    MONAGO_KMS_AWS_ACCESS_KEY_ID: text,
    MONAGO_KMS_AWS_SECRET_ACCESS_KEY: text,
    MONAGO_KMS_AWS_SESSION_TOKEN: text.optional(),
  })
  .transform((value): KmsSettings => {
    const { MONAGO_KMS_ENDPOINT: endpoint, MONAGO_KMS_AWS_SESSION_TOKEN: sessionToken } = value;
    return {
      kind: 'aws',
      keys: listOf(value),
      ...(endpoint === undefined ? {} : { endpoint }),
      credentials: {
        accessKeyId: value.MONAGO_KMS_AWS_ACCESS_KEY_ID,
        secretAccessKey: value.MONAGO_KMS_AWS_SECRET_ACCESS_KEY,
        ...(sessionToken === undefined ? {} : { sessionToken }),
      },
    };
  });

const serviceAccount = z.object({
  client_email: z.string().min(1),
  private_key: z.string().refine(isRsaKey),
  private_key_id: z.string().min(1),
  token_uri: z.string().refine(isSafeOrigin),
});

const gcp = z
  .object({
    ...keysOf(
      text.regex(
        /^projects\/[^/\s:]+\/locations\/[^/\s:]+\/keyRings\/[^/\s:]+\/cryptoKeys\/[^/\s:]+$/,
        'must be projects/…/locations/…/keyRings/…/cryptoKeys/…, without a version',
      ),
    ),
    MONAGO_KMS_ENDPOINT: origin.default('https://cloudkms.googleapis.com'),
    MONAGO_KMS_GCP_CREDENTIALS: text.transform((value, { issues }) => {
      const parsed = serviceAccount.safeParse(jsonOrNothing(value));
      if (parsed.success) return parsed.data;
      issues.push({
        code: 'custom',
        message: 'must be the JSON key of a service account',
        input: '',
      });
      return z.NEVER;
    }),
  })
  .transform((value): KmsSettings => {
    const account = value.MONAGO_KMS_GCP_CREDENTIALS;
    return {
      kind: 'gcp',
      keys: listOf(value),
      endpoint: value.MONAGO_KMS_ENDPOINT,
      account: {
        clientEmail: account.client_email,
        privateKey: account.private_key,
        privateKeyId: account.private_key_id,
        tokenUri: account.token_uri,
      },
    };
  });

const azure = z
  .object({
    ...keysOf(
      text.refine(
        (value) =>
          isSafeOrigin(value) &&
          /^\/keys\/[A-Za-z0-9-]+\/[A-Za-z0-9]+$/.test(new URL(value).pathname),
        'must be https://<vault>/keys/<name>/<version>, with the version',
      ),
    ),
    MONAGO_KMS_AZURE_AUTHORITY: origin.default('https://login.microsoftonline.com'),
    MONAGO_KMS_AZURE_TENANT_ID: text,
    MONAGO_KMS_AZURE_CLIENT_ID: text,
    MONAGO_KMS_AZURE_CLIENT_SECRET: text,
  })
  .transform((value): KmsSettings => {
    // `bank.vault.azure.net` belongs to the resource `vault.azure.net`; so it is in every cloud and for managed HSMs.
    const resource = new URL(value.MONAGO_KMS_KEY).hostname.replace(/^[^.]+\./, '');
    return {
      kind: 'azure',
      keys: listOf(value),
      client: {
        authority: value.MONAGO_KMS_AZURE_AUTHORITY,
        tenantId: value.MONAGO_KMS_AZURE_TENANT_ID,
        clientId: value.MONAGO_KMS_AZURE_CLIENT_ID,
        clientSecret: value.MONAGO_KMS_AZURE_CLIENT_SECRET,
        scope: `https://${resource}/.default`,
      },
    };
  });

const vault = z
  .object({
    ...keysOf(text.regex(/^[\w.-]+(?:\/[\w.-]+)+$/, 'must be <mount>/<name> of a transit key')),
    MONAGO_KMS_ENDPOINT: origin,
    MONAGO_KMS_VAULT_NAMESPACE: text.optional(),
    MONAGO_KMS_VAULT_AUTH_MOUNT: text.regex(/^[\w.-]+(?:\/[\w.-]+)*$/).optional(),
    MONAGO_KMS_VAULT_TOKEN: text.optional(),
    MONAGO_KMS_VAULT_ROLE_ID: text.optional(),
    MONAGO_KMS_VAULT_SECRET_ID: text.optional(),
    MONAGO_KMS_VAULT_KUBERNETES_ROLE: text.optional(),
    MONAGO_KMS_VAULT_KUBERNETES_TOKEN_PATH: text.default(
      '/var/run/secrets/kubernetes.io/serviceaccount/token',
    ),
  })
  .transform((value, { issues }): KmsSettings => {
    const logins = vaultLogins(value);
    const [credentials, another] = logins;
    if (credentials === undefined || another !== undefined) {
      const message =
        'needs exactly one of MONAGO_KMS_VAULT_TOKEN, MONAGO_KMS_VAULT_ROLE_ID with MONAGO_KMS_VAULT_SECRET_ID, MONAGO_KMS_VAULT_KUBERNETES_ROLE';
      issues.push({ code: 'custom', message, path: ['MONAGO_KMS'], input: '' });
      return z.NEVER;
    }
    const { MONAGO_KMS_VAULT_NAMESPACE: namespace } = value;
    return {
      kind: 'vault',
      keys: listOf(value),
      address: value.MONAGO_KMS_ENDPOINT,
      ...(namespace === undefined ? {} : { namespace }),
      credentials,
    };
  });

interface VaultLoginValues {
  readonly MONAGO_KMS_VAULT_AUTH_MOUNT?: string | undefined;
  readonly MONAGO_KMS_VAULT_TOKEN?: string | undefined;
  readonly MONAGO_KMS_VAULT_ROLE_ID?: string | undefined;
  readonly MONAGO_KMS_VAULT_SECRET_ID?: string | undefined;
  readonly MONAGO_KMS_VAULT_KUBERNETES_ROLE?: string | undefined;
  readonly MONAGO_KMS_VAULT_KUBERNETES_TOKEN_PATH: string;
}

function vaultLogins(value: VaultLoginValues): readonly VaultCredentials[] {
  const {
    MONAGO_KMS_VAULT_AUTH_MOUNT: mount,
    MONAGO_KMS_VAULT_TOKEN: token,
    MONAGO_KMS_VAULT_ROLE_ID: roleId,
    MONAGO_KMS_VAULT_SECRET_ID: secretId,
    MONAGO_KMS_VAULT_KUBERNETES_ROLE: role,
    MONAGO_KMS_VAULT_KUBERNETES_TOKEN_PATH: tokenFile,
  } = value;
  const logins: VaultCredentials[] = [];
  if (token !== undefined) logins.push({ method: 'token', token });
  if (roleId !== undefined && secretId !== undefined) {
    logins.push({ method: 'approle', mount: mount ?? 'approle', roleId, secretId });
  }
  if (role !== undefined) {
    logins.push({ method: 'kubernetes', mount: mount ?? 'kubernetes', role, tokenFile });
  }
  return logins;
}

const pkcs11 = z
  .object({
    ...keysOf(text),
    MONAGO_KMS_PKCS11_LIBRARY: text,
    MONAGO_KMS_PKCS11_TOKEN: text,
    MONAGO_KMS_PKCS11_PIN: text,
  })
  .transform(
    (value): KmsSettings => ({
      kind: 'pkcs11',
      keys: listOf(value),
      library: value.MONAGO_KMS_PKCS11_LIBRARY,
      token: value.MONAGO_KMS_PKCS11_TOKEN,
      pin: value.MONAGO_KMS_PKCS11_PIN,
    }),
  );

const local = z.object({}).transform((): KmsSettings => ({ kind: 'local' }));
const schemas = { local, aws, gcp, azure, vault, pkcs11 } as const;

/** Checks the settings of the chosen service; the problems name the setting and never quote its value. */
export function readKmsSettings(values: Readonly<Record<string, unknown>>): KmsSettingsResult {
  const kind = z.enum(kinds).default('local').safeParse(values['MONAGO_KMS']);
  if (!kind.success) return { ok: false, problems: [`MONAGO_KMS: must be ${kinds.join(', ')}`] };
  const parsed = schemas[kind.data].safeParse(values);
  if (parsed.success) return { ok: true, settings: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  return { ok: false, problems: [...new Set(problems)] };
}

function jsonOrNothing(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
