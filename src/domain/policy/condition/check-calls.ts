import { type CheckContext, report } from './check-context.ts';
import { checkKnownValues } from './check-values.ts';
import { PolicyError } from './diagnostic.ts';
import type { Expression, Invocation } from './expression.ts';
import { type FunctionRow, functions } from './functions.ts';
import { functionHint } from './hint.ts';
import { declared, nearest, suggestion } from './nearest.ts';
import { piiRole } from './schema.ts';
import type { Apply, FunctionName, Term } from './term.ts';
import { nameOf, oneOf, type Type } from './type.ts';

const macroNames = ['exists', 'all', 'exists_one', 'filter', 'map', 'has'];

export function checkInvocation(expression: Invocation, context: CheckContext): Term | undefined {
  const operands = checkOperands(expression, context);
  const row = rowOf(expression, context);
  if (row === undefined || operands === undefined) return undefined;
  const type = row.type(operands.map((operand) => operand.type));
  if (type === undefined) return wrongArguments(expression, operands, context);
  if (!isConstantWhereNeeded(row, operands, context)) return undefined;
  checkNamedValues(expression.name, operands, context);
  const apply = prepared(row, operands, context);
  if (apply === undefined) return undefined;
  const own = 1 + row.steps + (row.scansMax?.(operands) ?? 0);
  const cost = operands.reduce((sum, operand) => sum + operand.cost, own);
  const { start, end } = expression;
  return { kind: 'call', name: row.name, operands, apply, type, cost, start, end };
}

function checkOperands(
  { receiver, parameters }: Invocation,
  context: CheckContext,
): readonly Term[] | undefined {
  const written: readonly Expression[] =
    receiver === undefined ? parameters : [receiver, ...parameters];
  const operands = written.map((operand) => context.check(operand, context));
  const known = operands.filter((operand) => operand !== undefined);
  return known.length === operands.length ? known : undefined;
}

function rowOf(
  expression: Invocation,
  context: CheckContext,
): (FunctionRow & { readonly name: FunctionName }) | undefined {
  const { name, nameAt: at, receiver } = expression;
  if (!isFunction(name)) {
    const replacement = nearest(name, [...Object.keys(functions), ...macroNames]);
    const help = functionHint(name) || suggestion(replacement);
    const message = `unknown function '${name}'${help}`;
    return report(context, { code: 'unknown_function', message, at, replacement });
  }
  const row = functions[name];
  const form = receiver === undefined ? 'global' : 'method';
  if (row.form !== 'both' && row.form !== form) {
    return report(context, { code: 'unknown_function', message: `write ${row.usage}`, at });
  }
  return { ...row, name };
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

function wrongArguments(
  { name }: Invocation,
  operands: readonly Term[],
  context: CheckContext,
): undefined {
  if (!isFunction(name)) return undefined;
  const types = operands.map(({ type }) => nameOf(type)).join(', ');
  const isList = operands[0]?.type.kind === 'list';
  const hint = name === 'contains' && isList ? ': write "element" in list' : '';
  const message = `${functions[name].usage} is not defined for (${types})${hint}`;
  const [first] = operands;
  const last = operands.at(-1);
  const at = { start: first?.start ?? 0, end: last?.end ?? 0 };
  return report(context, { code: 'wrong_arguments', message, at });
}

function isConstantWhereNeeded(
  row: FunctionRow,
  operands: readonly Term[],
  context: CheckContext,
): boolean {
  const operand = row.constant === undefined ? undefined : operands[row.constant];
  if (operand === undefined || operand.kind === 'constant') return true;
  const message = `this must be a constant: ${row.usage}`;
  report(context, { code: 'not_constant', message, at: operand });
  return false;
}

function prepared(
  row: FunctionRow,
  operands: readonly Term[],
  context: CheckContext,
): Apply | undefined {
  try {
    return row.prepare(operands);
  } catch (thrown) {
    if (!(thrown instanceof PolicyError)) throw thrown;
    const { code, message } = thrown.diagnostic;
    return report(context, { code, message, at: thrown.diagnostic });
  }
}

/** A type of personal data, a role or a calendar that there is not is likely misspelt. */
function checkNamedValues(name: string, operands: readonly Term[], context: CheckContext): void {
  const [receiver, first, second] = operands;
  if (name === 'count' || name === 'any' || name === 'inRole') {
    checkKnownValues(elementsOf(receiver, 'types'), first, context);
  }
  if (name === 'inRole') checkKnownValues(piiRole, second, context);
  if (name === 'within') checkCalendar(first, context);
}

function checkCalendar(term: Term | undefined, context: CheckContext): void {
  const { calendars } = context.scope;
  const name = term?.kind === 'constant' ? term.value : undefined;
  if (term === undefined || typeof name !== 'string' || calendars.includes(name)) return;
  const meant = nearest(name, calendars);
  const message = `no calendar '${name}' is declared${declared(calendars)}${suggestion(meant)}`;
  const replacement = meant && JSON.stringify(meant);
  report(context, { code: 'unknown_value', message, at: term, replacement });
}

function elementsOf(record: Term | undefined, field: string): Type {
  const type = record?.type.kind === 'record' ? record.type.fields[field]?.type : undefined;
  return type?.kind === 'list' ? type.element : oneOf([]);
}
