import { type CheckContext, report, slotsOf } from './check-context.ts';
import { checkKnownValues } from './check-values.ts';
import type { Binary, Conditional, ListExpression, Unary } from './expression.ts';
import { guardsWhen } from './guards.ts';
import { operatorHint } from './hint.ts';
import type { ArithmeticOperator, ComparisonOperator, Term } from './term.ts';
import { bool, isComparable, isNumber, isSameType, listOf, nameOf, type Type } from './type.ts';

export function checkUnary(expression: Unary, context: CheckContext): Term | undefined {
  const operand = context.check(expression.operand, context);
  if (operand === undefined) return undefined;
  const { operator, start, end } = expression;
  const { type } = operand;
  const cost = operand.cost + 1;
  if (operator === '!' && type.kind === 'bool')
    return { kind: 'not', operand, type, cost, start, end };
  if (operator === '-' && isNumber(type))
    return { kind: 'negative', operand, type, cost, start, end };
  const needed = operator === '!' ? 'a condition' : 'a number';
  const message = `'${operator}' needs ${needed}, not ${nameOf(type)}`;
  return report(context, { code: 'wrong_type', message, at: expression.operand });
}

export function checkBinary(expression: Binary, context: CheckContext): Term | undefined {
  const { operator } = expression;
  if (operator === '&&' || operator === '||') return checkLogic(expression, context);
  const left = context.check(expression.left, context);
  const right = context.check(expression.right, context);
  if (left === undefined || right === undefined) return undefined;
  const sides = { left, right };
  if (operator === 'in') return checkMembership(expression, sides, context);
  return isArithmetic(operator)
    ? checkArithmetic({ ...expression, operator }, sides, context)
    : checkComparison({ ...expression, operator }, sides, context);
}

interface Sides {
  readonly left: Term;
  readonly right: Term;
}

function checkLogic(expression: Binary, context: CheckContext): Term | undefined {
  const isAnd = expression.operator === '&&';
  const left = checkCondition(expression.left, context);
  // The right side only counts when the left one has not decided.
  const right = checkCondition(expression.right, guarded(isAnd, expression.left, context));
  if (left === undefined || right === undefined) return undefined;
  const { start, end } = expression;
  const cost = left.cost + right.cost + 1;
  return { kind: isAnd ? 'and' : 'or', left, right, type: bool, cost, start, end };
}

function guarded(truth: boolean, expression: Binary['left'], context: CheckContext): CheckContext {
  const found = guardsWhen(truth, expression, slotsOf(context));
  if (found.size === 0) return context;
  return { ...context, guards: new Set([...context.guards, ...found]) };
}

function checkCondition(expression: Binary['left'], context: CheckContext): Term | undefined {
  const term = context.check(expression, context);
  if (term === undefined || term.type.kind === 'bool') return term;
  const message = `this is no condition but ${nameOf(term.type)}`;
  return report(context, { code: 'wrong_type', message, at: expression });
}

export function checkConditional(expression: Conditional, context: CheckContext): Term | undefined {
  const condition = checkCondition(expression.condition, context);
  const whenTrue = context.check(expression.whenTrue, guarded(true, expression.condition, context));
  const whenFalse = context.check(
    expression.whenFalse,
    guarded(false, expression.condition, context),
  );
  if (condition === undefined || whenTrue === undefined || whenFalse === undefined) {
    return undefined;
  }
  if (!isSameType(whenTrue.type, whenFalse.type)) {
    const message = `the branches differ: ${nameOf(whenTrue.type)} and ${nameOf(whenFalse.type)}`;
    return report(context, { code: 'wrong_type', message, at: expression });
  }
  const { start, end } = expression;
  const cost = condition.cost + Math.max(whenTrue.cost, whenFalse.cost) + 1;
  const type = widerOf(whenTrue.type, whenFalse.type);
  return { kind: 'choice', condition, whenTrue, whenFalse, type, cost, start, end };
}

/** Of two lists the one that can be longer; of two texts the one that can be anything. */
function widerOf(a: Type, b: Type): Type {
  if (a.kind === 'list' && b.kind === 'list') {
    return listOf(widerOf(a.element, b.element), Math.max(a.sizeMax, b.sizeMax));
  }
  if (a.kind === 'string' && b.kind === 'string') return a.values === undefined ? a : b;
  return a;
}

function checkComparison(
  expression: Binary & { readonly operator: ComparisonOperator },
  { left, right }: Sides,
  context: CheckContext,
): Term | undefined {
  const { operator, start, end } = expression;
  const isDefined =
    operator === '==' || operator === '!='
      ? isComparable(left.type, right.type)
      : isOrdered(left.type, right.type);
  if (!isDefined) return undefinedFor(expression, { left, right }, context);
  checkKnownValues(left.type, right, context);
  checkKnownValues(right.type, left, context);
  const cost = left.cost + right.cost + 1 + elementsOf(left.type);
  return { kind: 'comparison', operator, left, right, type: bool, cost, start, end };
}

function isOrdered(a: Type, b: Type): boolean {
  return (isNumber(a) && isNumber(b)) || (a.kind === 'string' && b.kind === 'string');
}

function checkMembership(
  expression: Binary,
  { left, right }: Sides,
  context: CheckContext,
): Term | undefined {
  const { start, end } = expression;
  const { type } = right;
  const isDefined =
    type.kind === 'list'
      ? isComparable(left.type, type.element)
      : type.kind === 'map' && left.type.kind === 'string';
  if (!isDefined) return undefinedFor(expression, { left, right }, context);
  checkKnownValues(left.type, right, context);
  checkKnownValues(type, left, context);
  const cost = left.cost + right.cost + 1 + elementsOf(type);
  return { kind: 'in', left, right, type: bool, cost, start, end };
}

function elementsOf(type: Type): number {
  return type.kind === 'list' ? type.sizeMax : 0;
}

function isArithmetic(operator: string): operator is ArithmeticOperator {
  return '+-*/%'.includes(operator);
}

function checkArithmetic(
  expression: Binary & { readonly operator: ArithmeticOperator },
  { left, right }: Sides,
  context: CheckContext,
): Term | undefined {
  const { operator, start, end } = expression;
  const { type } = left;
  const isDefined = isNumber(type) && isSameType(type, right.type);
  if (!isDefined || (operator === '%' && type.kind !== 'int')) {
    return undefinedFor(expression, { left, right }, context);
  }
  const isDivision = operator === '/' || operator === '%';
  if (isDivision && (right.kind !== 'constant' || right.value === 0)) {
    const message = 'the divisor must be a constant other than zero';
    return report(context, { code: 'not_constant', message, at: expression.right });
  }
  const cost = left.cost + right.cost + 1;
  return { kind: 'arithmetic', operator, left, right, type, cost, start, end };
}

function undefinedFor(
  expression: Binary,
  { left, right }: Sides,
  context: CheckContext,
): undefined {
  const types = `${nameOf(left.type)} and ${nameOf(right.type)}`;
  const hint = operatorHint(expression.operator, left.type, right.type);
  const message = `'${expression.operator}' is not defined for ${types}${hint}`;
  return report(context, { code: 'wrong_type', message, at: expression });
}

export function checkList(expression: ListExpression, context: CheckContext): Term | undefined {
  const found = expression.elements.map((element) => context.check(element, context));
  const elements = found.filter((element) => element !== undefined);
  if (elements.length < found.length) return undefined;
  const [first] = elements;
  if (first === undefined) {
    const message = 'an empty list holds nothing: the condition would always be the same';
    return report(context, { code: 'wrong_type', message, at: expression });
  }
  const stranger = elements.find(({ type }) => !isSameType(type, first.type));
  if (stranger !== undefined) {
    const message = `the list mixes ${nameOf(first.type)} and ${nameOf(stranger.type)}`;
    return report(context, { code: 'wrong_type', message, at: stranger });
  }
  const { start, end } = expression;
  const cost = elements.reduce((sum, element) => sum + element.cost, 1);
  const type = listOf(elements.map((element) => element.type).reduce(widerOf), elements.length);
  return { kind: 'list', elements, type, cost, start, end };
}
