import type { ListedPolicyView, PolicyView } from '../../../../src/contract/policy-schemas.ts';
import { isId } from '../../../../src/domain/ids.ts';
import { type TemplateId, templateIds } from './templates/template-ids.ts';

export const policyStates = ['enforce', 'monitor', 'off', 'draft', 'archived'] as const;
export type PolicyState = (typeof policyStates)[number];

/** What a policy is now: the mode of the version in force, or why there is none. */
export function stateOf({ active, archived_at }: PolicyView): PolicyState {
  if (archived_at !== null) return 'archived';
  return active === null ? 'draft' : active.mode;
}

export const policyOrders = ['name', 'priority', 'hits', 'would_block'] as const;
/** By name unless told; otherwise the highest first. */
export type PolicyOrder = (typeof policyOrders)[number];

/** What the address of the list holds: `?state=enforce,monitor&scope=tenant&find=pii&order=hits`. */
export interface PolicySearch {
  readonly order?: Exclude<PolicyOrder, 'name'>;
  readonly state?: string;
  readonly scope?: string;
  readonly find?: string;
}

/** Keeps what is known, drops the rest: an old link still opens. */
export function readPolicySearch(search: Record<string, unknown>): PolicySearch {
  const { state, scope, find } = search;
  const states = statesIn(typeof state === 'string' ? state : undefined);
  const order = policyOrders.find((each) => each === search['order']) ?? 'name';
  return {
    ...(order === 'name' ? {} : { order }),
    ...(states.length > 0 ? { state: states.join(',') } : {}),
    ...(isScope(scope) ? { scope } : {}),
    ...(typeof find === 'string' && find !== '' ? { find } : {}),
  };
}

function isScope(scope: unknown): scope is string {
  return typeof scope === 'string' && /^(?:tenant|workspace:[a-z0-9-]+)$/.test(scope);
}

export function statesIn(state: string | undefined): readonly PolicyState[] {
  const named = state?.split(',') ?? [];
  return policyStates.filter((each) => named.includes(each));
}

/** Those that the address asks for. Archived ones are only shown when they are. */
export function filterPolicies(
  policies: readonly ListedPolicyView[],
  search: PolicySearch,
): readonly ListedPolicyView[] {
  const states = statesIn(search.state);
  const find = search.find?.trim().toLowerCase() ?? '';
  const found = policies.filter((policy) => {
    const state = stateOf(policy);
    const isState = states.length === 0 ? state !== 'archived' : states.includes(state);
    const isScopeAsked = search.scope === undefined || policy.scope === search.scope;
    return isState && isScopeAsked && policy.name.includes(find);
  });
  const { order } = search;
  // Those that are equal stay in the order of their names.
  return order === undefined ? found : found.sort((a, b) => rank(b, order) - rank(a, order));
}

function rank(policy: ListedPolicyView, order: Exclude<PolicyOrder, 'name'>): number {
  switch (order) {
    case 'priority':
      return (policy.active ?? policy.latest).priority;
    case 'hits':
      return policy.hits_24h;
    case 'would_block':
      return policy.would_deny_24h;
  }
}

export interface NewPolicySearch {
  readonly from?: TemplateId | 'blank';
}

export function readNewPolicySearch({ from }: Record<string, unknown>): NewPolicySearch {
  const chosen = [...templateIds, 'blank' as const].find((each) => each === from);
  return chosen === undefined ? {} : { from: chosen };
}

export const policyTabs = ['edit', 'simulate', 'versions', 'activate'] as const;
export type PolicyTab = (typeof policyTabs)[number];

/** `?tab=activate&version=3`, `?tab=simulate&audit=aud_…` */
export interface PolicyTabSearch {
  readonly tab?: PolicyTab;
  /** The version to look at, or to put into force. */
  readonly version?: number;
  /** A recorded decision to simulate. */
  readonly audit?: string;
}

export function readPolicyTabSearch(search: Record<string, unknown>): PolicyTabSearch {
  const tab = policyTabs.find((each) => each === search['tab']);
  const version = Number(search['version']);
  const { audit } = search;
  return {
    ...(tab === undefined || tab === 'edit' ? {} : { tab }),
    ...(Number.isSafeInteger(version) && version > 0 ? { version } : {}),
    ...(typeof audit === 'string' && isId('aud', audit) ? { audit } : {}),
  };
}
