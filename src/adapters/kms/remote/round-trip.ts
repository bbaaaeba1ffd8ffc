import { randomBytes } from 'node:crypto';
import type { SealingContext } from '../../../domain/credential/envelope.ts';
import { platformTenantId } from '../../../domain/ids.ts';
import type { WrapContext, WrappedKey } from '../../../ports/kms.ts';
import { additionalData } from '../additional-data.ts';
import { keyBytes } from '../aes-gcm.ts';

interface Wrapping {
  wrap(dek: Buffer, context: WrapContext): Promise<WrappedKey>;
  unwrap(wrapped: WrappedKey, context: WrapContext): Promise<Buffer>;
}

// A context that no stored secret has.
const fields: SealingContext = {
  purpose: 'provider_credential',
  tenantId: platformTenantId,
  version: 0,
  destination: 'monago:key-probe',
};

/** Whether a key gives back a data key that protects nothing; proves access to it in both directions. */
export async function roundTrips({ wrap, unwrap }: Wrapping): Promise<boolean> {
  const context: WrapContext = { aad: additionalData(fields), fields };
  const dek = randomBytes(keyBytes);
  const opened = await unwrap(await wrap(dek, context), context);
  return opened.equals(dek);
}
