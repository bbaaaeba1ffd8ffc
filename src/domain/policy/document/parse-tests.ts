import { isMap, isSeq, type Node } from 'yaml';
import { declared, nearest, suggestion } from '../condition/nearest.ts';
import { schemaOf } from '../condition/schema.ts';
import type { RecordType, Type } from '../condition/type.ts';
import type { ConditionScope, Phase } from '../condition/variables.ts';
import { blockCodes } from './effect.ts';
import { Fields, jsonOf, nodesOf } from './fields.ts';
import type { GivenValue, JsonValue, PolicyTest, TestExpectation, Verdict } from './policy.ts';
import type { Problems } from './problem.ts';
import { placeOf } from './read-yaml.ts';

const testsMax = 100;
const failedMax = 32;
const allPhases: readonly Phase[] = ['request', 'response', 'stream'];
const obligationNames = [
  'redact',
  'max_output_tokens',
  'max_input_tokens',
  'remove_tools',
  'keep_tools',
  'log',
  'flags',
  'holds',
  'route',
];
const verdicts: readonly Verdict[] = ['allow', 'redact', 'hold', 'deny'];

export function parseTests(
  node: Node,
  scope: ConditionScope,
  problems: Problems,
): readonly PolicyTest[] {
  const nodes = nodesOf(node);
  if (!isSeq(node) || nodes.length > testsMax) {
    const message = `tests are a list of at most ${testsMax}`;
    problems.add({ code: 'out_of_range', message, at: placeOf(node) });
    return [];
  }
  const tests = nodes.flatMap((entry) => {
    const test = parseTest(entry, scope, problems);
    return test === undefined ? [] : [test];
  });
  warnOfSameNames(nodes, problems);
  return tests;
}

/** Reports name tests by these, and build servers take two of one name for one. */
function warnOfSameNames(nodes: readonly Node[], problems: Problems): void {
  const seen = new Set<unknown>();
  for (const node of nodes) {
    const name = isMap(node) ? node.get('name') : undefined;
    if (typeof name === 'string' && seen.has(name)) {
      const message = `there is another test '${name}'`;
      problems.add({ code: 'duplicate', severity: 'warning', message, at: placeOf(node) });
    }
    seen.add(name);
  }
}

function parseTest(node: Node, scope: ConditionScope, problems: Problems): PolicyTest | undefined {
  const fields = new Fields(node, problems).only(['name', 'phase', 'given', 'failed', 'expect']);
  fields.required('name');
  const name = fields.text('name', 200);
  const phase = phaseOf(fields, scope);
  const schema = schemaOf({ ...scope, phases: [phase] });
  const given = fields.value('given');
  const expectation = fields.required('expect');
  const expect = expectation && parseExpectation(expectation, problems);
  if (name === undefined || expect === undefined) return undefined;
  return {
    name,
    phase,
    given: given === undefined ? [] : parseGiven(given, schema, problems),
    failed: failedPaths(fields, schema, 'failed'),
    expect,
  };
}

/** A policy can only be asked where it is looked at. */
function phaseOf(fields: Fields, { phases }: ConditionScope): Phase {
  const named = fields.oneOf('phase', allPhases);
  if (named !== undefined && !phases.includes(named)) {
    const message = `the policy is for the phase ${phases.join(', ')}, not for ${named}: see 'phase'`;
    fields.report('unknown_value', message, 'phase');
  }
  return named ?? phases[0] ?? 'request';
}

/** Paths of variables that are unknown, from the key of this name. */
export function failedPaths(fields: Fields, schema: RecordType, key: string): readonly string[] {
  const node = fields.value(key);
  const isNone = isSeq(node) && node.items.length === 0;
  const paths = node === undefined || isNone ? [] : (fields.texts(key, failedMax) ?? []);
  for (const path of paths) {
    if (typeAt(path, schema) === undefined)
      fields.report('unknown_key', `there is no variable '${path}'`, key);
  }
  return paths;
}

function parseExpectation(node: Node, problems: Problems): TestExpectation | undefined {
  const fields = new Fields(node, problems).only(['decision', 'code', 'matched', 'obligations']);
  fields.required('decision');
  const decision = fields.oneOf('decision', verdicts);
  const obligations = fields.value('obligations');
  if (obligations !== undefined) new Fields(obligations, problems).only(obligationNames);
  const json = obligations && isMap(obligations) ? jsonOf(obligations) : undefined;
  return (
    decision && {
      decision,
      code: fields.oneOf('code', blockCodes),
      matched: fields.bool('matched'),
      obligations: isObject(json) ? json : undefined,
    }
  );
}

export function isObject(
  value: JsonValue | undefined,
): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `{request.provider: openai, pii: {NIK: 1}}`; a mapping may stand for the fields of a variable. */
export function parseGiven(
  node: Node,
  schema: RecordType,
  problems: Problems,
): readonly GivenValue[] {
  const fields = new Fields(node, problems);
  return fields.names.flatMap((path) => {
    const value = fields.value(path);
    const type = typeAt(path, schema);
    if (type === undefined) {
      const meant = nearest(path, pathsOf(schema));
      const message = `there is no variable '${path}'${suggestion(meant)}`;
      problems.add({
        code: 'unknown_key',
        message,
        at: placeOf(fields.keyNode(path)),
        replacement: meant,
      });
      return [];
    }
    return value === undefined ? [] : givenAt({ path, value, type }, problems);
  });
}

interface GivenNode {
  readonly path: string;
  readonly value: Node;
  readonly type: Type;
}

function givenAt({ path, value, type }: GivenNode, problems: Problems): readonly GivenValue[] {
  const json = jsonOf(value);
  if (type.kind === 'record' && type.methods === 'pii' && isCounts(json)) {
    checkEntities({ path, value, type }, problems);
    return [{ path, value: json }];
  }
  if (type.kind === 'record' && isMap(value)) {
    const inner = new Fields(value, problems).only(Object.keys(type.fields));
    return inner.names.flatMap((name) => {
      const field = type.fields[name];
      const part = inner.value(name);
      if (field === undefined || part === undefined) return [];
      return givenAt({ path: `${path}.${name}`, value: part, type: field.type }, problems);
    });
  }
  if (isOfType(json, type)) return [{ path, value: json }];
  const message = strangerIn(json, { path, type }) ?? `'${path}' is ${describe(type)}`;
  problems.add({ code: 'wrong_type', message, at: placeOf(value) });
  return [];
}

/** The element that a list of known values cannot have. */
function strangerIn(
  value: JsonValue,
  { path, type }: Pick<GivenNode, 'path' | 'type'>,
): string | undefined {
  const known =
    type.kind === 'list' && type.element.kind === 'string' ? type.element.values : undefined;
  if (known === undefined || !Array.isArray(value)) return undefined;
  const found = value.map(String).find((element) => !known.includes(element));
  if (found === undefined) return undefined;
  const what =
    path === 'time.calendars'
      ? `no calendar '${found}' is declared`
      : `'${path}' never has '${found}'`;
  return `${what}${declared(known)}${suggestion(nearest(found, known))}`;
}

/** `{NIK: 1}`: how often each type occurs. */
function isCounts(value: JsonValue): boolean {
  return (
    isObject(value) &&
    Object.values(value).every((count) => Number.isSafeInteger(count)) &&
    !('total' in value) &&
    !('max_confidence' in value)
  );
}

function checkEntities({ value, type }: GivenNode, problems: Problems): void {
  const types = type.kind === 'record' ? type.fields['types']?.type : undefined;
  const known =
    types?.kind === 'list' && types.element.kind === 'string' ? types.element.values : [];
  new Fields(value, problems).only(known ?? []);
}

function describe(type: Type): string {
  switch (type.kind) {
    case 'bool':
      return 'true or false';
    case 'int':
      return 'a whole number';
    case 'double':
      return 'a number';
    case 'string':
      return type.values === undefined ? 'a text' : `one of ${type.values.join(', ')}`;
    case 'list':
      return 'a list, such as [a, b]';
    default:
      return type.kind === 'record' && type.methods === 'pii'
        ? 'how often each type was found, such as {NIK: 1}'
        : 'keys with values';
  }
}

function isOfType(value: JsonValue, type: Type): boolean {
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return Number.isSafeInteger(value);
    case 'double':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string' && (type.values?.includes(value) ?? true);
    case 'list':
      return Array.isArray(value) && value.every((element) => isOfType(element, type.element));
    case 'map':
      return isObject(value) && Object.values(value).every((entry) => isOfType(entry, type.value));
    case 'record':
      return (
        isObject(value) &&
        Object.entries(type.fields).every(
          ([name, field]) => name in value && isOfType(value[name] ?? null, field.type),
        )
      );
  }
}

function typeAt(path: string, schema: RecordType): Type | undefined {
  let type: Type | undefined = schema;
  for (const name of path.split('.')) {
    if (type?.kind !== 'record' || !Object.hasOwn(type.fields, name)) return undefined;
    type = type.fields[name]?.type;
  }
  return type;
}

function pathsOf(schema: RecordType): readonly string[] {
  return Object.entries(schema.fields).flatMap(([name, { type }]) => [
    name,
    ...(type.kind === 'record' ? pathsOf(type).map((inner) => `${name}.${inner}`) : []),
  ]);
}
