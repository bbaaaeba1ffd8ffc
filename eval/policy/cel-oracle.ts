import {
  type CelInput,
  type CelMap,
  CelScalar,
  celEnv,
  celFunc,
  celMethod,
  isCelError,
  isCelList,
  isCelMap,
  listType,
  mapType,
  parse,
  plan,
} from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { schemaOf } from '../../src/domain/policy/condition/schema.ts';
import type { Value } from '../../src/domain/policy/condition/term.ts';
import type { Type } from '../../src/domain/policy/condition/type.ts';
import { isList, isRecord } from '../../src/domain/policy/condition/value.ts';
import type { PolicyInput } from '../../src/domain/policy/condition/variables.ts';
import { caseScope } from './case-scope.ts';

const { BOOL, DYN, INT, STRING } = CelScalar;
const record = mapType(STRING, DYN);
const lowerAscii = strings.filter(({ name }) => name === 'lowerAscii');

/** The functions that CEL does not have, written anew for the oracle. */
const extensions = [
  ...lowerAscii,
  celMethod('count', record, [STRING], INT, function (type) {
    const found = findingsIn(this).filter((finding) => finding.get('type') === type);
    return found.reduce((sum, finding) => sum + BigInt(Number(finding.get('count'))), 0n);
  }),
  celMethod('any', record, [listType(STRING)], BOOL, function (types) {
    const wanted = [...types];
    return findingsIn(this).some((finding) => wanted.includes(String(finding.get('type'))));
  }),
  celMethod('inRole', record, [STRING, STRING], BOOL, function (type, role) {
    return findingsIn(this).some(
      (finding) => finding.get('type') === type && finding.get('role') === role,
    );
  }),
  celMethod('within', record, [STRING], BOOL, function (calendar) {
    const calendars = this.get('calendars');
    return isCelList(calendars) && [...calendars].includes(calendar);
  }),
  celMethod('get', record, [STRING, STRING], STRING, function (key, otherwise) {
    return String(this.get(key) ?? otherwise);
  }),
  celFunc('min', [INT, INT], INT, (a, b) => (a < b ? a : b)),
  celFunc('max', [INT, INT], INT, (a, b) => (a > b ? a : b)),
  celFunc('glob', [STRING, STRING], BOOL, (text, pattern) => {
    const pieces = pattern.split('*').map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${pieces.join('[^]*')}$`).test(text);
  }),
];

function findingsIn(pii: CelMap): readonly CelMap[] {
  const findings = pii.get('findings');
  return isCelList(findings) ? [...findings].filter((finding) => isCelMap(finding)) : [];
}

const environment = celEnv({ funcs: extensions });
const schema = schemaOf(caseScope);

/** What the other implementation says: `error` where CEL has no value. */
export type Verdict = boolean | 'error';

/** @throws when it cannot read the condition */
export function oracleOf(source: string): (input: PolicyInput) => Verdict {
  const evaluate = plan(environment, parse(source));
  return (input) => {
    const result = evaluate(bindingsOf(input));
    if (isCelError(result)) return 'error';
    if (typeof result === 'boolean') return result;
    throw new TypeError(`the oracle gives no truth value for ${source}`);
  };
}

function bindingsOf(input: PolicyInput): Record<string, CelInput> {
  const fields = Object.entries(schema.fields);
  return Object.fromEntries(
    fields.map(([name, { type }]) => [name, celOf(input[keyOf(name)], type)]),
  );

  function keyOf(name: string): keyof PolicyInput {
    const isKey = (key: string): key is keyof PolicyInput => key in input;
    if (isKey(name)) return name;
    throw new TypeError(`no variable ${name}`);
  }
}

/** Whole numbers are 64-bit integers in CEL, by type and not by value. */
function celOf(value: Value | undefined, type: Type): CelInput {
  if (type.kind === 'int') return BigInt(Number(value));
  if (type.kind === 'list')
    return isList(value) ? value.map((item) => celOf(item, type.element)) : [];
  if (type.kind === 'map')
    return new Map(entriesOf(value).map(([key, item]) => [key, celOf(item, type.value)]));
  if (type.kind === 'record') {
    return new Map(
      entriesOf(value).flatMap(([key, item]) => {
        const field = type.fields[key];
        return field === undefined ? [] : [[key, celOf(item, field.type)] as const];
      }),
    );
  }
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') {
    return value;
  }
  throw new TypeError(`a ${type.kind} is missing`);
}

function entriesOf(value: Value | undefined): readonly (readonly [string, Value])[] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [[key, item] as const],
  );
}
