import { catalogModels } from '../../domain/catalog/catalog.ts';
import type { CatalogModel } from '../../domain/catalog/model.ts';
import type { Provider } from '../../domain/credential/credential.ts';
import { providers } from '../../domain/credential/credential.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Directory } from '../../ports/directory.ts';

/** A model as a client may ask for it. */
export interface OfferedModel {
  /** What the client writes as `model`. */
  readonly id: string;
  /** Other names that mean the same. */
  readonly aliases: readonly string[];
  readonly name: string;
  readonly provider: Provider;
  readonly ownedBy: string;
  /** Seconds since the epoch. */
  readonly releasedAt: number | undefined;
  readonly contextWindow: number | undefined;
  readonly maxOutputTokens: number | undefined;
}

/**
 * The models that a tenant's callers may use: those of the providers that it has a key for, and its own names for them.
 * Its own names come first.
 */
export function offeredModels(tenantId: TenantId, directory: Directory): readonly OfferedModel[] {
  const isReachable = new Set(
    providers.filter(
      (provider) =>
        (directory.activeCredential(tenantId, provider) ??
          directory.fallbackCredential(tenantId, provider)) !== undefined,
    ),
  );
  const known = catalogModels.filter(({ provider }) => isReachable.has(provider));
  const aliases = [...directory.gatewaySettings(tenantId).aliases]
    .filter(([, { provider }]) => isReachable.has(provider))
    .map(([alias, { provider, model }]) => {
      const found = known.find((entry) => entry.provider === provider && entry.id === model);
      return { ...unknownModel, ...found, id: alias, aliases: [], name: alias, provider };
    });
  const own = new Set(aliases.map(({ id }) => id));
  return [...aliases, ...known.filter(({ id }) => !own.has(id))];
}

const unknownModel: Omit<CatalogModel, 'id' | 'name' | 'provider' | 'wires' | 'aliases'> = {
  ownedBy: 'organization',
  releasedAt: undefined,
  contextWindow: undefined,
  maxOutputTokens: undefined,
};
