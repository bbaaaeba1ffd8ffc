import type { CredentialValidation, Provider } from '../../domain/credential/credential.ts';
import type { ProviderKey } from '../../domain/credential/provider-key.ts';
import type { Secret } from '../../domain/credential/secret.ts';
import { readTypedKey, type TypedKey } from '../../domain/credential/typed-key.ts';
import { asMonagoError, MonagoError, unreachable } from '../../domain/errors.ts';
import type { KeyValidation, ProviderClient, ProviderPlace } from '../../ports/provider.ts';
import { type KeyKeeper, signedBy } from '../caller.ts';
import type { CredentialPorts } from './credential-ports.ts';

/** A key as it was offered, and where it is to be used. */
export interface OfferedKey extends ProviderPlace {
  readonly by: KeyKeeper;
  readonly provider: Provider;
  readonly name: string;
  readonly typed: TypedKey;
}

/** A key that the provider has accepted, and where. */
export interface AcceptedKey extends ProviderPlace {
  readonly secret: Secret;
  readonly last4: string;
  readonly destination: string;
  readonly validation: CredentialValidation;
}

/**
 * Tries a key against its provider and hands it on if it passes. A key that does not is recorded as rejected, and
 * nothing else is kept of it. The key lives as bytes only as long as the task runs.
 * @throws MonagoError `invalid_api_key` | `provider_billing` | `region_mismatch` | `bad_base_url` |
 * `provider_unreachable` | `validation_timeout` | `rate_limited` | `invalid_input`
 */
export async function withAcceptedKey<T>(
  offer: OfferedKey,
  use: CredentialPorts,
  task: (accepted: AcceptedKey) => Promise<T>,
): Promise<T> {
  const client = clientOf(offer.provider, use);
  refuseMisplaced(offer);
  const key = readTypedKey(offer.provider, offer.typed);
  try {
    return await task(await acceptKey({ offer, key, client }, use));
  } finally {
    if (key.isWellFormed) key.secret.wipe();
  }
}

interface Attempt {
  readonly offer: OfferedKey;
  readonly key: ProviderKey;
  readonly client: ProviderClient;
}

async function acceptKey(attempt: Attempt, use: CredentialPorts): Promise<AcceptedKey> {
  const { offer, client } = attempt;
  try {
    const { secret, last4 } = wellFormed(attempt);
    const destination = await destinationOf(client, offer);
    // Only what reaches the provider counts: a mistyped address must not cost an administrator the next minute.
    use.validationLimit.take(offer.by.tenantId);
    const validation = acceptedAs(await client.validateKey(secret, destination), offer);
    const { baseUrl, region } = offer;
    return { secret, last4, destination, validation, baseUrl, region };
  } catch (thrown) {
    const refusal = asMonagoError(thrown);
    if (refusal.code !== 'rate_limited') await recordRejection(offer, refusal, use);
    throw refusal;
  }
}

function clientOf(provider: Provider, use: CredentialPorts): ProviderClient {
  return use.providers[provider] ?? refuse('provider', 'This provider cannot be connected yet.');
}

/** Regions and access keys are AWS's alone, and AWS cannot do without a region. */
function refuseMisplaced({ provider, region, typed }: OfferedKey): void {
  if (provider === 'bedrock') {
    if (region === undefined) refuse('region', 'Choose the AWS region.');
    return;
  }
  if (region !== undefined) refuse('region', 'This provider has no regions.');
  if (typed.kind === 'access_key') {
    refuse('access_key_id', 'This provider has no access keys: enter its API key.');
  }
}

function refuse(field: string, message: string): never {
  throw new MonagoError('invalid_input', { param: field, fields: [{ field, message }] });
}

function wellFormed({ key, offer }: Attempt): { readonly secret: Secret; readonly last4: string } {
  if (key.isWellFormed) return key;
  throw new MonagoError('invalid_api_key', { message: key.because, param: keyFieldOf(offer) });
}

function keyFieldOf({ typed }: OfferedKey): string {
  return typed.kind === 'api_key' ? 'api_key' : 'secret_access_key';
}

async function destinationOf(client: ProviderClient, place: ProviderPlace): Promise<string> {
  const { baseUrl, region } = place;
  try {
    return await client.destination({ baseUrl, region });
  } catch (thrown) {
    // Nobody typed an address, so there is none to correct: the provider's own cannot be reached from here.
    if (baseUrl !== undefined || asMonagoError(thrown).code !== 'bad_base_url') throw thrown;
    throw new MonagoError('provider_unreachable', { cause: thrown });
  }
}

function acceptedAs(validation: KeyValidation, offer: OfferedKey): CredentialValidation {
  switch (validation.result) {
    case 'valid':
    case 'valid_limited':
      return validation.result;
    case 'invalid':
      throw new MonagoError('invalid_api_key', {
        param: keyFieldOf(offer),
        ...detailOf(validation),
      });
    case 'billing':
      throw new MonagoError('provider_billing', detailOf(validation));
    case 'region_mismatch':
      throw new MonagoError('region_mismatch', { param: 'region', ...detailOf(validation) });
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
  use: CredentialPorts,
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
