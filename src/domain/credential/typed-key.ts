import { readBedrockSecret } from './bedrock-secret.ts';
import type { Provider } from './credential.ts';
import { unusableKeyReason } from './key-shape.ts';
import { type ProviderKey, readProviderKey } from './provider-key.ts';

/** What was typed into the form of a provider. */
export type TypedKey =
  | { readonly kind: 'api_key'; readonly apiKey: string }
  | {
      readonly kind: 'access_key';
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken: string | undefined;
    };

/** The key as it will be tried and sealed, or why it cannot be one of this provider. */
export function readTypedKey(provider: Provider, typed: TypedKey): ProviderKey {
  if (typed.kind === 'access_key') {
    const { accessKeyId, secretAccessKey, sessionToken } = typed;
    return readBedrockSecret({
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    });
  }
  const because = unusableKeyReason(typed.apiKey);
  if (because !== undefined) return { isWellFormed: false, because };
  return provider === 'bedrock'
    ? readBedrockSecret({ apiKey: typed.apiKey })
    : readProviderKey(typed.apiKey);
}
