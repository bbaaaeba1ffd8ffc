import {
  type CredentialStatus,
  credentialStatuses,
  type Provider,
  providers,
} from '../../../../src/domain/credential/credential.ts';

/** What the address of the page holds: `?provider=openai&status=active,disabled&add=openai`. */
export interface ProviderSearch {
  readonly provider?: string;
  readonly status?: string;
  /** Set while the Add provider dialog is open, so that it can be linked to. */
  readonly add?: 'new';
}

export interface ProviderFilter {
  readonly providers: readonly Provider[];
  readonly statuses: readonly CredentialStatus[];
}

/** Keeps what is known, drops the rest: an old link still opens. */
export function readProviderSearch(search: Record<string, unknown>): ProviderSearch {
  return {
    ...searchOf(filterOf(search)),
    ...(search['add'] === 'new' ? { add: 'new' } : {}),
  };
}

export function filterOf(search: Record<string, unknown> | ProviderSearch): ProviderFilter {
  const { provider, status }: Record<string, unknown> = { ...search };
  return { providers: chosen(provider, providers), statuses: chosen(status, credentialStatuses) };
}

export function searchOf({ providers: kinds, statuses }: ProviderFilter): ProviderSearch {
  return {
    ...(kinds.length > 0 ? { provider: kinds.join(',') } : {}),
    ...(statuses.length > 0 ? { status: statuses.join(',') } : {}),
  };
}

function chosen<Value extends string>(given: unknown, known: readonly Value[]): readonly Value[] {
  const named = typeof given === 'string' ? given.split(',') : [];
  return known.filter((value) => named.includes(value));
}
