import type { Binary, Expression, Invocation } from '../condition/expression.ts';
import { formatCondition } from '../condition/format-condition.ts';
import type { Phrases } from './phrases.ts';

const contrary: Readonly<Record<string, string>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** A condition in words; what has none stands as it is written, between backquotes. */
export function renderCondition(expression: Expression, phrases: Phrases): string {
  return render(expression, true, phrases);
}

/** The statement, or with `holds` false its contrary. */
function render(expression: Expression, holds: boolean, phrases: Phrases): string {
  const found = statement(expression, holds, phrases);
  if (found !== undefined) return found;
  const source = `\`${formatCondition(expression).replaceAll('\n', ' ')}\``;
  return holds ? source : phrases.not(source);
}

function statement(expression: Expression, holds: boolean, phrases: Phrases): string | undefined {
  switch (expression.kind) {
    case 'unary':
      return expression.operator === '!' ? render(expression.operand, !holds, phrases) : undefined;
    case 'binary':
      return binary(expression, holds, phrases);
    case 'select':
      return phrases.statements[pathOf(expression) ?? '']?.[holds ? 0 : 1];
    case 'has': {
      const noun = nounOf(expression.selection, phrases);
      return noun && `${noun} ${holds ? phrases.isGiven : phrases.isNotGiven}`;
    }
    case 'invocation':
      return invocation(expression, holds, phrases);
    default:
      return undefined;
  }
}

function binary(expression: Binary, holds: boolean, phrases: Phrases): string | undefined {
  const { operator, left, right } = expression;
  if (operator === '&&' || operator === '||') {
    // De Morgan: the contrary of both is the contrary of one or the other.
    const isAnd = (operator === '&&') === holds;
    const [first, second] = [left, right].map((part) => within(part, { isAnd, holds, phrases }));
    return `${first} ${isAnd ? phrases.and : phrases.or} ${second}`;
  }
  if (operator === 'in') return membership(expression, holds, phrases);
  const verb = phrases.comparison[holds ? operator : (contrary[operator] ?? '')];
  if (verb === undefined) return undefined;
  const counted = countOf(expression, holds, phrases);
  if (counted !== undefined) return counted;
  const [subject, object] = [wordsOf(left, phrases), wordsOf(right, phrases)];
  return subject && object && `${subject} ${verb} ${object}`;
}

interface Joined {
  readonly isAnd: boolean;
  readonly holds: boolean;
  readonly phrases: Phrases;
}

function within(part: Expression, { isAnd, holds, phrases }: Joined): string {
  const words = render(part, holds, phrases);
  const joinsAnd = conjunctionOf(part, holds);
  return joinsAnd === undefined || joinsAnd === isAnd ? words : `(${words})`;
}

/** Whether the words are joined by "and"; undefined where they are not joined. */
function conjunctionOf(part: Expression, holds: boolean): boolean | undefined {
  if (part.kind === 'unary' && part.operator === '!') return conjunctionOf(part.operand, !holds);
  const isJoined = part.kind === 'binary' && (part.operator === '&&' || part.operator === '||');
  return isJoined ? (part.operator === '&&') === holds : undefined;
}

/** `pii.count("NIK") > 0` */
function countOf(
  { left, operator, right }: Binary,
  holds: boolean,
  phrases: Phrases,
): string | undefined {
  const counted = left.kind === 'invocation' && left.name === 'count' ? left : undefined;
  const isNumber = right.kind === 'literal' && typeof right.value === 'number';
  if (counted === undefined || !isNumber || (operator !== '>' && operator !== '>='))
    return undefined;
  const least = Number(right.value) + (operator === '>' ? 1 : 0);
  const what = phrases.atLeast(least, listed(counted.parameters, phrases));
  return (holds ? phrases.found : phrases.notFound)(placeOf(counted), what);
}

function membership({ left, right }: Binary, holds: boolean, phrases: Phrases): string | undefined {
  const [subject, object] = [wordsOf(left, phrases), wordsOf(right, phrases)];
  if (subject === undefined || object === undefined) return undefined;
  const isElement = left.kind === 'literal';
  if (isElement) return `${object} ${holds ? phrases.includes : phrases.lacks} ${subject}`;
  return `${subject} ${holds ? phrases.isOneOf : phrases.isNoneOf} ${object}`;
}

function invocation(call: Invocation, holds: boolean, phrases: Phrases): string | undefined {
  if (call.name === 'any') {
    const what = listed(call.parameters, phrases);
    return (holds ? phrases.found : phrases.notFound)(placeOf(call), what);
  }
  const verb = phrases.functions[call.name];
  const [subject, object] =
    call.receiver === undefined ? call.parameters : [call.receiver, call.parameters[0]];
  if (verb === undefined || subject === undefined || object === undefined) return undefined;
  const [noun, words] = [wordsOf(subject, phrases), wordsOf(object, phrases)];
  const said = noun && words && `${noun} ${verb} ${words}`;
  return said && (holds ? said : phrases.not(said));
}

function placeOf({ receiver }: Invocation): 'request' | 'response' {
  return receiver && pathOf(receiver) === 'response.pii' ? 'response' : 'request';
}

function listed(expressions: readonly Expression[], phrases: Phrases): string {
  return expressions.map((expression) => wordsOf(expression, phrases) ?? '').join(', ');
}

/** A value or variable in words. */
function wordsOf(expression: Expression, phrases: Phrases): string | undefined {
  if (expression.kind === 'literal') return String(expression.value);
  if (expression.kind === 'list') {
    const words = expression.elements.map((element) => wordsOf(element, phrases));
    return enumerate(
      words.filter((word) => word !== undefined),
      phrases.or,
    );
  }
  if (expression.kind === 'binary' && expression.operator === '+') {
    const [first, second] = [expression.left, expression.right].map((part) =>
      wordsOf(part, phrases),
    );
    return first && second && `${first} ${phrases.plus} ${second}`;
  }
  const measured = expression.kind === 'invocation' ? measureOf(expression, phrases) : undefined;
  return measured ?? nounOf(expression, phrases) ?? `\`${formatCondition(expression)}\``;
}

/** `pii.count("NIK")`, `size(request.tools)` */
function measureOf({ name, receiver, parameters }: Invocation, phrases: Phrases) {
  if (name === 'count') return phrases.countOf(listed(parameters, phrases));
  const subject = receiver ?? parameters[0];
  const noun = name === 'size' && subject !== undefined ? nounOf(subject, phrases) : undefined;
  return noun && phrases.sizeOf(noun);
}

function nounOf(expression: Expression, phrases: Phrases): string | undefined {
  return phrases.nouns[pathOf(expression) ?? ''];
}

function pathOf(expression: Expression): string | undefined {
  if (expression.kind === 'identifier') return expression.name;
  if (expression.kind !== 'select') return undefined;
  const operand = pathOf(expression.operand);
  return operand && `${operand}.${expression.field}`;
}

/** `a, b or c` */
export function enumerate(words: readonly string[], conjunction: string): string {
  const last = words.at(-1) ?? '';
  if (words.length < 2) return last;
  return `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}
