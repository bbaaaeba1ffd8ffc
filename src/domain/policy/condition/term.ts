import type { Place } from './diagnostic.ts';
import type { Type } from './type.ts';

/** What the constants, variables and results of a condition are. Whole and fractional numbers are both JavaScript numbers. */
export type Value = boolean | number | string | readonly Value[] | ValueRecord;

export interface ValueRecord {
  readonly [key: string]: Value | undefined;
}

/**
 * A checked condition: names resolved, lists and constants put in, every operation known to be defined for its operands. What
 * runs, explains and analyses conditions works on this.
 */
export type Term =
  | Constant
  | Variable
  | Local
  | Selection
  | Presence
  | Negation
  | Logic
  | Comparison
  | Membership
  | Arithmetic
  | Choice
  | ListTerm
  | Call
  | Comprehension;

interface Checked extends Place {
  readonly type: Type;
  /** Steps that evaluating it takes at most. */
  readonly cost: number;
}

export interface Constant extends Checked {
  readonly kind: 'constant';
  readonly value: Value;
}

/** A field of the input: `request.provider` is `['request', 'provider']`. */
export interface Variable extends Checked {
  readonly kind: 'variable';
  readonly path: readonly string[];
}

/** The element that a macro is at. */
export interface Local extends Checked {
  readonly kind: 'local';
  readonly name: string;
  /** How many macros stand around the one that declares it. */
  readonly slot: number;
}

/** A field of what is not itself a variable, such as of an element of `pii.findings`. */
export interface Selection extends Checked {
  readonly kind: 'selection';
  readonly operand: Term;
  readonly field: string;
}

/** `has(operand.field)` */
export interface Presence extends Checked {
  readonly kind: 'presence';
  readonly operand: Term;
  readonly field: string;
}

export interface Negation extends Checked {
  readonly kind: 'not' | 'negative';
  readonly operand: Term;
}

export interface Logic extends Checked {
  readonly kind: 'and' | 'or';
  readonly left: Term;
  readonly right: Term;
}

export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export interface Comparison extends Checked {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Term;
  readonly right: Term;
}

/** `left in right`: an element of a list, or a key of a map. */
export interface Membership extends Checked {
  readonly kind: 'in';
  readonly left: Term;
  readonly right: Term;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

export interface Arithmetic extends Checked {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Term;
  readonly right: Term;
}

export interface Choice extends Checked {
  readonly kind: 'choice';
  readonly condition: Term;
  readonly whenTrue: Term;
  readonly whenFalse: Term;
}

export interface ListTerm extends Checked {
  readonly kind: 'list';
  readonly elements: readonly Term[];
}

export type FunctionName =
  | 'size'
  | 'startsWith'
  | 'endsWith'
  | 'contains'
  | 'lowerAscii'
  | 'matches'
  | 'glob'
  | 'get'
  | 'min'
  | 'max'
  | 'count'
  | 'any'
  | 'inRole'
  | 'within'
  | 'inCidr';

/** A function; the receiver of `receiver.name(…)` is its first operand. */
export interface Call extends Checked {
  readonly kind: 'call';
  readonly name: FunctionName;
  readonly operands: readonly Term[];
  /** The function itself, its constant operands prepared. */
  readonly apply: Apply;
}

export type Apply = (first: Value, second?: Value, third?: Value) => Value;

export type Macro = 'exists' | 'all' | 'exists_one' | 'filter' | 'map';

export interface Comprehension extends Checked {
  readonly kind: 'comprehension';
  readonly macro: Macro;
  readonly operand: Term;
  readonly slot: number;
  readonly body: Term;
}
