import { type CheckContext, report } from './check-context.ts';
import type { MacroExpression } from './expression.ts';
import type { Term } from './term.ts';
import { bool, type ListType, listOf, nameOf, type Type } from './type.ts';

/** How deep macros may stand in each other: each level multiplies the cost. */
const macroNestingMax = 2;

export function checkMacro(expression: MacroExpression, context: CheckContext): Term | undefined {
  const { macro, start, end } = expression;
  if (context.macroDepth >= macroNestingMax) {
    const message = `macros nest at most ${macroNestingMax} deep`;
    return report(context, { code: 'too_deep', message, at: expression });
  }
  const operand = context.check(expression.operand, context);
  if (operand === undefined) return undefined;
  const { type: list } = operand;
  if (list.kind !== 'list') {
    const message = `${macro}() needs a list, not ${nameOf(list)}`;
    return report(context, { code: 'wrong_type', message, at: expression.operand });
  }
  const body = checkBody(expression, list, context);
  if (body === undefined) return undefined;
  const cost = operand.cost + 1 + list.sizeMax * (body.cost + 1);
  const type = resultOf(expression, list, body.type);
  const slot = context.macroDepth;
  return { kind: 'comprehension', macro, operand, slot, body, type, cost, start, end };
}

function checkBody(
  { macro, variable, body }: MacroExpression,
  list: ListType,
  context: CheckContext,
): Term | undefined {
  const slot = context.macroDepth;
  const locals = new Map(context.locals).set(variable.name, { slot, type: list.element });
  const result = context.check(body, { ...context, locals, macroDepth: slot + 1 });
  if (result === undefined || result.type.kind === 'bool' || macro === 'map') return result;
  const message = `${macro}() needs a condition, not ${nameOf(result.type)}`;
  return report(context, { code: 'wrong_type', message, at: body });
}

function resultOf({ macro }: MacroExpression, list: ListType, body: Type): Type {
  if (macro === 'filter') return list;
  return macro === 'map' ? listOf(body, list.sizeMax) : bool;
}
