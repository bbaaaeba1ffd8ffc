import type { ComparisonOperator, Value, ValueRecord } from './term.ts';

/** The value is not of the type that it was declared to have: it is then unknown. */
export class WrongValue extends Error {}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isRecord(value: Value | undefined): value is ValueRecord {
  return typeof value === 'object' && !Array.isArray(value);
}

export function asBool(value: Value | undefined): boolean {
  if (typeof value === 'boolean') return value;
  throw new WrongValue();
}

export function asNumber(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  throw new WrongValue();
}

/** Beyond 53 bits nothing is known of a whole number. */
export function asInt(value: Value | undefined): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new WrongValue();
}

export function asDouble(value: Value | undefined): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new WrongValue();
}

export function asText(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw new WrongValue();
}

export function asList(value: Value | undefined): readonly Value[] {
  if (isList(value)) return value;
  throw new WrongValue();
}

export function asRecord(value: Value | undefined): ValueRecord {
  if (isRecord(value)) return value;
  throw new WrongValue();
}

/**
 * For reading fields that the schema names. Unlike `asRecord` it does not look closely, which is for the interpreter: reading
 * a field of what is no record gives what is of no type, and so is unknown.
 */
export function asFields(value: Value | undefined): ValueRecord {
  if (hasFields(value)) return value;
  throw new WrongValue();
}

function hasFields(value: Value | undefined): value is ValueRecord {
  return typeof value === 'object';
}

/** A field of one's own: names of claims come from outside, and `constructor` is no claim. */
export function fieldOf(record: ValueRecord, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Equality of CEL: numbers by value, lists element by element; records are never compared. */
export function isEqual(a: Value, b: Value): boolean {
  if (!isList(a) || !isList(b)) return a === b;
  return a.length === b.length && a.every((element, index) => isEqual(element, b[index] ?? []));
}

/** Order by code points, as CEL has it; JavaScript's own is by UTF-16 code units. */
function isTextBefore(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) < rank(right);
  }
  return a.length < b.length;
}

// Surrogates stand for code points above all that one unit can hold.
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Whether `a operator b`; both numbers or both texts where it is about order. */
export function compare(operator: ComparisonOperator, a: Value, b: Value): boolean {
  if (operator === '==') return isEqual(a, b);
  if (operator === '!=') return !isEqual(a, b);
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(operator, a, b);
  const left = asText(a);
  const right = asText(b);
  if (operator === '<') return isTextBefore(left, right);
  if (operator === '<=') return !isTextBefore(right, left);
  if (operator === '>') return isTextBefore(right, left);
  return !isTextBefore(left, right);
}

function compareNumbers(operator: ComparisonOperator, a: number, b: number): boolean {
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  if (operator === '>') return a > b;
  return a >= b;
}
