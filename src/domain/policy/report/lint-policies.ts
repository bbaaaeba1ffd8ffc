import {
  type AnalysisFinding,
  type AnalysisKind,
  analysePolicies,
} from '../analysis/analyse-policies.ts';
import { UnusablePolicy } from '../bundle/compile-policy.ts';
import { bundleOf } from '../bundle/policy-bundle.ts';
import { type Declarations, parsePolicies } from '../document/parse-policies.ts';
import type { Policy } from '../document/policy.ts';
import { policyPlaces, type Span } from '../document/policy-places.ts';
import type { Problem, ProblemCode } from '../document/problem.ts';
import { type TextPlace, TextPlaces } from '../document/text-places.ts';
import { givenOf, type TestGiven } from './given-of.ts';

/** A text of policies, under the name that findings give it. */
export interface PolicySource {
  readonly file: string;
  readonly text: string;
}

export type LintCode = ProblemCode | AnalysisKind | 'untested' | 'unusable';

export interface LintFinding {
  readonly file: string;
  readonly start: TextPlace;
  /** Exclusive. */
  readonly end: TextPlace;
  readonly code: LintCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly policy: string | undefined;
  /** What to put in place of it, where there is a likely correction. */
  readonly replacement: string | undefined;
  /** A request that shows it. */
  readonly witness: TestGiven | undefined;
}

export interface LintResult {
  readonly policyCount: number;
  /** By file in the order given, then by place. */
  readonly findings: readonly LintFinding[];
}

/**
 * Everything that is known to be wrong or doubtful with policies, without a request: each text by itself, then all of them as the
 * one bundle that they would be. They are only looked at together once each is free of errors.
 */
export function lintPolicies(
  sources: readonly PolicySource[],
  declarations: Declarations,
): LintResult {
  const files = sources.map((source) => lintSource(source, declarations));
  const placed = files.flatMap(({ policies }) => policies);
  const own = files.flatMap(({ findings }) => findings);
  const isSound = own.every(({ severity }) => severity === 'warning');
  const together = isSound ? [...duplicatesOf(placed), ...untested(placed)] : [];
  const analysed = isSound && !together.some(isError) ? analyse(placed, declarations) : [];
  const order = new Map(sources.map(({ file }, at) => [file, at]));
  const findings = [...own, ...together, ...analysed].sort(
    (a, b) =>
      (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) ||
      a.start.line - b.start.line ||
      a.start.column - b.start.column,
  );
  return { policyCount: placed.length, findings };
}

function isError({ severity }: LintFinding): boolean {
  return severity === 'error';
}

interface PlacedPolicy {
  readonly policy: Policy;
  readonly file: string;
  readonly start: TextPlace;
  readonly end: TextPlace;
}

function lintSource({ file, text }: PolicySource, declarations: Declarations) {
  const { policies, problems } = parsePolicies(text, declarations);
  const places = new TextPlaces(text);
  const spans = policyPlaces(text);
  return {
    policies: policies.map((policy, at) => placed(policy, { file, span: spans[at], places })),
    findings: problems.map((problem) => findingOf(problem, file, places)),
  };
}

interface Placing {
  readonly file: string;
  readonly span: Span | undefined;
  readonly places: TextPlaces;
}

function placed(policy: Policy, { file, span, places }: Placing): PlacedPolicy {
  const { start, end } = span ?? { start: 0, end: 0 };
  return { policy, file, start: places.at(start), end: places.at(end) };
}

function findingOf(problem: Problem, file: string, places: TextPlaces): LintFinding {
  const { code, severity, message, start, end, replacement } = problem;
  const at = { file, start: places.at(start), end: places.at(end) };
  return { ...at, code, severity, message, replacement, policy: undefined, witness: undefined };
}

type Said = Pick<LintFinding, 'code' | 'severity' | 'message'> & Partial<LintFinding>;

function about({ policy, file, start, end }: PlacedPolicy, said: Said): LintFinding {
  const at = { file, start, end, policy: policy.name };
  return { ...at, replacement: undefined, witness: undefined, ...said };
}

/** Two of one scope must not have the same name, also where they stand in two files. */
function duplicatesOf(policies: readonly PlacedPolicy[]): readonly LintFinding[] {
  const seen = new Map<string, string>();
  return policies.flatMap((each) => {
    const { name, scope } = each.policy;
    const other = seen.get(`${scope} ${name}`);
    seen.set(`${scope} ${name}`, other ?? each.file);
    if (other === undefined) return [];
    const message = `there is another policy '${name}' in this scope, in ${other}`;
    return [about(each, { code: 'duplicate', severity: 'error', message })];
  });
}

function untested(policies: readonly PlacedPolicy[]): readonly LintFinding[] {
  return policies
    .filter(({ policy }) => policy.tests.length === 0)
    .map((each) => {
      const message = 'it has no tests: show a request that it is for, and one that it is not for';
      return about(each, { code: 'untested', severity: 'warning', message });
    });
}

function analyse(
  policies: readonly PlacedPolicy[],
  declarations: Declarations,
): readonly LintFinding[] {
  const inForce = policies.filter(({ policy }) => policy.mode !== 'off');
  try {
    const versions = inForce.map(({ policy }) => ({ policy, version: 'lint' }));
    const bundle = bundleOf(versions, declarations);
    // Only names of one scope are unique, and analysis tells policies by their names.
    const scopes = [...new Set(inForce.map(({ policy }) => policy.scope))];
    return scopes.flatMap((scope) => {
      const compiled = bundle.policies.filter(({ policy }) => policy.scope === scope);
      const own = inForce.filter(({ policy }) => policy.scope === scope);
      return analysePolicies(compiled).flatMap((finding) => analysed(finding, own));
    });
  } catch (thrown) {
    const [first] = inForce;
    if (!(thrown instanceof UnusablePolicy) || first === undefined) throw thrown;
    return [about(first, { code: 'unusable', severity: 'error', message: thrown.message })];
  }
}

function analysed(finding: AnalysisFinding, own: readonly PlacedPolicy[]): readonly LintFinding[] {
  const { kind, policy: name, message, witness } = finding;
  const subject = own.find(({ policy }) => policy.name === name);
  if (subject === undefined) return [];
  return [
    about(subject, {
      code: kind,
      // A policy that never matches protects nobody, while its author believes that it does.
      severity: kind === 'never_matches' ? 'error' : 'warning',
      message,
      witness: witness && givenOf(witness.input, witness.phase),
    }),
  ];
}
