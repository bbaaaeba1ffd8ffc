import { describe, expect, test } from 'vitest';
import type { ListedPolicyView } from '../../../../src/contract/policy-schemas.ts';
import {
  filterPolicies,
  readNewPolicySearch,
  readPolicySearch,
  readPolicyTabSearch,
  stateOf,
} from './policy-search.ts';

const version = {
  number: 1,
  hash: 'sha256:0',
  mode: 'monitor',
  priority: 50,
  note: '',
  created_at: '2026-11-22T00:00:00.000Z',
  created_by: 'usr_1',
} as const;

function policy(name: string, part: Partial<ListedPolicyView> = {}): ListedPolicyView {
  return {
    id: `pol_${name}`,
    name,
    scope: 'tenant',
    active: version,
    latest: version,
    created_at: version.created_at,
    created_by: 'usr_1',
    archived_at: null,
    hits_24h: 0,
    would_deny_24h: 0,
    warnings: [],
    ...part,
  };
}

const policies = [
  policy('pii', { active: { ...version, mode: 'enforce' } }),
  policy('hours', { scope: 'workspace:retail' }),
  policy('draft-one', { active: null }),
  policy('old', { active: null, archived_at: version.created_at }),
];
const found = (search: Record<string, unknown>) =>
  filterPolicies(policies, readPolicySearch(search)).map(({ name }) => name);

describe('the address of the list', () => {
  test('chooses by state, scope and name', () => {
    expect(found({ state: 'enforce,draft' })).toEqual(['pii', 'draft-one']);
    expect(found({ scope: 'workspace:retail' })).toEqual(['hours']);
    expect(found({ find: 'D' })).toEqual(['draft-one']);
    expect(found({ state: 'monitor', scope: 'tenant' })).toEqual([]);
  });

  test('leaves archived ones out unless it asks for them', () => {
    expect(found({})).toEqual(['pii', 'hours', 'draft-one']);
    expect(found({ state: 'archived' })).toEqual(['old']);
  });

  test('puts the highest first where it says by what, and keeps equal ones by name', () => {
    const busy = [
      policy('a', { hits_24h: 1, would_deny_24h: 0 }),
      policy('b', { hits_24h: 7, would_deny_24h: 2, active: { ...version, priority: 10 } }),
      policy('c', { hits_24h: 1, would_deny_24h: 5 }),
    ];
    const sorted = (order: string) =>
      filterPolicies(busy, readPolicySearch({ order })).map(({ name }) => name);
    expect(sorted('hits')).toEqual(['b', 'a', 'c']);
    expect(sorted('would_block')).toEqual(['c', 'b', 'a']);
    expect(sorted('priority')).toEqual(['a', 'c', 'b']);
    expect(sorted('name')).toEqual(['a', 'b', 'c']);
    expect(readPolicySearch({ order: 'name' })).toEqual({});
  });

  test('drops what it does not know', () => {
    expect(readPolicySearch({ state: 'x,monitor,y', scope: 'galaxy', find: '', page: 3 })).toEqual({
      state: 'monitor',
    });
    expect(readNewPolicySearch({ from: 'nothing' })).toEqual({});
    expect(readNewPolicySearch({ from: 'pii' })).toEqual({ from: 'pii' });
    expect(readPolicyTabSearch({ tab: 'edit', version: '-1', audit: 'x' })).toEqual({});
    expect(readPolicyTabSearch({ tab: 'activate', version: '3' })).toEqual({
      tab: 'activate',
      version: 3,
    });
  });
});

test('a policy is what its version in force is', () => {
  expect(policies.map(stateOf)).toEqual(['enforce', 'monitor', 'draft', 'archived']);
});
