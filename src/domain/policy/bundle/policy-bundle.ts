import type { Phase, PolicyInput } from '../condition/variables.ts';
import type { Declarations } from '../document/parse-policies.ts';
import type { Verdict } from '../document/policy.ts';
import {
  type CompiledPolicy,
  compilePolicy,
  type PolicyVersion,
  UnusablePolicy,
} from './compile-policy.ts';
import { type Hit, type Winner, winnerOf } from './contest.ts';
import type { Decision, Obligations, PolicyReference } from './decision.ts';
import { indexedVariables } from './index-keys.ts';
import { mergeObligations, noObligations } from './obligations.ts';
import { indexOf, type PolicyIndex } from './policy-index.ts';
import { followRoute, type Pass, routeOf } from './route.ts';

/** Most policies of a tenant, and most steps that evaluating all of them may take. */
const policiesMax = 1_000;
const bundleCostMax = 500_000;

/** The policies of a tenant and of its workspaces, ready to decide. */
export interface PolicyBundle {
  /** In the order in which decisions list them: the baseline first, then by priority and name. */
  readonly policies: readonly CompiledPolicy[];
  /** Pure, total and independent of the order in which the policies were given. */
  decide(phase: Phase, input: PolicyInput): Decision;
  /** Paths of the variables that a decision in this phase may read: no other detector is needed. */
  needs(phase: Phase): ReadonlySet<string>;
}

/** @throws UnusablePolicy when one does not compile, or all of them together are too much */
export function bundleOf(
  versions: readonly PolicyVersion[],
  declarations: Declarations,
): PolicyBundle {
  const compiled = versions
    .filter(({ policy }) => policy.mode !== 'off')
    .map((version) => compilePolicy(version, declarations));
  refuseTooMuch(compiled);
  const policies = [...compiled].sort(inOrder);
  const inPhase = (phase: Phase) => deciderOf(phase, policies);
  const deciders = {
    request: inPhase('request'),
    response: inPhase('response'),
    stream: inPhase('stream'),
  };
  return {
    policies,
    decide: (phase, input) =>
      phase === 'request'
        ? followRoute(input, deciders.request.decide)
        : deciders[phase].decide(input).decision,
    needs: (phase) =>
      new Set(deciders[phase].policies.flatMap(({ condition }) => [...condition.variables])),
  };
}

function refuseTooMuch(compiled: readonly CompiledPolicy[]): void {
  const cost = compiled.reduce((sum, { condition }) => sum + condition.cost, 0);
  if (compiled.length > policiesMax) {
    throw new UnusablePolicy('bundle', `${compiled.length} policies, of ${policiesMax} at most`);
  }
  if (cost > bundleCostMax) {
    throw new UnusablePolicy('bundle', `can take ${cost} steps, of ${bundleCostMax} at most`);
  }
}

function inOrder(a: CompiledPolicy, b: CompiledPolicy): number {
  return (
    compareTexts(a.workspace ?? '', b.workspace ?? '') ||
    b.policy.priority - a.policy.priority ||
    compareTexts(a.policy.name, b.policy.name) ||
    compareTexts(a.reference.version, b.reference.version)
  );
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

interface Decider {
  readonly policies: readonly CompiledPolicy[];
  readonly decide: (input: PolicyInput) => Pass;
}

function deciderOf(phase: Phase, all: readonly CompiledPolicy[]): Decider {
  const policies = all.filter(({ policy }) => policy.phases.includes(phase));
  const index = indexOf(policies);
  const nothing = passOf(phase, []);
  const decide = (input: PolicyInput) => {
    const hits = hitsOf(input, { policies, index });
    return hits.length === 0 ? nothing : passOf(phase, hits);
  };
  return { policies, decide };
}

interface Indexed {
  readonly policies: readonly CompiledPolicy[];
  readonly index: PolicyIndex;
}

function hitsOf(input: PolicyInput, { policies, index }: Indexed): readonly Hit[] {
  const found: { readonly position: number; readonly hit: Hit }[] = [];
  const { workspace } = input.request;
  const visit = (position: number) => {
    const policy = policies[position];
    if (policy === undefined) return;
    if (policy.workspace !== undefined && policy.workspace !== workspace) return;
    const truth = policy.condition.evaluate(input);
    if (truth !== false) found.push({ position, hit: { policy, truth } });
  };
  // What is unknown cannot be looked up.
  if (!input.unknown.some(isIndexed)) index.candidates(input, visit);
  else for (let position = 0; position < policies.length; position += 1) visit(position);
  return found.sort((a, b) => a.position - b.position).map(({ hit }) => hit);
}

const indexed = Object.keys(indexedVariables);

/** Whether the index reads the variable at the path, one below it or one above. */
function isIndexed(path: string): boolean {
  return indexed.some(
    (variable) =>
      variable === path || variable.startsWith(`${path}.`) || path.startsWith(`${variable}.`),
  );
}

function passOf(phase: Phase, all: readonly Hit[]): Pass {
  const hits = all.filter(({ policy }) => policy.policy.mode === 'enforce');
  const shadow = all.filter(({ policy }) => policy.policy.mode === 'monitor');
  const policies = hits.map(({ policy }) => policy);
  const obligations = mergeObligations(policies);
  const winner = withRedaction(winnerOf(hits), policies, obligations);
  const decision: Decision = {
    phase,
    verdict: winner.verdict,
    isRouteLoop: false,
    ...blockOf(winner),
    decidedBy: winner.by.map(({ reference }) => reference),
    matched: referencesOf(hits, true),
    uncertain: referencesOf(hits, 'unknown'),
    shadow: shadow.map(({ policy }) => policy.reference),
    wouldBe: shadow.length === 0 ? winner.verdict : wouldBe(all),
    obligations: winner.verdict === 'hold' ? obligations : withoutHolds(obligations),
    route: routeOf(policies),
  };
  return { decision, hits };
}

/** Redaction is an obligation too: it stays due when a policy of higher priority allows. */
function withRedaction(
  winner: Winner,
  policies: readonly CompiledPolicy[],
  { redact }: Obligations,
): Winner {
  if (winner.verdict !== 'allow' || redact.size === 0) return winner;
  const by = policies.filter(({ policy }) => policy.effects.some(({ kind }) => kind === 'redact'));
  return { verdict: 'redact', by };
}

function blockOf({ verdict, by }: Winner): Pick<Decision, 'code' | 'message'> {
  const [first] = by;
  const message = by.find(({ policy }) => policy.message !== undefined)?.policy.message;
  return { code: verdict === 'deny' ? first?.code : undefined, message };
}

function wouldBe(all: readonly Hit[]): Verdict {
  const policies = all.map(({ policy }) => policy);
  return withRedaction(winnerOf(all), policies, mergeObligations(policies)).verdict;
}

function referencesOf(hits: readonly Hit[], truth: Hit['truth']): readonly PolicyReference[] {
  return hits.filter((hit) => hit.truth === truth).map(({ policy }) => policy.reference);
}

function withoutHolds(obligations: Obligations): Obligations {
  return obligations.holds.length === 0
    ? obligations
    : { ...obligations, holds: noObligations.holds };
}
