import { compileCondition } from '../../src/domain/policy/condition/compile-condition.ts';
import type {
  CompiledCondition,
  Truth,
} from '../../src/domain/policy/condition/compiled-condition.ts';
import type { Diagnostic } from '../../src/domain/policy/condition/diagnostic.ts';
import { evaluationOf, interpret } from '../../src/domain/policy/condition/interpret.ts';
import type { PolicyInput } from '../../src/domain/policy/condition/variables.ts';
import { type CaseOptions, caseScope, unknownPaths } from './case-scope.ts';
import { oracleOf, type Verdict } from './cel-oracle.ts';
import { type Random, randomFrom } from './random.ts';
import { randomCondition } from './random-condition.ts';
import { randomInput } from './random-input.ts';

export interface Comparison {
  readonly compared: number;
  readonly conditions: number;
  /** Conditions that could take too long; the checker refuses no others of those that are written here. */
  readonly tooCostly: number;
  readonly holding: number;
  /** Whole numbers beyond 53 bits, where 64-bit CEL may still have a value. */
  readonly beyond: number;
  /** Each is a bug in one of the implementations. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly source: string;
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

const inputsPerCondition = 5;
const hugeShare = 0.05;

/** Compares what this and another implementation of CEL say about as many random conditions and inputs. */
export function compareWithCel(cases: number, seed: number): Comparison {
  const random = randomFrom(seed);
  const tally = { compared: 0, conditions: 0, tooCostly: 0, holding: 0, beyond: 0 };
  const differences: Difference[] = [];
  while (tally.compared < cases) {
    const options = { hasHugeNumbers: random.chance(hugeShare) };
    const source = randomCondition(random, options);
    const compilation = compileCondition(source, caseScope);
    tally.conditions += 1;
    if (!compilation.ok) {
      tally.tooCostly += 1;
      differences.push(...refusals(source, compilation.diagnostics));
      continue;
    }
    const subject = { source, condition: compilation.condition, oracle: oracleOf(source), options };
    const outcomes = outcomesOf(subject, random);
    tally.compared += outcomes.length;
    tally.holding += outcomes.filter(({ found }) => found === true).length;
    tally.beyond += outcomes.filter(({ isBeyond }) => isBeyond).length;
    differences.push(...outcomes.flatMap((outcome) => outcome.differences));
  }
  return { ...tally, differences };
}

function refusals(source: string, diagnostics: readonly Diagnostic[]): readonly Difference[] {
  return diagnostics
    .filter(({ code }) => code !== 'too_costly')
    .map(({ message }) => ({
      source,
      what: 'checker',
      expected: 'no diagnostics',
      found: message,
    }));
}

interface Subject {
  readonly source: string;
  readonly condition: CompiledCondition;
  readonly oracle: (input: PolicyInput) => Verdict;
  readonly options: CaseOptions;
}

interface CaseOutcome {
  readonly found: Truth;
  readonly isBeyond: boolean;
  readonly differences: readonly Difference[];
}

function outcomesOf(subject: Subject, random: Random): readonly CaseOutcome[] {
  return Array.from({ length: inputsPerCondition }, () =>
    outcomeOf(subject, randomInput(random, subject.options), random),
  );
}

function outcomeOf(
  { source, condition, oracle, options }: Subject,
  input: PolicyInput,
  random: Random,
): CaseOutcome {
  const verdict = oracle(input);
  const found = condition.evaluate(input);
  const isBeyond = options.hasHugeNumbers && found === 'unknown';
  const expected = verdict === 'error' ? 'unknown' : verdict;
  const differences = [...ownDifferences(source, condition, input)];
  if (found !== expected && !isBeyond) {
    differences.push({ source, what: 'CEL', expected: String(expected), found: String(found) });
  }
  const blind = { ...input, unknown: [random.pick(unknownPaths), random.pick(unknownPaths)] };
  differences.push(...ownDifferences(source, condition, blind));
  const dimmed = condition.evaluate(blind);
  // What is said without a value must be so whatever the value is.
  if (dimmed !== 'unknown' && dimmed !== found && found !== 'unknown') {
    const [said, was] = [String(dimmed), String(found)];
    differences.push({ source, what: 'unknown', expected: was, found: said });
  }
  return { found, isBeyond, differences };
}

/** The closures against the interpreter, and the steps that it counted against the worst case. */
function ownDifferences(
  source: string,
  condition: CompiledCondition,
  input: PolicyInput,
): readonly Difference[] {
  const evaluation = evaluationOf(input, input.unknown);
  const outcome = interpret(condition.term, evaluation);
  const interpreted = typeof outcome === 'boolean' ? outcome : 'unknown';
  const compiled = condition.evaluate(input);
  const differences: Difference[] = [];
  if (compiled !== interpreted) {
    const [expected, found] = [String(interpreted), String(compiled)];
    differences.push({ source, what: 'interpreter', expected, found });
  }
  if (evaluation.steps > condition.cost) {
    const [expected, found] = [`at most ${condition.cost}`, String(evaluation.steps)];
    differences.push({ source, what: 'steps', expected, found });
  }
  return differences;
}
