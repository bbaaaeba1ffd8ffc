import type { Expression, Literal } from './expression.ts';

/** Longest condition on one line. */
const lineLengthMax = 80;

const strength: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
};
const relation = 3;
const prefix = 6;
const member = 7;

/**
 * The canonical spelling: one space around operators, double quotes, only the parentheses that are needed. Reading it gives
 * the same expression. A long condition has one operand of its outermost `&&` or `||` on each line.
 */
export function formatCondition(expression: Expression): string {
  const line = format(expression);
  if (line.length <= lineLengthMax || expression.kind !== 'binary') return line;
  const { operator } = expression;
  if (operator !== '&&' && operator !== '||') return line;
  return operandsOf(expression, operator).join(` ${operator}\n`);
}

function operandsOf(expression: Expression, operator: '&&' | '||'): readonly string[] {
  const own = strengthOf({ operator });
  if (expression.kind !== 'binary' || expression.operator !== operator) {
    return [within(own, expression)];
  }
  return [...operandsOf(expression.left, operator), within(own + 1, expression.right)];
}

function strengthOf({ operator }: { readonly operator: string }): number {
  return strength[operator] ?? relation;
}

function format(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return formatLiteral(expression);
    case 'identifier':
      return expression.name;
    case 'select':
      return `${receiver(expression.operand)}.${expression.field}`;
    case 'has':
      return `has(${format(expression.selection)})`;
    case 'unary':
      return expression.operator + operandOfPrefix(expression.operator, expression.operand);
    case 'binary': {
      const own = strengthOf(expression);
      const left = within(own, expression.left);
      return `${left} ${expression.operator} ${within(own + 1, expression.right)}`;
    }
    case 'conditional': {
      const { condition, whenTrue, whenFalse } = expression;
      return `${within(1, condition)} ? ${within(1, whenTrue)} : ${format(whenFalse)}`;
    }
    case 'list':
      return `[${listed(expression.elements)}]`;
    case 'invocation': {
      const call = `${expression.name}(${listed(expression.parameters)})`;
      return expression.receiver === undefined ? call : `${receiver(expression.receiver)}.${call}`;
    }
    case 'macro': {
      const { operand, macro, variable, body } = expression;
      return `${receiver(operand)}.${macro}(${variable.name}, ${format(body)})`;
    }
  }
}

function listed(expressions: readonly Expression[]): string {
  return expressions.map((expression) => format(expression)).join(', ');
}

/** In parentheses when it binds less strongly than its place needs. */
function within(needed: number, expression: Expression): string {
  const text = format(expression);
  return levelOf(expression) < needed ? `(${text})` : text;
}

function levelOf(expression: Expression): number {
  if (expression.kind === 'conditional') return 0;
  if (expression.kind === 'binary') return strengthOf(expression);
  if (expression.kind === 'unary') return prefix;
  return isNegative(expression) ? prefix : member;
}

function receiver(expression: Expression): string {
  return within(member, expression);
}

/** A minus before a numeral would become part of it, and none may follow an exclamation mark. */
function operandOfPrefix(operator: '!' | '-', operand: Expression): string {
  const isNumeral = operand.kind === 'literal' && typeof operand.value === 'number';
  const isMinus = isNegative(operand) || (operand.kind === 'unary' && operand.operator === '-');
  const needsParentheses = operator === '-' ? isNumeral && !isNegative(operand) : isMinus;
  return needsParentheses ? `(${format(operand)})` : within(prefix, operand);
}

function isNegative(expression: Expression): boolean {
  return (
    expression.kind === 'literal' && typeof expression.value === 'number' && expression.value < 0
  );
}

function formatLiteral({ type, value }: Literal): string {
  if (type === 'string') return JSON.stringify(value);
  const text = String(value);
  return type === 'double' && /^-?\d+$/.test(text) ? `${text}.0` : text;
}
