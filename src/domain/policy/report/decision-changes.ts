import type { PolicyBundle } from '../bundle/policy-bundle.ts';
import type { JsonObject } from '../document/policy-json.ts';
import { candidatesOf } from './candidates.ts';
import { outcomeJson } from './decision-json.ts';
import { givenOf, type TestGiven } from './given-of.ts';

/** A request that is decided differently, one for each difference that was found. */
export interface DecisionChange {
  readonly witness: TestGiven;
  readonly before: JsonObject;
  readonly after: JsonObject;
  /** Of the requests that were tried, how many differ like this. */
  readonly count: number;
}

/** Tries both bundles on the same requests. What is reported is so; that nothing is reported proves nothing. */
export function decisionChanges(
  before: PolicyBundle,
  after: PolicyBundle,
): readonly DecisionChange[] {
  const changes = new Map<string, DecisionChange>();
  for (const { phase, input } of candidatesOf(before, after)) {
    const old = outcomeJson(before.decide(phase, input));
    const now = outcomeJson(after.decide(phase, input));
    if (JSON.stringify(old) === JSON.stringify(now)) continue;
    const key = JSON.stringify([phase, old, now]);
    const known = changes.get(key);
    const count = (known?.count ?? 0) + 1;
    const witness = known?.witness ?? givenOf(input, phase);
    changes.set(key, { witness, before: old, after: now, count });
  }
  return [...changes.values()].sort((a, b) => b.count - a.count);
}
