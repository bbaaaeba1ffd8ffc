import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startFakeAws } from '../support/kms-fakes/fake-aws.ts';
import { startFakeVault } from '../support/kms-fakes/fake-vault.ts';
import {
  awsAccount,
  awsArns,
  openAwsSite,
  openAzureSite,
  openVaultSite,
} from '../support/kms-fakes/remote-sites.ts';
import { context } from './kms.ts';

/** A package that is a development dependency where it is wanted, and no dependency of Monago. */
function optional(name: string): unknown {
  try {
    return createRequire(import.meta.url)(name);
  } catch {
    return undefined;
  }
}

interface AwsOutput {
  readonly KeyId?: string;
  readonly CiphertextBlob?: Uint8Array;
  readonly Plaintext?: Uint8Array;
}
type AwsClient = new (options: object) => { send(command: object): Promise<AwsOutput> };
type Command = new (input: object) => object;
const isClass = (value: unknown) => typeof value === 'function';
const awsPackage = z.object({
  KMSClient: z.custom<AwsClient>(isClass),
  EncryptCommand: z.custom<Command>(isClass),
  DecryptCommand: z.custom<Command>(isClass),
});
const aws = awsPackage.safeParse(optional('@aws-sdk/client-kms')).data;

type VaultClient = (options: object) => {
  write(path: string, body: object): Promise<{ data: Record<string, string> }>;
};
const vaultClient = z.custom<VaultClient>(isClass).safeParse(optional('node-vault')).data;

interface AzureCryptography {
  wrapKey(algorithm: string, key: Uint8Array): Promise<{ result: Uint8Array }>;
  unwrapKey(algorithm: string, key: Uint8Array): Promise<{ result: Uint8Array }>;
}
type AzureClient = new (key: string, credential: object, options: object) => AzureCryptography;
const azurePackage = z.object({ CryptographyClient: z.custom<AzureClient>(isClass) });
const azure = azurePackage.safeParse(optional('@azure/keyvault-keys')).data;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const because = (name: string, found: unknown) =>
  found === undefined ? ` (skipped: ${name} is not installed)` : '';

describe.skipIf(aws === undefined)(
  `the official AWS client${because('@aws-sdk/client-kms', aws)}`,
  () => {
    const EncryptionContext = {
      app: 'monago',
      purpose: 'provider_credential',
      tenant: context.fields.tenantId,
      provider: 'openai',
      credential: context.fields.credentialId,
      version: '1',
      dest_hash: createHash('sha256').update(context.fields.destination).digest('hex'),
    };
    const client = (endpoint: string, secretAccessKey: string = awsAccount.secretAccessKey) => {
      if (aws === undefined) throw new Error('not installed');
      const { region } = awsAccount;
      const credentials = { ...awsAccount, secretAccessKey };
      return { ...aws, kms: new aws.KMSClient({ endpoint, region, credentials, maxAttempts: 1 }) };
    };

    test('is accepted by the fake, and refused with another secret', async () => {
      const fake = await startFakeAws(awsAccount, awsArns);
      closing.push(() => fake.stop());
      const { kms, EncryptCommand } = client(fake.url);
      const input = { KeyId: awsArns[0], Plaintext: randomBytes(32) };
      expect((await kms.send(new EncryptCommand(input))).KeyId).toBe(awsArns[0]);
      await expect(client(fake.url, 'another').kms.send(new EncryptCommand(input))).rejects.toThrow(
        expect.objectContaining({ name: 'InvalidSignatureException' }),
      );
    });

    test('opens what Monago wrapped, and Monago what it wrapped', async () => {
      const site = await openAwsSite();
      closing.push(() => site.close());
      const { kms, EncryptCommand, DecryptCommand } = client(site.fake.url);
      const dek = randomBytes(32);
      const { blob, kekRef } = await site.kms.wrap(dek, context);
      const opened = await kms.send(
        new DecryptCommand({ CiphertextBlob: blob, EncryptionContext }),
      );
      expect(dek.equals(opened.Plaintext ?? Buffer.alloc(0))).toBe(true);
      const input = { KeyId: awsArns[0], Plaintext: dek, EncryptionContext };
      const { CiphertextBlob = Buffer.alloc(0) } = await kms.send(new EncryptCommand(input));
      const wrapped = { kekRef, blob: Buffer.from(CiphertextBlob) };
      expect((await site.kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
    });

    test('sends the same request as Monago, but for its own diagnostics', async () => {
      const site = await openAwsSite();
      closing.push(() => site.close());
      const { kms, EncryptCommand } = client(site.fake.url);
      const dek = randomBytes(32);
      await site.kms.wrap(dek, context);
      await kms.send(new EncryptCommand({ KeyId: awsArns[0], Plaintext: dek, EncryptionContext }));
      const [ours, theirs] = site.fake.calls;
      expect(ours?.path).toBe(theirs?.path);
      expect(JSON.parse(String(ours?.body))).toEqual(JSON.parse(String(theirs?.body)));
      for (const name of ['content-type', 'x-amz-target', 'x-amz-security-token']) {
        expect([name, ours?.headers[name]]).toEqual([name, theirs?.headers[name]]);
      }
    });
  },
);

describe.skipIf(azure === undefined)(
  `the official Azure client${because('@azure/keyvault-keys', azure)}`,
  () => {
    test('opens what Monago wrapped, and Monago what it wrapped', async () => {
      if (azure === undefined) throw new Error('not installed');
      const site = await openAzureSite();
      closing.push(() => site.close());
      const dek = randomBytes(32);
      const { kekRef, blob } = await site.kms.wrap(dek, context);
      const seen = await site.fake.seen('/wrapkey');
      const token = seen.headers['authorization']?.replace('Bearer ', '') ?? '';
      const credential = {
        getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
      };
      const client = new azure.CryptographyClient(kekRef.slice('azure:'.length), credential, {
        allowInsecureConnection: true,
        serviceVersion: '7.4',
        disableChallengeResourceVerification: true,
        retryOptions: { maxRetries: 0 },
      });
      const opened = await client.unwrapKey('RSA-OAEP-256', blob);
      expect(dek.equals(opened.result)).toBe(true);
      const { result } = await client.wrapKey('RSA-OAEP-256', dek);
      const wrapped = { kekRef, blob: Buffer.from(result) };
      expect((await site.kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
    });
  },
);

describe.skipIf(vaultClient === undefined)(
  `another client of Vault${because('node-vault', vaultClient)}`,
  () => {
    test('opens what Monago wrapped, and Monago what it wrapped', async () => {
      if (vaultClient === undefined) throw new Error('not installed');
      const site = await openVaultSite();
      closing.push(() => site.close());
      const token = site.fake.grantToken(0);
      const other = vaultClient({ endpoint: site.fake.url, token, namespace: 'bank/ai' });
      const derivation = createHash('sha256').update(context.aad).digest('base64');
      const dek = randomBytes(32);
      const { kekRef, blob } = await site.kms.wrap(dek, context);
      const opened = await other.write('transit/decrypt/monago', {
        ciphertext: blob.toString(),
        context: derivation,
      });
      expect(opened.data['plaintext']).toBe(dek.toString('base64'));
      const { data } = await other.write('transit/encrypt/monago', {
        plaintext: dek.toString('base64'),
        context: derivation,
      });
      const wrapped = { kekRef, blob: Buffer.from(data['ciphertext'] ?? '') };
      expect((await site.kms.unwrap(wrapped, context)).equals(dek)).toBe(true);
    });

    test('is refused without the namespace', async () => {
      if (vaultClient === undefined) throw new Error('not installed');
      const fake = await startFakeVault({
        keys: ['monago'],
        namespace: 'bank/ai',
        login: { path: 'none', body: {} },
      });
      closing.push(() => fake.stop());
      const other = vaultClient({ endpoint: fake.url, token: fake.grantToken(0) });
      await expect(other.write('transit/encrypt/monago', { plaintext: 'AA==' })).rejects.toThrow(
        '404',
      );
    });
  },
);
