import type { Secret } from '../../domain/credential/secret.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { SealedCredential } from '../../ports/directory.ts';
import type { ProviderClient } from '../../ports/provider.ts';
import type { Caller, Exchange } from '../exchange.ts';
import type { ClearedPrompt } from './decide.ts';
import type { OpenIntent } from './open-intent.ts';

/** The credential that will be used and the client that speaks to its provider; nothing is decrypted yet. */
export interface Route {
  readonly credential: SealedCredential;
  readonly client: ProviderClient;
}

/**
 * The tenant's newest active credential; only where it has none, the platform's, if the tenant allows it. Nothing that
 * goes wrong later leads back here: a provider, a cipher or a KMS that fails is an error and never a reason to use
 * somebody else's key.
 * @throws MonagoError `provider_not_configured`
 */
export function chooseRoute(cleared: ClearedPrompt, caller: Caller, { use }: Exchange): Route {
  const { provider } = cleared.prompt;
  const region = cleared.decision.route?.region;
  const { directory } = use;
  const client = use.providers[provider];
  const hasOwn = directory.activeCredential(caller.tenantId, provider) !== undefined;
  // Not having one in the region that policy wants is no reason to use somebody else's.
  const credential = hasOwn
    ? directory.activeCredential(caller.tenantId, provider, region)
    : directory.fallbackCredential(caller.tenantId, provider, region);
  if (client === undefined || credential === undefined) throw notConfigured(region);
  return { credential, client };
}

function notConfigured(region: string | undefined): MonagoError {
  if (region === undefined) return new MonagoError('provider_not_configured');
  return new MonagoError('provider_not_configured', {
    message: `Policy routes this request to ${region}, where no credential is active. An administrator can add one under AI Providers.`,
  });
}

/**
 * Decrypts the key, for this one call. It asks for the intent because no key may be decrypted before the log says what
 * for.
 * @throws MonagoError `credential_unreadable`, `kms_unavailable`
 */
export function openKey(intent: OpenIntent, { use }: Exchange): Promise<Secret> {
  const { id, tenantId, provider, version, destination, sealed } = intent.route.credential;
  return use.vault.open(sealed, {
    purpose: 'provider_credential',
    tenantId,
    provider,
    credentialId: id,
    version,
    destination,
  });
}
