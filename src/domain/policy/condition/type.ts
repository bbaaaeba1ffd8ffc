/** The types of the condition language. Sizes are upper bounds; from them comes the worst-case cost of a condition. */
export type Type = ScalarType | ListType | MapType | RecordType;

export type ScalarType = BoolType | IntType | DoubleType | StringType;

export interface BoolType {
  readonly kind: 'bool';
}

/** A whole number of 53 bits: what is beyond is unknown, never rounded. */
export interface IntType {
  readonly kind: 'int';
}

/** IEEE 754 binary64. */
export interface DoubleType {
  readonly kind: 'double';
}

export interface StringType {
  readonly kind: 'string';
  /** The only values there are, so that a misspelt one is found; absent where any text may stand. */
  readonly values?: readonly string[];
}

export interface ListType {
  readonly kind: 'list';
  readonly element: Type;
  readonly sizeMax: number;
}

/** Keys are strings. */
export interface MapType {
  readonly kind: 'map';
  readonly value: Type;
  readonly sizeMax: number;
}

export interface RecordType {
  readonly kind: 'record';
  /** Which functions of its own it has: `pii.count`, `time.within`. */
  readonly methods?: 'pii' | 'time';
  readonly fields: Readonly<Record<string, Field>>;
}

export interface Field {
  readonly type: Type;
  /** May be absent, so that reading it needs a `has()` guard. */
  readonly optional?: true;
  /** One line for the editor. */
  readonly about: string;
}

export const bool: BoolType = { kind: 'bool' };
export const int: IntType = { kind: 'int' };
export const double: DoubleType = { kind: 'double' };
export const string: StringType = { kind: 'string' };

/** Longest text that a variable holds, in UTF-16 code units. */
export const textLengthMax = 256;

export function listOf(element: Type, sizeMax: number): ListType {
  return { kind: 'list', element, sizeMax };
}

export function oneOf(values: readonly string[]): StringType {
  return { kind: 'string', values };
}

/** As it stands in diagnostics: `list(string)`. */
export function nameOf(type: Type): string {
  if (type.kind === 'list') return `list(${nameOf(type.element)})`;
  if (type.kind === 'map') return `map(string, ${nameOf(type.value)})`;
  return type.kind;
}

export function isNumber(type: Type): boolean {
  return type.kind === 'int' || type.kind === 'double';
}

/** Whether values of both types can be one list, or the two branches of a choice. */
export function isSameType(a: Type, b: Type): boolean {
  if (a.kind === 'list' && b.kind === 'list') return isSameType(a.element, b.element);
  if (a.kind === 'map' && b.kind === 'map') return isSameType(a.value, b.value);
  if (a.kind === 'record') return a === b;
  return a.kind === b.kind;
}

/** Whether `==` has a meaning: whole and fractional numbers compare by value, as in CEL. */
export function isComparable(a: Type, b: Type): boolean {
  if (a.kind === 'record' || b.kind === 'record') return false;
  if (isNumber(a) && isNumber(b)) return true;
  if (a.kind === 'list' && b.kind === 'list') return isComparable(a.element, b.element);
  return isSameType(a, b);
}
