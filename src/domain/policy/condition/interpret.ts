import { functions } from './functions.ts';
import type { Arithmetic, Call, Comprehension, Logic, Term, Value, ValueRecord } from './term.ts';
import type { Type } from './type.ts';
import {
  asBool,
  asList,
  asNumber,
  asRecord,
  asText,
  compare,
  fieldOf,
  isEqual,
  isList,
  isRecord,
} from './value.ts';

/** Not known: the detector failed, the variable is absent, or a whole number left the 53 bits. */
export const unknown: unique symbol = Symbol('unknown');

export type Outcome = Value | typeof unknown;

export interface Evaluation {
  readonly input: ValueRecord;
  /** Paths of variables of which nothing is known. */
  readonly unknownPaths: readonly string[];
  readonly locals: Value[];
  /** Counted while it runs. */
  steps: number;
}

export function evaluationOf(input: ValueRecord, unknownPaths: readonly string[]): Evaluation {
  return { input, unknownPaths, locals: [], steps: 0 };
}

/**
 * Evaluates term by term in Kleene's strong three-valued logic: what is unknown stays so unless the rest decides. The reference
 * for compiled conditions, and what runs when something is unknown. Never takes more steps than the term's `cost`.
 * @throws WrongValue for an input that is not of the declared types
 */
export function interpret(term: Term, evaluation: Evaluation): Outcome {
  evaluation.steps += 1;
  switch (term.kind) {
    case 'constant':
      return term.value;
    case 'variable':
      return readVariable(term.path, term.type, evaluation);
    case 'local':
      return evaluation.locals[term.slot] ?? unknown;
    case 'not':
      return map(interpret(term.operand, evaluation), (value) => !asBool(value));
    case 'negative':
      return map(interpret(term.operand, evaluation), (value) => -asNumber(value));
    case 'and':
    case 'or':
      return interpretLogic(term, evaluation);
    case 'choice': {
      const condition = interpret(term.condition, evaluation);
      if (condition === unknown) return unknown;
      return interpret(asBool(condition) ? term.whenTrue : term.whenFalse, evaluation);
    }
    case 'list':
      return all(term.elements, evaluation) ?? unknown;
    case 'comprehension':
      return interpretComprehension(term, evaluation);
    default:
      return interpretOperation(term, evaluation);
  }
}

type Operation = Exclude<
  Term,
  | { kind: 'constant' | 'variable' | 'local' | 'not' | 'negative' | 'and' | 'or' }
  | { kind: 'choice' | 'list' | 'comprehension' }
>;

/** What needs all its operands. */
function interpretOperation(term: Operation, evaluation: Evaluation): Outcome {
  if (term.kind === 'selection') {
    const record = interpret(term.operand, evaluation);
    return map(record, (value) => fieldOf(asRecord(value), term.field) ?? unknown);
  }
  if (term.kind === 'presence') return interpretPresence(term.operand, term.field, evaluation);
  if (term.kind === 'call') return interpretCall(term, evaluation);
  const operands = all([term.left, term.right], evaluation);
  if (operands === undefined) return unknown;
  const [left = false, right = false] = operands;
  if (term.kind === 'in') return interpretMembership(left, right, evaluation);
  if (term.kind === 'arithmetic') return calculate(term, asNumber(left), asNumber(right));
  evaluation.steps += isList(left) ? left.length : 0;
  return compare(term.operator, left, right);
}

function interpretLogic(term: Logic, evaluation: Evaluation): Outcome {
  const decisive = term.kind === 'or';
  const left = interpret(term.left, evaluation);
  if (left === decisive) return decisive;
  const right = interpret(term.right, evaluation);
  if (right === decisive) return decisive;
  return left === unknown || right === unknown ? unknown : !decisive;
}

function interpretPresence(operand: Term, field: string, evaluation: Evaluation): Outcome {
  if (operand.kind === 'variable') return interpretField(operand.path, field, evaluation);
  const record = interpret(operand, evaluation);
  return map(record, (value) => fieldOf(asRecord(value), field) !== undefined);
}

/** Its neighbours may be unknown. */
function interpretField(path: readonly string[], field: string, evaluation: Evaluation): Outcome {
  evaluation.steps += 1;
  if (isUnknown([...path, field].join('.'), evaluation)) return unknown;
  const record = valueAt(path, evaluation.input);
  return isRecord(record) ? fieldOf(record, field) !== undefined : unknown;
}

function interpretMembership(left: Value, right: Value, evaluation: Evaluation): boolean {
  if (!isList(right)) return fieldOf(asRecord(right), asText(left)) !== undefined;
  evaluation.steps += right.length;
  return right.some((element) => isEqual(left, element));
}

function interpretCall(term: Call, evaluation: Evaluation): Outcome {
  const operands = all(term.operands, evaluation);
  if (operands === undefined) return unknown;
  const { steps, scans } = functions[term.name];
  evaluation.steps += steps + (scans?.(operands) ?? 0);
  const [first = false, second, third] = operands;
  return term.apply(first, second, third);
}

/** A whole number beyond 53 bits would be rounded: it is unknown instead. */
export function calculate(term: Arithmetic, left: number, right: number): number | typeof unknown {
  const isInt = term.type.kind === 'int';
  const result = resultOf(term, left, right);
  return isInt && !Number.isSafeInteger(result) ? unknown : result;
}

function resultOf({ operator, type }: Arithmetic, left: number, right: number): number {
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  if (operator === '%') return left % right;
  return type.kind === 'int' ? Math.trunc(left / right) : left / right;
}

function interpretComprehension(term: Comprehension, evaluation: Evaluation): Outcome {
  const list = interpret(term.operand, evaluation);
  if (list === unknown) return unknown;
  const elements = asList(list);
  const results: Outcome[] = [];
  for (const element of elements) {
    evaluation.steps += 1;
    evaluation.locals[term.slot] = element;
    results.push(interpret(term.body, evaluation));
  }
  return summarise(term, elements, results);
}

function summarise(
  { macro }: Comprehension,
  elements: readonly Value[],
  results: readonly Outcome[],
): Outcome {
  if (macro === 'exists' && results.includes(true)) return true;
  if (macro === 'all' && results.includes(false)) return false;
  const known = results.filter((result) => result !== unknown);
  if (known.length < results.length) return unknown;
  if (macro === 'map') return known;
  if (macro === 'filter') return elements.filter((_, index) => known[index] === true);
  const trueCount = known.filter((result) => result === true).length;
  if (macro === 'exists_one') return trueCount === 1;
  return macro === 'exists' ? trueCount > 0 : trueCount === known.length;
}

function readVariable(path: readonly string[], type: Type, evaluation: Evaluation): Outcome {
  if (evaluation.unknownPaths.length > 0 && isUnknown(path.join('.'), evaluation)) return unknown;
  const value = valueAt(path, evaluation.input);
  return value !== undefined && isOfType(value, type) ? value : unknown;
}

function valueAt(path: readonly string[], input: ValueRecord): Value | undefined {
  let value: Value | undefined = input;
  for (const field of path) value = isRecord(value) ? fieldOf(value, field) : undefined;
  return value;
}

function isUnknown(path: string, { unknownPaths }: Evaluation): boolean {
  return unknownPaths.some((hidden) => isRelated(hidden, path));
}

/** Whether one path lies at or below the other: a record is not known either when one of its fields is not. */
export function isRelated(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function isOfType(value: Value, type: Type): boolean {
  if (type.kind === 'int') return Number.isSafeInteger(value);
  if (type.kind === 'double') return Number.isFinite(value);
  if (type.kind === 'list') return isList(value);
  if (type.kind === 'map' || type.kind === 'record') return isRecord(value);
  return type.kind === 'bool' ? typeof value === 'boolean' : typeof value === 'string';
}

/** The values of all terms; undefined when one is unknown. */
function all(terms: readonly Term[], evaluation: Evaluation): readonly Value[] | undefined {
  const values: Value[] = [];
  let isKnown = true;
  for (const term of terms) {
    const value = interpret(term, evaluation);
    if (value === unknown) isKnown = false;
    else values.push(value);
  }
  return isKnown ? values : undefined;
}

function map(value: Outcome, apply: (value: Value) => Outcome): Outcome {
  return value === unknown ? unknown : apply(value);
}
