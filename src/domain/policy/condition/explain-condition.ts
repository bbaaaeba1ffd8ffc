import type { ConjunctExplanation, Explanation, Truth } from './compiled-condition.ts';
import type { Expression } from './expression.ts';
import { formatCondition } from './format-condition.ts';
import { isRelated } from './interpret.ts';
import type { Term, Value, ValueRecord } from './term.ts';
import { fieldOf, isRecord } from './value.ts';
import type { PolicyInput } from './variables.ts';
import { variablesOf } from './variables-of.ts';

interface Subject {
  readonly input: PolicyInput;
  truthOf(term: Term, input: PolicyInput): Truth;
}

/** Says of each conjunct what it is. One that stands behind a `has()` that does not hold is unknown. */
export function explainCondition(
  expression: Expression,
  terms: ReadonlyMap<Expression, Term>,
  subject: Subject,
): Explanation {
  const conjuncts = conjunctsOf(expression).flatMap((part) => {
    const term = terms.get(part);
    return term === undefined ? [] : [explainConjunct(part, term, subject)];
  });
  const whole = terms.get(expression);
  const truth = whole === undefined ? 'unknown' : subject.truthOf(whole, subject.input);
  return { truth, conjuncts };
}

/** The parts that all must hold. */
function conjunctsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'binary' && expression.operator === '&&'
    ? [...conjunctsOf(expression.left), ...conjunctsOf(expression.right)]
    : [expression];
}

function explainConjunct(
  expression: Expression,
  term: Term,
  { input, truthOf }: Subject,
): ConjunctExplanation {
  const values = [...variablesOf(term)].map((variable) => ({
    variable,
    value: valueAt(variable, input),
  }));
  return { source: formatCondition(expression), truth: truthOf(term, input), values };
}

function valueAt(variable: string, input: PolicyInput): Value | undefined {
  if (input.unknown.some((path) => isRelated(path, variable))) return undefined;
  const record: ValueRecord = input;
  return variable
    .split('.')
    .reduce<Value | undefined>(
      (value, field) => (isRecord(value) ? fieldOf(value, field) : undefined),
      record,
    );
}
