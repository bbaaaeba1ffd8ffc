import { randomBytes } from 'node:crypto';
import { EnvelopeVault } from '../../src/adapters/kms/envelope-vault.ts';
import { LocalKms } from '../../src/adapters/kms/local-kms.ts';
import { keyVaultConformance } from './key-vault.ts';

const active = { kid: 'conformance', key: randomBytes(32) };

keyVaultConformance(
  'an envelope under a local keyring',
  async () => new EnvelopeVault(new LocalKms({ active, keys: [active] }, randomBytes), randomBytes),
);
