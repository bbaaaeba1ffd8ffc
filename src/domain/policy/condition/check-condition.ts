import { checkInvocation } from './check-calls.ts';
import type { CheckContext } from './check-context.ts';
import { report, warn } from './check-context.ts';
import { checkMacro } from './check-macro.ts';
import { checkHas, checkIdentifier, checkSelect } from './check-names.ts';
import { checkBinary, checkConditional, checkList, checkUnary } from './check-operators.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Expression, Literal } from './expression.ts';
import { fold } from './fold.ts';
import { schemaOf } from './schema.ts';
import type { Term } from './term.ts';
import { bool, double, int, nameOf, type RecordType, string } from './type.ts';
import type { ConditionScope } from './variables.ts';

/** Most steps that evaluating one condition may take. */
const conditionCostMax = 10_000;

export interface CheckedCondition {
  /** Undefined when a diagnostic is an error. */
  readonly term: Term | undefined;
  /** The terms of the parts, where one was made. */
  readonly terms: ReadonlyMap<Expression, Term>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Resolves and types a condition, so that nothing in it can fail when it is evaluated: no operation is undefined for its
 * operands, no field is read that may be absent, and the worst case is bounded.
 */
export function checkCondition(expression: Expression, scope: ConditionScope): CheckedCondition {
  const checked = checkExpression(expression, scope, schemaOf(scope));
  const context = { diagnostics: [...checked.diagnostics] };
  const { term } = checked;
  if (term !== undefined) checkWhole(expression, term, context);
  const hasError = context.diagnostics.some(({ severity }) => severity === 'error');
  const diagnostics = context.diagnostics.sort((a, b) => a.start - b.start);
  return { term: hasError ? undefined : term, terms: checked.terms, diagnostics };
}

/** The same for an expression of any type and any variables, without the limits of a whole condition. */
export function checkExpression(
  expression: Expression,
  scope: ConditionScope,
  schema: RecordType,
): CheckedCondition {
  const diagnostics: Diagnostic[] = [];
  const terms = new Map<Expression, Term>();
  const check = (part: Expression, context: CheckContext): Term | undefined => {
    const found = checkPart(part, context);
    const term = found && fold(found);
    if (term !== undefined) terms.set(part, term);
    return term;
  };
  const term = check(expression, {
    scope,
    schema,
    diagnostics,
    check,
    locals: new Map(),
    macroDepth: 0,
    guards: new Set(),
  });
  return { term, terms, diagnostics };
}

type Diagnostics = Pick<CheckContext, 'diagnostics'>;

function checkWhole(expression: Expression, term: Term, context: Diagnostics): void {
  if (term.type.kind !== 'bool') {
    const message = `a condition is true or false, not ${nameOf(term.type)}`;
    report(context, { code: 'wrong_type', message, at: expression });
  }
  if (term.cost > conditionCostMax) {
    const message = `it can take ${term.cost} steps, of ${conditionCostMax} at most`;
    report(context, { code: 'too_costly', message, at: expression });
  }
  const hasError = context.diagnostics.length > 0;
  if (term.kind === 'constant' && expression.kind !== 'literal' && !hasError) {
    const message = `it is always ${String(term.value)}`;
    warn(context, { code: 'constant_condition', message, at: expression });
  }
}

function checkPart(expression: Expression, context: CheckContext): Term | undefined {
  switch (expression.kind) {
    case 'literal':
      return literalTerm(expression);
    case 'identifier':
      return checkIdentifier(expression, context);
    case 'select':
      return checkSelect(expression, context);
    case 'has':
      return checkHas(expression, context);
    case 'unary':
      return checkUnary(expression, context);
    case 'binary':
      return checkBinary(expression, context);
    case 'conditional':
      return checkConditional(expression, context);
    case 'list':
      return checkList(expression, context);
    case 'invocation':
      return checkInvocation(expression, context);
    case 'macro':
      return checkMacro(expression, context);
  }
}

const literalTypes = { bool, int, double, string };

function literalTerm({ type, value, start, end }: Literal): Term {
  return { kind: 'constant', value, type: literalTypes[type], cost: 1, start, end };
}
