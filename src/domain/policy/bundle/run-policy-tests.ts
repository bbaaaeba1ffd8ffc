import { type PolicyInput, piiVariables } from '../condition/variables.ts';
import type { Declarations } from '../document/parse-policies.ts';
import { isObject } from '../document/parse-tests.ts';
import type { GivenValue, JsonValue, Policy, PolicyTest } from '../document/policy.ts';
import type { Decision } from './decision.ts';
import { obligationsJson } from './obligations.ts';
import { bundleOf } from './policy-bundle.ts';
import { sampleInput } from './sample-input.ts';

export interface PolicyTestResult {
  readonly policy: string;
  readonly test: string;
  /** Empty when it passed. */
  readonly failures: readonly string[];
  readonly decision: Decision;
}

/**
 * Runs the tests of a document: against this policy alone, as if it were enforced, for a harmless request with the given values.
 * @throws UnusablePolicy when the policy does not compile
 */
export function runPolicyTests(
  policy: Policy,
  declarations: Declarations,
): readonly PolicyTestResult[] {
  const enforced: Policy = { ...policy, mode: 'enforce' };
  const bundle = bundleOf([{ policy: enforced, version: 'test' }], declarations);
  return policy.tests.map((test) => {
    const decision = bundle.decide(test.phase, inputOf(policy, test));
    return { policy: policy.name, test: test.name, failures: failuresOf(test, decision), decision };
  });
}

function failuresOf({ expect }: PolicyTest, decision: Decision): readonly string[] {
  const failures: string[] = [];
  const hasMatched = decision.matched.length > 0 || decision.uncertain.length > 0;
  const check = (what: string, wanted: unknown, got: unknown) => {
    if (wanted !== undefined && wanted !== got) failures.push(`${what} is ${got}, not ${wanted}`);
  };
  check('decision', expect.decision, decision.verdict);
  check('code', expect.code, decision.code);
  check('matched', expect.matched, hasMatched);
  const { obligations = {} } = expect;
  const due: JsonValue = { ...obligationsJson(decision.obligations), ...routeJson(decision) };
  for (const [name, wanted] of Object.entries(obligations)) {
    const got = due[name] ?? null;
    if (!holds(wanted, got)) {
      failures.push(`${name} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
    }
  }
  return failures;
}

function routeJson({ route }: Decision): { readonly [key: string]: JsonValue } {
  if (route === undefined) return {};
  const { provider = null, model = null, region = null } = route;
  return { route: { provider, model, region } };
}

/** Whether everything that is wanted is there; lists are wanted as they stand. */
function holds(wanted: JsonValue, got: JsonValue): boolean {
  if (isObject(wanted)) {
    return (
      isObject(got) &&
      Object.entries(wanted).every(([key, value]) => holds(value, got[key] ?? null))
    );
  }
  if (isList(wanted)) {
    return (
      isList(got) &&
      wanted.length === got.length &&
      wanted.every((value, index) => holds(value, got[index] ?? null))
    );
  }
  return wanted === got;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The input of a test; also what an editor's simulator starts from. */
export function inputOf(policy: Policy, { given, failed, phase }: PolicyTest): PolicyInput {
  const input = given.reduce((so, value) => withValue(so, value), sampleInput(phase));
  const workspace = policy.scope === 'tenant' ? undefined : policy.scope.slice('workspace:'.length);
  const isNamed = given.some(({ path }) => path === 'request.workspace');
  const request =
    workspace === undefined || isNamed ? input.request : { ...input.request, workspace };
  return { ...input, request, unknown: failed };
}

/** The input with one value in the place of another. The value must be of the variable's type, as a parsed test's is. */
export function withValue(input: PolicyInput, { path, value }: GivenValue): PolicyInput {
  return replaced(input, path.split('.'), variableOf(path, value));
}

function variableOf(path: string, value: JsonValue): JsonValue {
  const isPii = path === 'pii' || path.endsWith('.pii');
  if (!isPii || !isObject(value) || 'findings' in value) return value;
  const findings = Object.entries(value).flatMap(([type, count]) =>
    typeof count === 'number' && count > 0
      ? [{ type, count, confidence: 100, role: 'user' as const }]
      : [],
  );
  return { ...piiVariables(findings) };
}

function replaced<Whole extends object>(
  whole: Whole,
  [name = '', ...rest]: readonly string[],
  value: JsonValue,
): Whole {
  const part: unknown = Object.entries(whole).find(([key]) => key === name)?.[1];
  const isInner = rest.length > 0 && typeof part === 'object' && part !== null;
  return { ...whole, [name]: isInner ? replaced(part, rest, value) : value };
}
