import type { Diagnostic } from './diagnostic.ts';
import type { Expression } from './expression.ts';
import type { Term, Value } from './term.ts';
import type { PolicyInput } from './variables.ts';

/** Kleene's three values. `unknown` is truthy on purpose: a careless `if` takes it for a match, which fails closed. */
export type Truth = boolean | 'unknown';

export interface CompiledCondition {
  /** The condition as it was read. */
  readonly expression: Expression;
  /** The same, checked and resolved: what analysis works on. */
  readonly term: Term;
  /** Worst case, in steps. */
  readonly cost: number;
  /** Paths of the variables that it reads, such as `request.provider`. */
  readonly variables: ReadonlySet<string>;
  readonly warnings: readonly Diagnostic[];
  /** Whether the input meets it. Total: never throws, for any input of the declared types. */
  evaluate(input: PolicyInput): Truth;
  /** What each conjunct is and why; slower than `evaluate`, and always of the same opinion. */
  explain(input: PolicyInput): Explanation;
}

export interface Explanation {
  readonly truth: Truth;
  /** The parts that all must hold, in the order in which they stand. */
  readonly conjuncts: readonly ConjunctExplanation[];
}

export interface ConjunctExplanation {
  /** As `formatCondition` writes it. */
  readonly source: string;
  readonly truth: Truth;
  /** The variables that it reads and what they were; `undefined` where there is none, or where it is not known. */
  readonly values: readonly { readonly variable: string; readonly value: Value | undefined }[];
}

export type Compilation =
  | { readonly ok: true; readonly condition: CompiledCondition }
  /** Every problem there is, in the order of the source. */
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };
