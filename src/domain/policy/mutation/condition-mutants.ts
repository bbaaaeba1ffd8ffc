import type { Binary, BinaryOperator, Expression, Unary } from '../condition/expression.ts';
import { formatCondition } from '../condition/format-condition.ts';

/** A condition with one mistake in it. */
export interface ConditionMutant {
  readonly expression: Expression;
  /** Such as "`a > 1` became `a >= 1`". */
  readonly what: string;
}

/** Where a threshold is missed by one. */
const offByOne: Readonly<Record<string, BinaryOperator>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
};
const contrary: Readonly<Record<string, BinaryOperator>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

/** The condition with each mistake that people make: a part left out, turned round, or a threshold missed by one. */
export function conditionMutants(expression: Expression): readonly ConditionMutant[] {
  switch (expression.kind) {
    case 'binary':
      return binaryMutants(expression);
    case 'unary':
      return expression.operator === '!' ? notMutants(expression) : [];
    case 'conditional': {
      const { condition, whenTrue, whenFalse } = expression;
      const inner = wrapped(condition, (mutant) => ({ ...expression, condition: mutant }));
      return [became(expression, whenTrue), became(expression, whenFalse), ...inner];
    }
    case 'macro': {
      const inner = wrapped(expression.body, (body) => ({ ...expression, body }));
      const isTruth = expression.macro !== 'map' && expression.macro !== 'filter';
      return isTruth ? [became(expression, not(expression)), ...inner] : inner;
    }
    case 'literal':
    case 'list':
      return [];
    default:
      return [became(expression, not(expression))];
  }
}

function binaryMutants(expression: Binary): readonly ConditionMutant[] {
  const { operator, left, right } = expression;
  if (operator === '&&' || operator === '||') {
    return [
      leftOut(left, right),
      leftOut(right, left),
      ...wrapped(left, (mutant) => ({ ...expression, left: mutant })),
      ...wrapped(right, (mutant) => ({ ...expression, right: mutant })),
    ];
  }
  if (operator === 'in') return [became(expression, not(expression))];
  const operators = [offByOne[operator], contrary[operator]].filter((each) => each !== undefined);
  return operators.map((other) => became(expression, { ...expression, operator: other }));
}

function notMutants(expression: Unary): readonly ConditionMutant[] {
  const { operand } = expression;
  const inner = wrapped(operand, (mutant) => ({ ...expression, operand: mutant }));
  // To turn round what is negated is to leave out the negation, which is there already.
  const own = inner.filter(({ expression: mutant }) => !isDoubleNegation(mutant));
  return [became(expression, operand), ...own];
}

function isDoubleNegation(expression: Expression): boolean {
  return expression.kind === 'unary' && expression.operand.kind === 'unary';
}

function wrapped(
  part: Expression,
  wrap: (mutant: Expression) => Expression,
): readonly ConditionMutant[] {
  return conditionMutants(part).map(({ expression, what }) => ({
    expression: wrap(expression),
    what,
  }));
}

function not(operand: Expression): Expression {
  const { start, end } = operand;
  return { kind: 'unary', operator: '!', operand, start, end };
}

function became(before: Expression, after: Expression): ConditionMutant {
  return { expression: after, what: `\`${lineOf(before)}\` became \`${lineOf(after)}\`` };
}

function leftOut(part: Expression, rest: Expression): ConditionMutant {
  return { expression: rest, what: `\`${lineOf(part)}\` was left out` };
}

function lineOf(expression: Expression): string {
  return formatCondition(expression).replaceAll('\n', ' ');
}
