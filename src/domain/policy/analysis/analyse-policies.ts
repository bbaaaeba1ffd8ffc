import type { CompiledPolicy } from '../bundle/compile-policy.ts';
import { isStricter } from '../bundle/verdict.ts';
import { unmeasuredIn } from '../condition/unmeasured.ts';
import type { Phase, PolicyInput } from '../condition/variables.ts';
import type { Effect } from '../document/effect.ts';
import { everywhere, isWithin, type Region } from './region.ts';
import { bothOf, regionsOf } from './regions-of.ts';
import { witnessOf } from './witness.ts';

export type AnalysisKind =
  | 'never_matches'
  | 'always_matches'
  | 'unmeasured'
  | 'shadowed'
  | 'conflict';

/** Something about policies that their author should know. */
export interface AnalysisFinding {
  readonly kind: AnalysisKind;
  readonly policy: string;
  /** The policy that shadows it or is at odds with it. */
  readonly other: string | undefined;
  readonly message: string;
  /** A request that shows it, tried out; none where there cannot be one. */
  readonly witness: { readonly phase: Phase; readonly input: PolicyInput } | undefined;
}

interface Subject {
  readonly compiled: CompiledPolicy;
  /** Undefined where the condition cannot be taken apart. */
  readonly regions: readonly Region[] | undefined;
}

/**
 * What can be said of policies without a request: sound, in that what is reported is so, and incomplete. The policies are those
 * of a bundle, in its order.
 */
export function analysePolicies(policies: readonly CompiledPolicy[]): readonly AnalysisFinding[] {
  const subjects = policies.map((compiled) => ({
    compiled,
    regions: regionsOf(compiled.condition.term, true),
  }));
  return [
    ...subjects.flatMap(analyseOne),
    ...policies.flatMap(findUnmeasured),
    ...pairsOf(subjects).flatMap(analysePair),
  ];
}

function analyseOne({ compiled, regions }: Subject): readonly AnalysisFinding[] {
  const [phase = 'request'] = compiled.policy.phases;
  const finding = { policy: compiled.policy.name, other: undefined };
  if (regions?.length === 0) {
    const message = 'it never matches: its conditions exclude each other';
    return [{ ...finding, kind: 'never_matches', message, witness: undefined }];
  }
  if (regionsOf(compiled.condition.term, false)?.length !== 0) return [];
  const input = inputIn(everywhere, compiled, phase);
  const message = 'it always matches';
  return [{ ...finding, kind: 'always_matches', message, witness: { phase, input } }];
}

/** An author who asks about a budget means a limit, and gets a closed door. */
function findUnmeasured({ policy, condition }: CompiledPolicy): readonly AnalysisFinding[] {
  const variable = unmeasuredIn(condition.variables);
  if (variable === undefined || policy.mode !== 'enforce') return [];
  const message = `it reads ${variable}, which nothing measures yet: it counts as a match for deny, hold and redact, whatever the request`;
  return [
    { kind: 'unmeasured', policy: policy.name, other: undefined, message, witness: undefined },
  ];
}

/** Pairs of one scope, each with the one that decides first in front. */
function pairsOf(subjects: readonly Subject[]): readonly (readonly [Subject, Subject])[] {
  return subjects.flatMap((first, at) =>
    subjects
      .slice(at + 1)
      .filter(({ compiled }) => compiled.workspace === first.compiled.workspace)
      .map((second) => [first, second] as const),
  );
}

function analysePair([a, b]: readonly [Subject, Subject]): readonly AnalysisFinding[] {
  const phase = a.compiled.policy.phases.find((each) => b.compiled.policy.phases.includes(each));
  if (phase === undefined) return [];
  const shadow = shadowOf(a, b) ?? (isTie(a, b) ? shadowOf(b, a) : undefined);
  const what = shadow ?? conflictOf(a.compiled, b.compiled);
  if (what === undefined) return [];
  const input = commonInput(a, b, phase);
  return input === undefined ? [] : [{ ...what, witness: { phase, input } }];
}

type Statement = Omit<AnalysisFinding, 'witness'>;

function isTie(a: Subject, b: Subject): boolean {
  return a.compiled.policy.priority === b.compiled.policy.priority;
}

/** Whether one policy decides wherever the other would, so that the other's verdict never counts. */
function shadowOf(upper: Subject, lower: Subject): Statement | undefined {
  const [a, b] = [upper.compiled, lower.compiled];
  if (a.verdict === undefined || b.verdict === undefined || b.verdict === 'redact')
    return undefined;
  if (a.policy.mode !== 'enforce' && a.policy.mode !== b.policy.mode) return undefined;
  if (!b.policy.phases.every((phase) => a.policy.phases.includes(phase))) return undefined;
  const isAbove = a.policy.priority > b.policy.priority;
  const isEqual = isTie(upper, lower) && !isStricter(b.verdict, a.verdict);
  const { regions } = lower;
  if (!(isAbove || isEqual) || regions === undefined || regions.length === 0) return undefined;
  const isCovered = regions.every((inner) =>
    upper.regions?.some((outer) => isWithin(inner, outer)),
  );
  if (!isCovered) return undefined;
  const message = `its verdict never counts: wherever it matches, '${a.policy.name}' at priority ${a.policy.priority} decides`;
  return { kind: 'shadowed', policy: b.policy.name, other: a.policy.name, message };
}

function conflictOf(a: CompiledPolicy, b: CompiledPolicy): Statement | undefined {
  const names = { policy: a.policy.name, other: b.policy.name };
  const conflict = (message: string): Statement => ({ kind: 'conflict', ...names, message });
  const isSamePriority = a.policy.priority === b.policy.priority;
  if (isSamePriority && targetOf(a) !== undefined && targetOf(b) !== undefined) {
    if (targetOf(a) !== targetOf(b))
      return conflict(`it and '${b.policy.name}' route, at equal priority, to other places`);
  }
  if (a.verdict === undefined || b.verdict === undefined || a.verdict === b.verdict)
    return undefined;
  if (isSamePriority) {
    return conflict(
      `it says ${a.verdict} where '${b.policy.name}' of equal priority says ${b.verdict}: the stricter decides`,
    );
  }
  // To allow is how exceptions are made; that something is only redacted or held instead of denied may be a mistake.
  const isWeaker = a.verdict !== 'allow' && isStricter(b.verdict, a.verdict);
  return isWeaker
    ? conflict(
        `at priority ${a.policy.priority} it says ${a.verdict} where '${b.policy.name}' at ${b.policy.priority} says ${b.verdict}: the stricter one never comes to decide there`,
      )
    : undefined;
}

function targetOf({ policy }: CompiledPolicy): string | undefined {
  const route = policy.effects.find((effect: Effect) => effect.kind === 'route');
  return route && JSON.stringify(route);
}

/** A request that both match, tried out. */
function commonInput(a: Subject, b: Subject, phase: Phase): PolicyInput | undefined {
  for (const region of bothOf(a.regions, b.regions) ?? []) {
    const input = inputIn(region, a.compiled, phase);
    const isMatch = [a, b].every(({ compiled }) => compiled.condition.evaluate(input) === true);
    if (isMatch) return input;
  }
  return undefined;
}

/** Where the policy is in force. */
function inputIn(region: Region, { workspace }: CompiledPolicy, phase: Phase): PolicyInput {
  const found = witnessOf(region, phase);
  return workspace === undefined ? found : { ...found, request: { ...found.request, workspace } };
}
