import { randomBytes } from 'node:crypto';
import { LocalKms } from '../../src/adapters/kms/local-kms.ts';
import {
  openAwsSite,
  openAzureSite,
  openGcpSite,
  openVaultSite,
} from '../support/kms-fakes/remote-sites.ts';
import { kmsConformance } from './kms.ts';
import { remoteKmsConformance } from './kms-remote.ts';

const one = { kid: 'one', key: randomBytes(32) };
const two = { kid: 'two', key: randomBytes(32) };

kmsConformance('a local keyring', async () => ({
  kms: new LocalKms({ active: one, keys: [one, two] }, randomBytes),
  other: new LocalKms({ active: two, keys: [two] }, randomBytes),
  bindsContext: true,
  close: async () => undefined,
}));

const remote = {
  'AWS KMS (a fake of its wire)': openAwsSite,
  'Google Cloud KMS (a fake of its wire)': openGcpSite,
  'Azure Key Vault (a fake of its wire)': openAzureSite,
  'Vault transit (a fake of its wire)': () => openVaultSite(),
} as const;

for (const [name, open] of Object.entries(remote)) {
  kmsConformance(name, open);
  remoteKmsConformance(name, open);
}
