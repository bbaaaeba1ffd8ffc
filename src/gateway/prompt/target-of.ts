import { resolveModel } from '../../domain/catalog/resolve-model.ts';
import { isSafeModelId, isSafeServerModel } from '../../domain/catalog/safe-model-id.ts';
import type { Provider } from '../../domain/credential/credential.ts';
import { withoutKeys } from '../../domain/credential/key-in-text.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { AliasTarget } from '../../domain/protocol/model-alias.ts';

export interface Target {
  readonly provider: Provider;
  /** As the provider names it. */
  readonly model: string;
}

export interface Wanted {
  /** As the client wrote it. */
  readonly model: string;
  readonly aliases: ReadonlyMap<string, AliasTarget>;
  /** The endpoint exists at this provider alone. */
  readonly only: Provider | undefined;
}

/**
 * Which provider a model is asked of, and under which name. A name that nobody knows is never tried out on somebody's key.
 * @throws MonagoError `model_not_found` with the names that come near, `unsupported_parameter`
 */
export function targetOf({ model, aliases, only }: Wanted): Target {
  const found = resolveModel(model, aliases);
  if ('provider' in found) {
    if (only === undefined || only === found.provider) return found;
    throw new MonagoError('unsupported_parameter', {
      message: `The model \`${shown(model)}\` is offered by ${found.provider}; this endpoint reaches ${only} alone.`,
      param: 'model',
    });
  }
  // The endpoint leaves no choice, so nothing is guessed; servers that speak a provider's API have models of their own.
  if (only !== undefined && isSafe(model, only)) return { provider: only, model };
  throw new MonagoError('model_not_found', {
    message: `The model \`${shown(model)}\` does not exist or you may not use it. Did you mean one of: ${found.candidates.join(', ')}?`,
    param: 'model',
  });
}

// Bedrock's names get into paths that are signed with the tenant's key.
function isSafe(model: string, provider: Provider): boolean {
  return provider === 'bedrock' ? isSafeModelId(model) : isSafeServerModel(model);
}

/** A name as it may be repeated: the caller chose it, so it could be anything, a key by mistake. */
export function shown(model: string): string {
  return withoutKeys(model.slice(0, 200))
    .slice(0, 100)
    .replace(/[^\x20-\x7e]|`/g, '?');
}
