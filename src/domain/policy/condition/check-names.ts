import { type CheckContext, report, slotsOf } from './check-context.ts';
import type { Expression, Has, Identifier, Select } from './expression.ts';
import { pathOf } from './guards.ts';
import { fieldHint } from './hint.ts';
import { declared, nearest, suggestion } from './nearest.ts';
import type { Term } from './term.ts';
import { bool, listOf, nameOf, type RecordType, string } from './type.ts';

export function checkIdentifier(expression: Identifier, context: CheckContext): Term | undefined {
  const { name, start, end } = expression;
  const local = context.locals.get(name);
  if (local !== undefined) {
    return { kind: 'local', name, slot: local.slot, type: local.type, cost: 1, start, end };
  }
  const field = fieldNamed(context.schema, name);
  if (field !== undefined) {
    return { kind: 'variable', path: [name], type: field.type, cost: 1, start, end };
  }
  if (name === 'lists') {
    const message = 'lists is no value: write lists.<name>';
    return report(context, { code: 'wrong_type', message, at: expression });
  }
  if (name === 'response') {
    const message = 'response is not known before the provider has answered';
    return report(context, { code: 'unknown_variable', message, at: expression });
  }
  const names = [...context.locals.keys(), ...Object.keys(context.schema.fields), 'lists'];
  const replacement = nearest(name, names);
  const message = `unknown variable '${name}'${suggestion(replacement)}`;
  return report(context, { code: 'unknown_variable', message, at: expression, replacement });
}

export function checkSelect(expression: Select, context: CheckContext): Term | undefined {
  const { operand, field } = expression;
  if (isLists(operand, context)) return listNamed(expression, context);
  const record = context.check(operand, context);
  if (record === undefined) return undefined;
  if (record.type.kind === 'map') return checkKey(expression, record, context);
  if (record.type.kind !== 'record') return noFields(expression, record, context);
  const found = fieldNamed(record.type, field);
  if (found === undefined) return noField(expression, record.type, context);
  if (found.optional === true && !isGuarded(expression, context)) {
    return unguarded(expression, context);
  }
  const { start, end } = expression;
  if (record.kind === 'variable') {
    const path = [...record.path, field];
    return { kind: 'variable', path, type: found.type, cost: 1, start, end };
  }
  return {
    kind: 'selection',
    operand: record,
    field,
    type: found.type,
    cost: record.cost + 1,
    start,
    end,
  };
}

export function checkHas(expression: Has, context: CheckContext): Term | undefined {
  const { selection, start, end } = expression;
  const record = context.check(selection.operand, context);
  if (record === undefined) return undefined;
  const { type } = record;
  if (type.kind !== 'record' && type.kind !== 'map') return noFields(selection, record, context);
  if (type.kind === 'record' && fieldNamed(type, selection.field) === undefined) {
    return noField(selection, type, context);
  }
  const { field } = selection;
  return {
    kind: 'presence',
    operand: record,
    field,
    type: bool,
    cost: record.cost + 1,
    start,
    end,
  };
}

function checkKey(expression: Select, map: Term, context: CheckContext): Term | undefined {
  if (map.type.kind !== 'map') return undefined;
  const { field, start, end } = expression;
  if (!isGuarded(expression, context)) return unguarded(expression, context);
  const type = map.type.value;
  return { kind: 'selection', operand: map, field, type, cost: map.cost + 1, start, end };
}

function isGuarded(expression: Select, context: CheckContext): boolean {
  const path = pathOf(expression, slotsOf(context));
  return path !== undefined && context.guards.has(path);
}

function unguarded(expression: Select, context: CheckContext): undefined {
  const path = pathOf(expression, new Map()) ?? `….${expression.field}`;
  const message = `'${path}' may be absent; guard it with has(${path}) && …`;
  return report(context, { code: 'missing_guard', message, at: expression });
}

function noFields(expression: Select, { type }: Term, context: CheckContext): undefined {
  const message = `${nameOf(type)} has no field '${expression.field}'${fieldHint(expression.field)}`;
  return report(context, { code: 'wrong_type', message, at: expression.fieldAt });
}

function noField(expression: Select, record: RecordType, context: CheckContext): undefined {
  const owner = pathOf(expression.operand, new Map());
  const replacement = nearest(expression.field, Object.keys(record.fields));
  const on = owner === undefined ? '' : ` on ${owner}`;
  const help = suggestion(replacement) || fieldHint(expression.field);
  const message = `no field '${expression.field}'${on}${help}`;
  const at = expression.fieldAt;
  return report(context, { code: 'unknown_field', message, at, replacement });
}

function isLists(expression: Expression, { locals, schema }: CheckContext): boolean {
  const isName = expression.kind === 'identifier' && expression.name === 'lists';
  return isName && !locals.has('lists') && fieldNamed(schema, 'lists') === undefined;
}

function listNamed(expression: Select, context: CheckContext): Term | undefined {
  const { field, start, end } = expression;
  const value = context.scope.lists.get(field);
  if (value !== undefined) {
    return { kind: 'constant', value, type: listOf(string, value.length), cost: 1, start, end };
  }
  const names = [...context.scope.lists.keys()];
  const replacement = nearest(field, names);
  const message = `no list '${field}' is declared${declared(names)}${suggestion(replacement)}`;
  const at = expression.fieldAt;
  return report(context, { code: 'unknown_field', message, at, replacement });
}

function fieldNamed(record: RecordType, name: string): RecordType['fields'][string] | undefined {
  return Object.hasOwn(record.fields, name) ? record.fields[name] : undefined;
}
