import { functions } from '../../../../../src/domain/policy/condition/functions.ts';
import { schemaOf } from '../../../../../src/domain/policy/condition/schema.ts';
import type { FunctionName } from '../../../../../src/domain/policy/condition/term.ts';
import { type Field, nameOf, type Type } from '../../../../../src/domain/policy/condition/type.ts';
import type { ConditionScope } from '../../../../../src/domain/policy/condition/variables.ts';
import type { Option } from './option.ts';

export interface ConditionOptions {
  /** How much of the text before the cursor the options replace. */
  readonly length: number;
  readonly options: readonly Option[];
}

/** What can stand at the end of a condition that has been written so far. */
export function conditionOptions(before: string, scope: ConditionScope): ConditionOptions {
  const quoted = /"([^"\n]*)$/.exec(outsideStrings(before));
  if (quoted !== null) {
    const [whole, written = ''] = quoted;
    const values = valuesAfter(before.slice(0, before.length - whole.length), scope);
    return { length: written.length, options: values.map((value) => valueOption(value)) };
  }
  const comparison = /([=!]=\s*|\bin\s*\[(?:[^\]]*,)?\s*)$/.exec(before);
  if (comparison !== null) {
    const values = valuesAfter(before, scope).map((value) => valueOption(JSON.stringify(value)));
    if (values.length > 0) return { length: 0, options: values };
  }
  const path = /[A-Za-z_][\w.]*$/.exec(before)?.[0] ?? '';
  const names = path.split('.');
  const written = names.pop() ?? '';
  return {
    length: written.length,
    options: names.length === 0 ? rootOptions(scope) : memberOptions(names, scope),
  };
}

/** Closed strings are blanked out, so that only an open one has a quote. */
function outsideStrings(text: string): string {
  return text.replace(/"(?:\\.|[^"\\\n])*"/g, (closed) => ' '.repeat(closed.length));
}

/** The values there are for what stands before: `request.provider == `, `pii.any([`. */
function valuesAfter(before: string, scope: ConditionScope): readonly string[] {
  const compared = /([\w.]+)\s*(?:[=!]=|in\s*\[[^\]]*)\s*$/.exec(before)?.[1];
  if (compared !== undefined) return valuesOf(typeAt(compared, scope));
  const method = /\.(count|any|inRole|within)\([^()]*$/.exec(before);
  if (method?.[1] === 'within') return scope.calendars;
  return method === null ? [] : valuesOf(typeAt('pii.types', scope));
}

function valuesOf(type: Type | undefined): readonly string[] {
  if (type?.kind === 'list') return valuesOf(type.element);
  return type?.kind === 'string' ? (type.values ?? []) : [];
}

/** The type of a variable by its path; undefined where there is none. */
function typeAt(path: string, scope: ConditionScope): Type | undefined {
  return fieldAt(path, scope)?.type;
}

/** What is known of a variable by its path: its type, and what it is in one line. */
export function fieldAt(
  path: string,
  scope: ConditionScope,
): { readonly type: Type; readonly about: string } | undefined {
  let type: Type = schemaOf(scope);
  let about = '';
  for (const name of path.split('.')) {
    const field: Field | undefined =
      type.kind === 'record' && Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (field === undefined) return undefined;
    ({ type, about } = field);
  }
  return { type, about };
}

/** The values that a variable can have, or its elements, where these are known. */
export function valuesOfVariable(path: string, scope: ConditionScope): readonly string[] {
  const type = typeAt(path, scope);
  const element = type?.kind === 'list' ? type.element : type;
  if (element?.kind === 'bool') return ['true', 'false'];
  return element?.kind === 'string' ? (element.values ?? []) : [];
}

/** Paths of all variables, as `given` and `failed` of a test name them. */
export function variablePaths(scope: ConditionScope): readonly Option[] {
  return pathsBelow(schemaOf(scope), '');
}

function pathsBelow(type: Type, prefix: string): readonly Option[] {
  if (type.kind !== 'record') return [];
  return Object.entries(type.fields).flatMap(([name, field]) => [
    variableOption(`${prefix}${name}`, field),
    ...pathsBelow(field.type, `${prefix}${name}.`),
  ]);
}

function rootOptions(scope: ConditionScope): readonly Option[] {
  const schema = schemaOf(scope);
  const variables = Object.entries(schema.fields).map(([name, field]) =>
    variableOption(name, field),
  );
  const lists = scope.lists.size === 0 ? [] : [{ label: 'lists', kind: 'variable' as const }];
  const globals = namesOfFunctions.flatMap((name) => {
    const { form, usage } = functions[name];
    return form === 'method' ? [] : [functionOption(name, usage)];
  });
  return [...variables, ...lists, ...globals, { label: 'has', kind: 'function', insert: 'has(' }];
}

function memberOptions(names: readonly string[], scope: ConditionScope): readonly Option[] {
  if (names[0] === 'lists') {
    return [...scope.lists.keys()].map((label) => ({
      label,
      kind: 'variable',
      detail: 'list(string)',
    }));
  }
  const type = typeAt(names.join('.'), scope);
  if (type === undefined) return [];
  const fields =
    type.kind === 'record'
      ? Object.entries(type.fields).map(([name, field]) => variableOption(name, field))
      : [];
  const methods = methodsOf(type).map((name) => functionOption(name, functions[name].usage));
  const loops = type.kind === 'list' ? macros.map((usage) => macroOption(usage)) : [];
  return [...fields, ...methods, ...loops];
}

const macros = ['exists(x, …)', 'all(x, …)', 'filter(x, …)', 'map(x, …)', 'exists_one(x, …)'];
const textMethods: readonly FunctionName[] = [
  'startsWith',
  'endsWith',
  'contains',
  'lowerAscii',
  'matches',
  'inCidr',
  'size',
];

function methodsOf(type: Type): readonly FunctionName[] {
  switch (type.kind) {
    case 'string':
      return textMethods;
    case 'list':
    case 'map':
      return ['size', 'get'];
    case 'record':
      if (type.methods === 'pii') return ['count', 'any', 'inRole'];
      return type.methods === 'time' ? ['within'] : [];
    default:
      return [];
  }
}

const namesOfFunctions = Object.keys(functions).filter(isFunctionName);

function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

function variableOption(
  label: string,
  { type, about }: { readonly type: Type; readonly about: string },
): Option {
  return { label, kind: 'variable', detail: type.kind === 'record' ? '…' : nameOf(type), about };
}

function functionOption(label: string, usage: string): Option {
  return { label, kind: 'function', detail: usage, insert: `${label}(` };
}

function macroOption(usage: string): Option {
  const name = usage.slice(0, usage.indexOf('('));
  return { label: name, kind: 'function', detail: usage, insert: `${name}(x, ` };
}

function valueOption(label: string): Option {
  return { label, kind: 'value' };
}
