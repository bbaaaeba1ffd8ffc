import { createHash } from 'node:crypto';
import type { Provider } from '../../domain/credential/credential.ts';
import type { SealingContext, SealingPurpose } from '../../domain/credential/envelope.ts';
import { hexOf } from '../../domain/ids.ts';

const purposeByte: Readonly<Record<SealingPurpose, number>> = {
  provider_credential: 1,
  audit_signing_key: 2,
  token_signing_key: 3,
  audit_content_key: 4,
};

const providerByte: Readonly<Record<Provider, number>> = { openai: 1, anthropic: 2, bedrock: 3 };

const idBytes = 16;
const additionalDataBytes = 74;

/** The additional authenticated data of format mgv1. Every field has a fixed width, so no two contexts can meet. */
export function additionalData(context: SealingContext): Buffer {
  const head = Buffer.alloc(5, 'MGV1', 'latin1');
  head.writeUInt8(purposeByte[context.purpose], 4);
  const version = Buffer.alloc(4);
  version.writeUInt32BE(context.version);
  const { provider, credentialId } = context;
  return Buffer.concat(
    [
      head,
      Buffer.from(hexOf(context.tenantId), 'hex'),
      Buffer.of(provider === undefined ? 0 : providerByte[provider]),
      credentialId === undefined ? Buffer.alloc(idBytes) : Buffer.from(hexOf(credentialId), 'hex'),
      version,
      createHash('sha256').update(context.destination, 'utf8').digest(),
    ],
    additionalDataBytes,
  );
}
