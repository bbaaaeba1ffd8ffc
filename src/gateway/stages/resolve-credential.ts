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

/** @throws MonagoError `provider_not_configured` */
export function chooseRoute(cleared: ClearedPrompt, caller: Caller, { use }: Exchange): Route {
  const { provider } = cleared.prompt;
  const client = use.providers[provider];
  const credential = use.directory.activeCredential(caller.tenantId, provider);
  if (client === undefined || credential === undefined) {
    throw new MonagoError('provider_not_configured');
  }
  return { credential, client };
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
