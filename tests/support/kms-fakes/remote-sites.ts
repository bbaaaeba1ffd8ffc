import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOperatorTransport } from '../../../src/adapters/egress/operator-transport.ts';
import { AwsKms, type AwsKmsSettings } from '../../../src/adapters/kms/aws/aws-kms.ts';
import { AzureKms } from '../../../src/adapters/kms/azure/azure-kms.ts';
import { GcpKms } from '../../../src/adapters/kms/gcp/gcp-kms.ts';
import type { KmsService } from '../../../src/adapters/kms/remote/service-call.ts';
import { VaultKms } from '../../../src/adapters/kms/vault/vault-kms.ts';
import type { VaultCredentials } from '../../../src/adapters/kms/vault/vault-login.ts';
import { type RemoteKmsSite, timeoutMs } from '../../conformance/kms-remote.ts';
import { startFakeAws } from './fake-aws.ts';
import { startFakeAzure } from './fake-azure.ts';
import { startFakeGcp } from './fake-gcp.ts';
import type { FakeService } from './fake-service.ts';
import { type FakeVault, startFakeVault } from './fake-vault.ts';

interface Way {
  readonly service: KmsService;
  readonly bodies: Buffer[];
  close(): Promise<void>;
}

/** The real transport to a fake, with an eye on every body. */
export function wayTo(name: KmsService['name'], fake: FakeService): Way {
  const transport = createOperatorTransport({
    origins: [fake.url],
    own: () => [],
    connectTimeoutMs: timeoutMs,
  });
  const bodies: Buffer[] = [];
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const watched = {
    async request(request: Parameters<typeof transport.request>[0]) {
      if (request.body !== undefined) bodies.push(request.body);
      const reply = await transport.request(request);
      bodies.push(reply.body);
      return reply;
    },
  };
  return {
    service: { name, transport: watched, timeoutMs, clock },
    bodies,
    close: () => transport.close(),
  };
}

export const awsAccount = {
  accessKeyId: 'AKIDFAKEFAKEFAKEFAKE',
  secretAccessKey: 'the/secret+of/the+fake/account/is/no/secret',
  sessionToken: 'a-session-token//of==the+fake',
  region: 'ap-southeast-3',
} as const;
export const awsArns = [
  'arn:aws:kms:ap-southeast-3:111122223333:key/0b8a4d5e-0c2f-4f0a-9d53-1f0b6b5a7c01',
  'arn:aws:kms:ap-southeast-3:111122223333:key/0b8a4d5e-0c2f-4f0a-9d53-1f0b6b5a7c02',
] as const;

export async function openAwsSite(): Promise<RemoteKmsSite> {
  const fake = await startFakeAws(awsAccount, awsArns);
  const { service, bodies, close } = wayTo('aws', fake);
  const settings = (keys: readonly string[]): AwsKmsSettings => ({
    keys,
    endpoint: fake.url,
    credentials: awsAccount,
  });
  return {
    kms: new AwsKms(settings(awsArns), service),
    other: new AwsKms(settings(awsArns.slice(1)), service),
    bindsContext: true,
    fake,
    bodies,
    close: () => closeBoth(close, fake),
  };
}

export async function openGcpSite(): Promise<RemoteKmsSite> {
  const ring = 'projects/p/locations/asia-southeast2/keyRings/monago/cryptoKeys';
  const names = [`${ring}/kek-one`, `${ring}/kek-two`];
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const account = {
    clientEmail: 'monago@p.iam.gserviceaccount.com',
    privateKeyId: '0123456789abcdef',
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
  const fake = await startFakeGcp(account, names);
  const { service, bodies, close } = wayTo('gcp', fake);
  const settings = (keys: readonly string[]) => ({
    keys,
    endpoint: fake.url,
    account: { ...account, tokenUri: `${fake.url}/token` },
  });
  return {
    kms: new GcpKms(settings(names), service),
    other: new GcpKms(settings(names.slice(1)), service),
    bindsContext: true,
    fake,
    bodies,
    close: () => closeBoth(close, fake),
  };
}

export async function openAzureSite(): Promise<RemoteKmsSite> {
  const client = {
    tenantId: '5e1f0e52-51b0-4b0e-9d5a-6f5f5d1c7a01',
    clientId: '5e1f0e52-51b0-4b0e-9d5a-6f5f5d1c7a02',
    clientSecret: 'the~secret.of_the-fake&client=1',
    scope: 'https://vault.azure.net/.default',
  };
  const versions = [
    'monago/0123456789abcdef0123456789abcde1',
    'monago/0123456789abcdef0123456789abcde2',
  ];
  const fake = await startFakeAzure(client, versions);
  const { service, bodies, close } = wayTo('azure', fake);
  const keys = versions.map((key) => `${fake.url}/keys/${key}`);
  const settings = { client: { ...client, authority: fake.url } };
  return {
    kms: new AzureKms({ ...settings, keys }, service),
    other: new AzureKms({ ...settings, keys: keys.slice(1) }, service),
    bindsContext: false,
    fake,
    bodies,
    close: () => closeBoth(close, fake),
  };
}

export interface VaultSiteUnderTest extends RemoteKmsSite {
  readonly fake: FakeVault;
  readonly kms: VaultKms;
}

export interface VaultSiteOptions {
  readonly method?: VaultCredentials['method'];
  readonly leaseSeconds?: number;
  readonly tokenSeconds?: number;
  readonly isDerived?: boolean;
}

export async function openVaultSite(options: VaultSiteOptions = {}): Promise<VaultSiteUnderTest> {
  const { method = 'approle', tokenSeconds = 0, ...rest } = options;
  const folder = await mkdtemp(join(tmpdir(), 'monago-vault-'));
  const tokenFile = join(folder, 'token');
  await writeFile(tokenFile, 'eyJ.service-account.token\n');
  const logins = {
    token: { path: 'none', body: {} },
    approle: { path: 'approle', body: { role_id: 'role-1', secret_id: 'secret-1' } },
    kubernetes: { path: 'k8s', body: { role: 'monago', jwt: 'eyJ.service-account.token' } },
  } as const;
  const names = ['monago', 'monago-old'];
  const fake = await startFakeVault({
    ...rest,
    namespace: 'bank/ai',
    keys: names,
    login: logins[method],
  });
  const credentials: Record<VaultCredentials['method'], VaultCredentials> = {
    token: { method: 'token', token: fake.grantToken(tokenSeconds) },
    approle: { method: 'approle', mount: 'approle', roleId: 'role-1', secretId: 'secret-1' },
    kubernetes: { method: 'kubernetes', mount: 'k8s', role: 'monago', tokenFile },
  };
  const { service, bodies, close } = wayTo('vault', fake);
  const site = { address: fake.url, namespace: 'bank/ai', credentials: credentials[method] };
  const keys = names.map((name) => `transit/${name}`);
  const kms = new VaultKms({ ...site, keys }, service);
  const other = new VaultKms({ ...site, keys: keys.slice(1) }, service);
  return {
    kms,
    other,
    bindsContext: true,
    fake,
    bodies,
    close: async () => {
      kms.close();
      other.close();
      await closeBoth(close, fake);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function closeBoth(close: () => Promise<void>, fake: FakeService): Promise<void> {
  await close();
  await fake.stop();
}
