import { type CheckContext, report } from './check-context.ts';
import { nearest, suggestion } from './nearest.ts';
import type { Constant, Term, Value } from './term.ts';
import type { Type } from './type.ts';
import { isList } from './value.ts';

/** Reports constants that a variable of this type never holds: a rule about `opnai` would silently never match. */
export function checkKnownValues(
  type: Type | undefined,
  term: Term | undefined,
  context: CheckContext,
): void {
  const values = valuesOf(type);
  if (values === undefined) return;
  for (const constant of constantsIn(term)) {
    for (const value of isList(constant.value) ? constant.value : [constant.value]) {
      if (!isAmong(values, value)) unknownValue(value, values, { at: constant, context });
    }
  }
}

function constantsIn(term: Term | undefined): readonly Constant[] {
  if (term?.kind === 'list') return term.elements.flatMap((part) => constantsIn(part));
  return term?.kind === 'constant' ? [term] : [];
}

function valuesOf(type: Type | undefined): readonly string[] | undefined {
  if (type?.kind === 'list') return valuesOf(type.element);
  return type?.kind === 'string' ? type.values : undefined;
}

function isAmong(values: readonly string[], value: Value): boolean {
  return typeof value !== 'string' || values.includes(value);
}

const shownMax = 6;

function unknownValue(
  value: Value,
  values: readonly string[],
  { at, context }: { readonly at: Constant; readonly context: CheckContext },
): void {
  const found = nearest(String(value), values);
  const rest = values.length > shownMax ? ', …' : '';
  const known = values.length === 0 ? 'none' : values.slice(0, shownMax).join(', ') + rest;
  const message = `'${String(value)}' is not a known value (${known})${suggestion(found)}`;
  const isWhole = at.value === value;
  const replacement = found === undefined || !isWhole ? undefined : JSON.stringify(found);
  report(context, { code: 'unknown_value', message, at, replacement });
}
