import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AwsKms } from '../../src/adapters/kms/aws/aws-kms.ts';
import { EnvelopeVault } from '../../src/adapters/kms/envelope-vault.ts';
import { startFakeAws } from '../support/kms-fakes/fake-aws.ts';
import {
  awsAccount,
  awsArns,
  openAzureSite,
  openGcpSite,
  wayTo,
} from '../support/kms-fakes/remote-sites.ts';
import { keyVaultConformance } from './key-vault.ts';
import { context } from './kms.ts';
import type { RemoteKmsSite } from './kms-remote.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('AWS KMS', () => {
  const refusedWith = async (credentials: { accessKeyId: string; secretAccessKey: string }) => {
    const fake = await startFakeAws(awsAccount, awsArns);
    const { service, close } = wayTo('aws', fake);
    closing.push(() => fake.stop(), close);
    const kms = new AwsKms({ keys: awsArns, endpoint: fake.url, credentials }, service);
    return kms.wrap(randomBytes(32), context);
  };

  test.each([
    ['another secret', { ...awsAccount, secretAccessKey: 'x' }, 'InvalidSignatureException'],
    ['another key id', { ...awsAccount, accessKeyId: 'AKIDX' }, 'UnrecognizedClientException'],
    [
      'no session token',
      { accessKeyId: awsAccount.accessKeyId, secretAccessKey: awsAccount.secretAccessKey },
      'UnrecognizedClientException',
    ],
  ])('with %s is out of reach, and the log says why', async (_, credentials, code) => {
    await expect(refusedWith(credentials)).rejects.toMatchObject({
      code: 'kms_unavailable',
      internal: expect.stringContaining(code),
    });
  });

  test.each([
    'AccessDeniedException',
    'DisabledException',
    'KMSInvalidStateException',
    'NotFoundException',
  ])('that answers %s does not make a credential unreadable', async (code) => {
    const fake = await startFakeAws(awsAccount, awsArns);
    const { service, close } = wayTo('aws', fake);
    closing.push(() => fake.stop(), close);
    const settings = { keys: awsArns, endpoint: fake.url, credentials: awsAccount };
    const kms = new AwsKms(settings, service);
    const wrapped = await kms.wrap(randomBytes(32), context);
    fake.fault({ does: { status: 400, body: JSON.stringify({ __type: code }) } });
    await expect(kms.unwrap(wrapped, context)).rejects.toMatchObject({ code: 'kms_unavailable' });
  });
});

describe('Google Cloud KMS', () => {
  let site: RemoteKmsSite;

  beforeAll(async () => {
    site = await openGcpSite();
  });

  afterEach(() => site.fake.heal());
  afterAll(() => site?.close());

  test('is not believed when a checksum does not fit', async () => {
    const wrapped = await site.kms.wrap(randomBytes(32), context);
    const plaintext = randomBytes(32).toString('base64');
    const body = JSON.stringify({ plaintext, plaintextCrc32c: '1' });
    site.fake.fault({ does: { status: 200, body }, path: ':decrypt' });
    await expect(site.kms.unwrap(wrapped, context)).rejects.toMatchObject({
      code: 'kms_unavailable',
      internal: expect.stringContaining('damaged'),
    });
  });

  test.each(['verifiedPlaintextCrc32c', 'verifiedAdditionalAuthenticatedDataCrc32c'])(
    'is not believed without %s',
    async (name) => {
      const body = JSON.stringify({
        name: 'projects/p/locations/asia-southeast2/keyRings/monago/cryptoKeys/kek-one/cryptoKeyVersions/1',
        ciphertext: 'AAAA',
        ciphertextCrc32c: '0',
        verifiedPlaintextCrc32c: true,
        verifiedAdditionalAuthenticatedDataCrc32c: true,
        [name]: false,
      });
      site.fake.fault({ does: { status: 200, body }, path: ':encrypt' });
      await expect(site.kms.wrap(randomBytes(32), context)).rejects.toMatchObject({
        code: 'kms_unavailable',
      });
    },
  );

  test('is asked for one access token, not for one a call', async () => {
    for (let call = 0; call < 5; call += 1) await site.kms.wrap(randomBytes(32), context);
    expect(site.fake.calls.filter(({ path }) => path === '/token')).toHaveLength(1);
  });
});

describe('an envelope under Azure, which binds nothing itself', () => {
  let site: RemoteKmsSite;

  beforeAll(async () => {
    site = await openAzureSite();
  });

  afterAll(() => site?.close());

  keyVaultConformance(
    'an envelope under Azure Key Vault',
    async () => new EnvelopeVault(site.kms, randomBytes),
  );
});
