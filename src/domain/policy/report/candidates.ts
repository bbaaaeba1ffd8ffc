import { analysePolicies } from '../analysis/analyse-policies.ts';
import type { Region } from '../analysis/region.ts';
import { bothOf, regionsOf } from '../analysis/regions-of.ts';
import { witnessOf } from '../analysis/witness.ts';
import type { CompiledPolicy } from '../bundle/compile-policy.ts';
import type { PolicyBundle } from '../bundle/policy-bundle.ts';
import { inputOf, withValue } from '../bundle/run-policy-tests.ts';
import type { Phase, PolicyInput } from '../condition/variables.ts';
import { policyJson } from '../document/policy-json.ts';

/** A request to try. */
export interface Candidate {
  readonly phase: Phase;
  readonly input: PolicyInput;
}

/** What is left out beyond this is told by no other request as well: trying takes time. */
const candidatesMax = 20_000;

/**
 * Requests on which two bundles may differ: where the condition of a policy holds in one of them and not in the other, alone and
 * together with each other policy; one of each corner of all conditions; those of the tests; those of the analysis.
 */
export function candidatesOf(before: PolicyBundle, after: PolicyBundle): Iterable<Candidate> {
  const all = [
    ...changedCandidates(before, after),
    ...[before, after].flatMap(({ policies }) => [
      ...policies.flatMap((compiled) => cornersOf(compiled)),
      ...policies.flatMap(({ policy }) =>
        policy.tests.map((test) => ({ phase: test.phase, input: inputOf(policy, test) })),
      ),
      ...analysePolicies(policies).flatMap(({ witness }) => witness ?? []),
    ]),
  ];
  const distinct = new Map<string, Candidate>();
  for (const candidate of all.slice(0, candidatesMax)) {
    distinct.set(JSON.stringify(candidate), candidate);
  }
  return distinct.values();
}

function changedCandidates(before: PolicyBundle, after: PolicyBundle): readonly Candidate[] {
  const [old, now] = [byKey(before), byKey(after)];
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].flatMap((key) => {
    const [a, b] = [old.get(key), now.get(key)];
    if (a !== undefined && b !== undefined && isSame(a, b)) return [];
    const regions = differing(a, b);
    const others = after.policies.filter((other) => other !== b);
    const together = others.flatMap(
      ({ condition }) => bothOf(regions, regionsOf(condition.term, true)) ?? [],
    );
    return requestsIn(
      [...regions, ...together],
      [a, b].filter((each) => each !== undefined),
    );
  });
}

function byKey({ policies }: PolicyBundle): ReadonlyMap<string, CompiledPolicy> {
  return new Map(
    policies.map((compiled) => [`${compiled.policy.scope} ${compiled.policy.name}`, compiled]),
  );
}

function isSame(a: CompiledPolicy, b: CompiledPolicy): boolean {
  return JSON.stringify(policyJson(a.policy)) === JSON.stringify(policyJson(b.policy));
}

/** Where one matches and the other does not, and where what it does may have changed. */
function differing(
  a: CompiledPolicy | undefined,
  b: CompiledPolicy | undefined,
): readonly Region[] {
  const where = (compiled: CompiledPolicy | undefined, holds: boolean) =>
    compiled === undefined ? undefined : regionsOf(compiled.condition.term, holds);
  const own = [...(where(a, true) ?? []), ...(where(b, true) ?? [])];
  const onlyOne = [
    ...(bothOf(where(a, true), where(b, false)) ?? []),
    ...(bothOf(where(a, false), where(b, true)) ?? []),
  ];
  return [...onlyOne, ...own];
}

/** A request of each region in which the condition holds, and of each in which it does not. */
function cornersOf(compiled: CompiledPolicy): readonly Candidate[] {
  const { term } = compiled.condition;
  const regions = [true, false].flatMap((holds) => regionsOf(term, holds) ?? []);
  return requestsIn([new Map(), ...regions], [compiled]);
}

/** Requests of the regions, in the phases and the workspace of the policies that they are about. */
function requestsIn(
  regions: readonly Region[],
  about: readonly CompiledPolicy[],
): readonly Candidate[] {
  const phases = [...new Set(about.flatMap(({ policy }) => policy.phases))];
  const variables = new Set(about.flatMap(({ condition }) => [...condition.variables]));
  const workspace = about.find((compiled) => compiled.workspace !== undefined)?.workspace;
  return phases.flatMap((phase) => {
    const plain = regions.map((region) => witnessOf(region, phase));
    return [...plain, ...plain.map((input) => withElements(input, variables))].map((input) => ({
      phase,
      input: workspace === undefined ? input : inWorkspace(input, workspace),
    }));
  });
}

function inWorkspace(input: PolicyInput, workspace: string): PolicyInput {
  return { ...input, request: { ...input.request, workspace } };
}

const lists: Readonly<Record<string, (input: PolicyInput) => readonly string[] | undefined>> = {
  'request.tools': ({ request }) => request.tools,
  'request.attachments': ({ request }) => request.attachments,
  'principal.teams': ({ principal }) => principal.teams,
  'data.tags': ({ data }) => data.tags,
  'response.tool_calls': ({ response }) => response?.tool_calls,
};

/** How long a list is, is nothing that conditions are taken apart by: empty ones that are read get an element. */
function withElements(input: PolicyInput, variables: ReadonlySet<string>): PolicyInput {
  let filled = input;
  for (const [path, listOf] of Object.entries(lists)) {
    const isEmpty = variables.has(path) && listOf(input)?.length === 0;
    if (isEmpty) filled = withValue(filled, { path, value: ['other'] });
  }
  return filled;
}
