import type { PolicyInput } from '../condition/variables.ts';
import type { CompiledPolicy } from './compile-policy.ts';
import { type IndexedVariable, type IndexKey, indexedVariables } from './index-keys.ts';

/** Finds the policies that may match, without evaluating those that cannot. */
export interface PolicyIndex {
  /** Calls back once for each, in no particular order. */
  candidates(input: PolicyInput, visit: (policy: number) => void): void;
}

interface Lookup {
  readonly read: (input: PolicyInput) => string | readonly string[];
  readonly postings: Map<string, number[]>;
}

/** Each policy is filed under the key that the fewest others share; policies that have none are always candidates. */
export function indexOf(policies: readonly CompiledPolicy[]): PolicyIndex {
  const sharing = countSharing(policies);
  const always: number[] = [];
  const lookups = new Map<IndexedVariable, Lookup>();
  policies.forEach(({ indexKeys }, position) => {
    const key = mostSelective(indexKeys, sharing);
    if (key === undefined) always.push(position);
    else file(key, position, lookups);
  });
  const all = [...lookups.values()];
  // Reused between calls: nothing awaits in between.
  const seen = new Uint8Array(policies.length);
  return {
    candidates(input, visit) {
      for (const position of always) visit(position);
      for (const lookup of all) visitFiled(lookup, input, { seen, visit });
    },
  };
}

interface Visit {
  readonly seen: Uint8Array;
  readonly visit: (policy: number) => void;
}

function visitFiled({ read, postings }: Lookup, input: PolicyInput, { seen, visit }: Visit): void {
  const value = read(input);
  if (typeof value !== 'string') {
    if (value.length > 0) visitOnce(value, postings, { seen, visit });
    return;
  }
  for (const position of postings.get(value) ?? none) visit(position);
}

const none: readonly number[] = [];

function visitOnce(
  values: readonly string[],
  postings: ReadonlyMap<string, readonly number[]>,
  { seen, visit }: Visit,
): void {
  const visited: number[] = [];
  for (const value of values) {
    for (const position of postings.get(value) ?? none) {
      if (seen[position] === 1) continue;
      seen[position] = 1;
      visited.push(position);
      visit(position);
    }
  }
  for (const position of visited) seen[position] = 0;
}

function countSharing(policies: readonly CompiledPolicy[]): ReadonlyMap<string, number> {
  const sharing = new Map<string, number>();
  for (const { indexKeys } of policies) {
    for (const { variable, values } of indexKeys) {
      for (const value of values) {
        const entry = `${variable} ${value}`;
        sharing.set(entry, (sharing.get(entry) ?? 0) + 1);
      }
    }
  }
  return sharing;
}

function mostSelective(
  keys: readonly IndexKey[],
  sharing: ReadonlyMap<string, number>,
): IndexKey | undefined {
  let best: IndexKey | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const key of keys) {
    const counts = key.values.map((value) => sharing.get(`${key.variable} ${value}`) ?? 0);
    const most = Math.max(0, ...counts);
    if (most < fewest) {
      best = key;
      fewest = most;
    }
  }
  return best;
}

function file(
  { variable, values }: IndexKey,
  position: number,
  lookups: Map<IndexedVariable, Lookup>,
): void {
  const lookup: Lookup = lookups.get(variable) ?? {
    read: indexedVariables[variable],
    postings: new Map(),
  };
  lookups.set(variable, lookup);
  for (const value of new Set(values)) {
    const posting = lookup.postings.get(value);
    if (posting === undefined) lookup.postings.set(value, [position]);
    else posting.push(position);
  }
}
