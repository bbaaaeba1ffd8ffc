import { type Provider, providers } from '../credential/credential.ts';
import { providerOfModel, similarModels } from '../pricing/model-family.ts';
import type { AliasTarget } from '../protocol/model-alias.ts';
import { modelNamed } from './catalog.ts';
import { isSafeModelId, isSafeServerModel } from './safe-model-id.ts';

interface Found extends AliasTarget {
  readonly matchedBy: 'alias' | 'prefix' | 'catalogue' | 'family';
}

export type ModelResolution =
  | Found
  /** Nobody is known by that name; these are named like it. */
  | { readonly candidates: readonly string[] };

/**
 * Finds the provider of a model and its name there. In this order: the tenant's aliases, a provider's name with a slash
 * before the model, the catalogue, the way the name is formed. What none of them knows is not tried out on anybody's
 * key. Names that come out can go into the path of a request.
 */
export function resolveModel(
  requested: string,
  aliases: ReadonlyMap<string, AliasTarget>,
): ModelResolution {
  const name = withoutWindow(requested);
  const found = byAlias([requested, name], aliases) ?? byPrefix(name) ?? byName(name);
  if (found !== undefined && isSafe(found)) return found;
  return { candidates: similarModels(name) };
}

function isSafe({ provider, model, matchedBy }: Found): boolean {
  const isWrittenDown = matchedBy === 'alias' || matchedBy === 'prefix';
  return (
    isSafeModelId(model) || (isWrittenDown && provider !== 'bedrock' && isSafeServerModel(model))
  );
}

// Claude Code marks models that it uses with the long context; the API wants to hear of that in a header.
function withoutWindow(name: string): string {
  return name.replace(/\[1m\]$/i, '');
}

function byAlias(
  names: readonly string[],
  aliases: ReadonlyMap<string, AliasTarget>,
): Found | undefined {
  const name = names.find((each) => aliases.has(each));
  const target = name === undefined ? undefined : aliases.get(name);
  if (target === undefined) return undefined;
  return { provider: target.provider, model: target.model, matchedBy: 'alias' };
}

function byPrefix(name: string): Found | undefined {
  const provider = providers.find((each) => name.startsWith(`${each}/`));
  if (provider === undefined) return undefined;
  const model = name.slice(provider.length + 1);
  return { provider, model: dashed(model, provider) ?? model, matchedBy: 'prefix' };
}

function byName(name: string): Found | undefined {
  const known = modelNamed(name);
  if (known !== undefined) {
    return { provider: known.provider, model: name, matchedBy: 'catalogue' };
  }
  const claude = dashed(name, 'anthropic');
  if (claude !== undefined) {
    return { provider: 'anthropic', model: claude, matchedBy: 'catalogue' };
  }
  const provider = providerOfModel(name);
  return provider === undefined ? undefined : { provider, model: name, matchedBy: 'family' };
}

// Some routers write `claude-sonnet-4.5`. Only a name that exists is understood, nothing is made up.
function dashed(name: string, provider: Provider): string | undefined {
  const spelling = name.replaceAll('.', '-');
  return spelling !== name &&
    modelNamed(name) === undefined &&
    modelNamed(spelling)?.provider === provider
    ? spelling
    : undefined;
}
