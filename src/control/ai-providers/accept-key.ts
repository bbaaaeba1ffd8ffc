import type { Provider } from '../../domain/credential/credential.ts';
import type { ProviderKey } from '../../domain/credential/provider-key.ts';
import type { Secret } from '../../domain/credential/secret.ts';
import { asMonagoError, MonagoError, unreachable } from '../../domain/errors.ts';
import type { KeyValidation, ProviderClient } from '../../ports/provider.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';

export interface OfferedKey {
  readonly by: Caller;
  readonly provider: Provider;
  readonly name: string;
  readonly key: ProviderKey;
  readonly baseUrl: string | undefined;
}

/** A key that the provider has accepted, and where. */
export interface AcceptedKey {
  readonly secret: Secret;
  readonly last4: string;
  readonly destination: string;
}

/**
 * Tries a key against its provider. A key that does not pass is recorded as rejected, and nothing else is kept of it.
 * @throws MonagoError `invalid_api_key` | `bad_base_url` | `provider_unreachable` | `validation_timeout` | `rate_limited`
 */
export async function acceptKey(offer: OfferedKey, use: Control): Promise<AcceptedKey> {
  const client = clientOf(offer.provider, use);
  try {
    const { secret, last4 } = wellFormed(offer.key);
    use.validationLimit.take(offer.by.tenantId);
    const destination = await destinationOf(client, offer.baseUrl);
    refuseUnlessValid(await client.validateKey(secret, destination));
    return { secret, last4, destination };
  } catch (thrown) {
    const refusal = asMonagoError(thrown);
    if (refusal.code !== 'rate_limited') await recordRejection(offer, refusal, use);
    throw refusal;
  }
}

function clientOf(provider: Provider, use: Control): ProviderClient {
  const client = use.providers[provider];
  if (client !== undefined) return client;
  const message = 'This provider cannot be connected yet.';
  throw new MonagoError('invalid_input', {
    param: 'provider',
    fields: [{ field: 'provider', message }],
  });
}

function wellFormed(key: ProviderKey): { readonly secret: Secret; readonly last4: string } {
  if (key.isWellFormed) return key;
  throw new MonagoError('invalid_api_key', { message: key.because, param: 'api_key' });
}

async function destinationOf(client: ProviderClient, baseUrl: string | undefined): Promise<string> {
  try {
    return await client.destination({ baseUrl, region: undefined });
  } catch (thrown) {
    // Nobody typed an address, so there is none to correct: the provider's own cannot be reached from here.
    if (baseUrl !== undefined || asMonagoError(thrown).code !== 'bad_base_url') throw thrown;
    throw new MonagoError('provider_unreachable', { cause: thrown });
  }
}

function refuseUnlessValid(validation: KeyValidation): void {
  switch (validation.result) {
    case 'valid':
    case 'valid_limited':
      return;
    case 'invalid':
      throw new MonagoError('invalid_api_key', { param: 'api_key', ...detailOf(validation) });
    case 'billing':
      throw new MonagoError('invalid_api_key', {
        message: 'Invalid API key: the provider refuses it until its account is paid for.',
        param: 'api_key',
        ...detailOf(validation),
      });
    case 'region_mismatch':
      throw new MonagoError('invalid_api_key', {
        message: 'Invalid API key: it belongs to another region.',
        param: 'region',
        ...detailOf(validation),
      });
    case 'unreachable':
      throw new MonagoError('provider_unreachable', detailOf(validation));
    case 'bad_base_url':
      throw new MonagoError('bad_base_url', { param: 'base_url', ...detailOf(validation) });
    case 'timeout':
      throw new MonagoError('validation_timeout');
    default:
      unreachable(validation);
  }
}

function detailOf({ providerDetail }: { readonly providerDetail?: string }) {
  return providerDetail === undefined ? {} : { providerDetail };
}

async function recordRejection(
  { by, provider, name }: OfferedKey,
  refusal: MonagoError,
  use: Control,
): Promise<void> {
  await use.auditLog.append({
    tenantId: by.tenantId,
    entryId: use.random.id('aud'),
    fact: {
      type: 'credential.rejected',
      ...signedBy(by),
      provider,
      name,
      reason: refusal.code,
    },
  });
}
