import { checkCondition } from './check-condition.ts';
import { compileBool } from './compile-term.ts';
import type { Compilation, CompiledCondition, Truth } from './compiled-condition.ts';
import { type Diagnostic, PolicyError } from './diagnostic.ts';
import { explainCondition } from './explain-condition.ts';
import type { Expression } from './expression.ts';
import { evaluationOf, interpret, isRelated } from './interpret.ts';
import { parseCondition } from './parser.ts';
import type { Term, ValueRecord } from './term.ts';
import type { ConditionScope, PolicyInput } from './variables.ts';
import { variablesOf } from './variables-of.ts';

/** Reads, checks and compiles a condition. Never throws: what is wrong with the source is in the diagnostics. */
export function compileCondition(source: string, scope: ConditionScope): Compilation {
  const expression = parsed(source);
  if ('code' in expression) return { ok: false, diagnostics: [expression] };
  const { term, terms, diagnostics } = checkCondition(expression, scope);
  if (term === undefined) return { ok: false, diagnostics };
  return { ok: true, condition: compiled(expression, { term, terms, diagnostics }) };
}

function parsed(source: string): Expression | Diagnostic {
  try {
    return parseCondition(source);
  } catch (thrown) {
    if (thrown instanceof PolicyError) return thrown.diagnostic;
    throw thrown;
  }
}

interface Checked {
  readonly term: Term;
  readonly terms: ReadonlyMap<Expression, Term>;
  readonly diagnostics: readonly Diagnostic[];
}

function compiled(
  expression: Expression,
  { term, terms, diagnostics }: Checked,
): CompiledCondition {
  const run = compileBool(term);
  const variables = variablesOf(term);
  return {
    expression,
    term,
    cost: term.cost,
    variables,
    warnings: diagnostics,
    evaluate(input) {
      if (input.unknown.length > 0 && readsUnknown(variables, input)) return truthOf(term, input);
      try {
        return run(input, []);
      } catch {
        // Something turned out to be unknown on the way; whether that matters is for the interpreter to say.
        return truthOf(term, input);
      }
    },
    explain: (input) => explainCondition(expression, terms, { input, truthOf }),
  };
}

function readsUnknown(variables: ReadonlySet<string>, { unknown: hidden }: PolicyInput): boolean {
  for (const variable of variables) {
    if (hidden.some((path) => isRelated(path, variable))) return true;
  }
  return false;
}

function truthOf(term: Term, input: PolicyInput): Truth {
  const record: ValueRecord = input;
  try {
    const outcome = interpret(term, evaluationOf(record, input.unknown));
    return typeof outcome === 'boolean' ? outcome : 'unknown';
  } catch {
    return 'unknown';
  }
}
