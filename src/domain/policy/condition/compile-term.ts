import { calculate, unknown } from './interpret.ts';
import type {
  Arithmetic,
  Call,
  Choice,
  Comparison,
  Comprehension,
  Logic,
  Membership,
  Term,
  Value,
  ValueRecord,
  Variable,
} from './term.ts';
import {
  asBool,
  asDouble,
  asFields,
  asInt,
  asList,
  asNumber,
  asRecord,
  asText,
  compare,
  fieldOf,
  isEqual,
  isList,
  WrongValue,
} from './value.ts';

/** A compiled part. `locals` holds the elements that the macros around it are at. */
export type Run<Result> = (input: ValueRecord, locals: Value[]) => Result;

/**
 * Compiles a condition to closures; nothing is generated as source, so that it also runs where `eval` is forbidden.
 * @throws WrongValue (the compiled condition) where something is unknown: `interpret` then says whether that matters
 */
export function compileBool(term: Term): Run<boolean> {
  switch (term.kind) {
    case 'not': {
      const operand = compileBool(term.operand);
      return (input, locals) => !operand(input, locals);
    }
    case 'and':
    case 'or':
      return compileLogic(term);
    case 'comparison':
      return compileComparison(term);
    case 'in':
      return compileMembership(term);
    case 'presence': {
      const record = compileValue(term.operand);
      const { field } = term;
      if (term.operand.type.kind === 'record') {
        return (input, locals) => asFields(record(input, locals))[field] !== undefined;
      }
      return (input, locals) => fieldOf(asRecord(record(input, locals)), field) !== undefined;
    }
    default: {
      const value = compileValue(term);
      return (input, locals) => asBool(value(input, locals));
    }
  }
}

function compileLogic({ kind, left, right }: Logic): Run<boolean> {
  const first = compileBool(left);
  const second = compileBool(right);
  return kind === 'and'
    ? (input, locals) => first(input, locals) && second(input, locals)
    : (input, locals) => first(input, locals) || second(input, locals);
}

function compileComparison(term: Comparison): Run<boolean> {
  const { operator, left, right } = term;
  if (left.type.kind === 'int' || left.type.kind === 'double') return compareNumbers(term);
  const first = compileValue(left);
  const second = compileValue(right);
  if (right.kind === 'constant' && !isList(right.value)) {
    const { value } = right;
    if (operator === '==') return (input, locals) => first(input, locals) === value;
    if (operator === '!=') return (input, locals) => first(input, locals) !== value;
  }
  return (input, locals) => compare(operator, first(input, locals), second(input, locals));
}

function compareNumbers({ operator, left, right }: Comparison): Run<boolean> {
  const first = compileNumber(left);
  const second = compileNumber(right);
  switch (operator) {
    case '==':
      return (input, locals) => first(input, locals) === second(input, locals);
    case '!=':
      return (input, locals) => first(input, locals) !== second(input, locals);
    case '<':
      return (input, locals) => first(input, locals) < second(input, locals);
    case '<=':
      return (input, locals) => first(input, locals) <= second(input, locals);
    case '>':
      return (input, locals) => first(input, locals) > second(input, locals);
    case '>=':
      return (input, locals) => first(input, locals) >= second(input, locals);
  }
}

function compileMembership({ left, right }: Membership): Run<boolean> {
  const element = compileValue(left);
  if (right.type.kind === 'map') {
    const map = compileValue(right);
    return (input, locals) =>
      fieldOf(asRecord(map(input, locals)), asText(element(input, locals))) !== undefined;
  }
  if (right.kind === 'constant' && left.type.kind !== 'list') {
    const values = new Set(asList(right.value));
    return (input, locals) => values.has(element(input, locals));
  }
  const list = compileValue(right);
  if (left.type.kind !== 'list') {
    return (input, locals) => {
      const value = element(input, locals);
      return asList(list(input, locals)).includes(value);
    };
  }
  return (input, locals) => {
    const value = element(input, locals);
    return asList(list(input, locals)).some((other) => isEqual(value, other));
  };
}

function compileNumber(term: Term): Run<number> {
  if (term.kind === 'constant') {
    const value = asNumber(term.value);
    return () => value;
  }
  if (term.kind === 'arithmetic') return compileArithmetic(term);
  if (term.kind === 'negative') {
    const operand = compileNumber(term.operand);
    return (input, locals) => -operand(input, locals);
  }
  const value = compileValue(term);
  return (input, locals) => asNumber(value(input, locals));
}

function compileArithmetic(term: Arithmetic): Run<number> {
  const left = compileNumber(term.left);
  const right = compileNumber(term.right);
  return (input, locals) => {
    const result = calculate(term, left(input, locals), right(input, locals));
    if (result === unknown) throw new WrongValue();
    return result;
  };
}

function compileValue(term: Term): Run<Value> {
  switch (term.kind) {
    case 'constant': {
      const { value } = term;
      return () => value;
    }
    case 'variable':
      return compileVariable(term);
    case 'local': {
      const { slot } = term;
      return (_input, locals) => present(locals[slot]);
    }
    case 'selection': {
      const record = compileValue(term.operand);
      const { field } = term;
      if (term.operand.type.kind === 'record') {
        return (input, locals) => present(asFields(record(input, locals))[field]);
      }
      return (input, locals) => present(fieldOf(asRecord(record(input, locals)), field));
    }
    case 'choice':
      return compileChoice(term);
    case 'list': {
      const elements = term.elements.map((element) => compileValue(element));
      return (input, locals) => elements.map((element) => element(input, locals));
    }
    case 'call':
      return compileCall(term);
    case 'comprehension':
      return compileComprehension(term);
    case 'arithmetic':
    case 'negative':
      return compileNumber(term);
    default:
      return compileBool(term);
  }
}

function compileVariable({ path, type }: Variable): Run<Value> {
  const read = readerOf(path);
  switch (type.kind) {
    case 'bool':
      return (input) => asBool(read(input));
    case 'int':
      return (input) => asInt(read(input));
    case 'double':
      return (input) => asDouble(read(input));
    case 'string':
      return (input) => asText(read(input));
    case 'list':
      return (input) => asList(read(input));
    default:
      return (input) => asRecord(read(input));
  }
}

function readerOf(path: readonly string[]): (input: ValueRecord) => Value | undefined {
  const [first = '', second, third] = path;
  if (second === undefined) return (input) => input[first];
  if (third === undefined) return (input) => asFields(input[first])[second];
  return (input) => asFields(asFields(input[first])[second])[third];
}

function compileChoice({ condition, whenTrue, whenFalse }: Choice): Run<Value> {
  const decide = compileBool(condition);
  const first = compileValue(whenTrue);
  const second = compileValue(whenFalse);
  return (input, locals) => (decide(input, locals) ? first(input, locals) : second(input, locals));
}

function compileCall({ operands, apply }: Call): Run<Value> {
  const [first = none, second = none, third = none] = operands.map((term) => compileValue(term));
  if (operands.length === 1) return (input, locals) => apply(first(input, locals));
  if (operands.length === 2) {
    return (input, locals) => apply(first(input, locals), second(input, locals));
  }
  return (input, locals) =>
    apply(first(input, locals), second(input, locals), third(input, locals));
}

const none: Run<Value> = () => false;

function compileComprehension({ macro, operand, slot, body }: Comprehension): Run<Value> {
  const list = compileValue(operand);
  if (macro === 'map') {
    const result = compileValue(body);
    return (input, locals) =>
      asList(list(input, locals)).map((element) => {
        locals[slot] = element;
        return result(input, locals);
      });
  }
  const test = compileBool(body);
  const holds = (input: ValueRecord, locals: Value[]) => (element: Value) => {
    locals[slot] = element;
    return test(input, locals);
  };
  switch (macro) {
    case 'exists':
      return (input, locals) => asList(list(input, locals)).some(holds(input, locals));
    case 'all':
      return (input, locals) => asList(list(input, locals)).every(holds(input, locals));
    case 'filter':
      return (input, locals) => asList(list(input, locals)).filter(holds(input, locals));
    case 'exists_one':
      return (input, locals) =>
        asList(list(input, locals)).filter(holds(input, locals)).length === 1;
  }
}

function present(value: Value | undefined): Value {
  if (value === undefined) throw new WrongValue();
  return value;
}
