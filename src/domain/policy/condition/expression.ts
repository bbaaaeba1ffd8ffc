import type { Place } from './diagnostic.ts';
import type { ArithmeticOperator, ComparisonOperator, Macro } from './term.ts';

/** A condition as it is written: what is printed, and what a form can be filled from. Places do not include parentheses. */
export type Expression =
  | Literal
  | Identifier
  | Select
  | Has
  | Unary
  | Binary
  | Conditional
  | ListExpression
  | Invocation
  | MacroExpression;

export type Literal = Place & { readonly kind: 'literal' } & (
    | { readonly type: 'bool'; readonly value: boolean }
    | { readonly type: 'int' | 'double'; readonly value: number }
    | { readonly type: 'string'; readonly value: string }
  );

export interface Identifier extends Place {
  readonly kind: 'identifier';
  readonly name: string;
}

export interface Select extends Place {
  readonly kind: 'select';
  readonly operand: Expression;
  readonly field: string;
  /** Where the name of the field stands. */
  readonly fieldAt: Place;
}

export interface Has extends Place {
  readonly kind: 'has';
  readonly selection: Select;
}

export interface Unary extends Place {
  readonly kind: 'unary';
  readonly operator: '!' | '-';
  readonly operand: Expression;
}

export type BinaryOperator = '||' | '&&' | 'in' | ComparisonOperator | ArithmeticOperator;

export interface Binary extends Place {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Conditional extends Place {
  readonly kind: 'conditional';
  readonly condition: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}

export interface ListExpression extends Place {
  readonly kind: 'list';
  readonly elements: readonly Expression[];
}

/** `name(…)` or `receiver.name(…)` */
export interface Invocation extends Place {
  readonly kind: 'invocation';
  readonly name: string;
  readonly nameAt: Place;
  readonly receiver: Expression | undefined;
  readonly parameters: readonly Expression[];
}

/** `operand.macro(variable, body)` */
export interface MacroExpression extends Place {
  readonly kind: 'macro';
  readonly macro: Macro;
  readonly operand: Expression;
  readonly variable: Identifier;
  readonly body: Expression;
}
