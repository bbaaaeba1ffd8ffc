import { getConformanceSuite, type IncrementalTest } from '@bufbuild/cel-spec/testdata/tests.js';
import { checkExpression } from '../../src/domain/policy/condition/check-condition.ts';
import { compileBool } from '../../src/domain/policy/condition/compile-term.ts';
import { type DiagnosticCode, PolicyError } from '../../src/domain/policy/condition/diagnostic.ts';
import { evaluationOf, interpret, unknown } from '../../src/domain/policy/condition/interpret.ts';
import { parseCondition } from '../../src/domain/policy/condition/parser.ts';
import type { Term, Value, ValueRecord } from '../../src/domain/policy/condition/term.ts';
import {
  bool,
  double,
  type Field,
  int,
  listOf,
  string,
  type Type,
} from '../../src/domain/policy/condition/type.ts';
import { isEqual } from '../../src/domain/policy/condition/value.ts';
import { caseScope } from './case-scope.ts';

type CelTest = IncrementalTest['original'];
type CelValue = Extract<CelTest['resultMatcher'], { case: 'value' }>['value'];
type CelDecl = CelTest['typeEnv'][number];

/** What came of one case of the official corpus. */
export interface Outcome {
  /** `suite/section/case` */
  readonly name: string;
  /** `refused`: what this language leaves out of CEL on purpose. */
  readonly result: 'passed' | 'refused' | 'wrong';
  readonly reason: string;
}

/** Runs every case of the corpus of cel-spec, those that use what is left out included. */
export function runConformance(): readonly Outcome[] {
  return getConformanceSuite().suites.flatMap((suite) =>
    suite.suites.flatMap((section) =>
      section.tests.map((test) => {
        const name = `${suite.name}/${section.name}/${test.name}`;
        return { name, ...outcomeOf(test.original) };
      }),
    ),
  );
}

/**
 * One line for each case that is refused, or for a section of which all are: what the checked-in list is compared with, so
 * that a case which starts to pass, or stops to, is seen.
 */
export function refusalsOf(outcomes: readonly Outcome[]): string {
  const sections = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const section = outcome.name.split('/').slice(0, 2).join('/');
    sections.set(section, [...(sections.get(section) ?? []), outcome]);
  }
  const lines = [...sections].flatMap(([section, cases]) => {
    const refusals = cases.filter(({ result }) => result === 'refused');
    if (refusals.length === cases.length) return [`${section}/* (${cases.length})`];
    return refusals.map(({ name, reason }) => `${name}: ${reason}`);
  });
  return `${lines.join('\n')}\n`;
}

const refused = (reason: string) => ({ result: 'refused', reason }) as const;
const passed = { result: 'passed', reason: '' } as const;

/** What is left out; any other diagnostic says that evaluation would fail. */
const leftOut: ReadonlySet<DiagnosticCode> = new Set([
  'syntax',
  'unsupported',
  'unknown_function',
  'unknown_variable',
]);

function outcomeOf(test: CelTest): Omit<Outcome, 'name'> {
  if (test.disableMacros) return refused('macros switched off');
  if (test.container !== '') return refused('namespace');
  const { case: kind } = test.resultMatcher;
  if (kind !== 'value' && kind !== 'evalError' && kind !== undefined) return refused(kind);
  const environment = environmentOf(test);
  if (environment === undefined) return refused('variables');
  const checked = checkSource(test.expr, environment.fields);
  if ('reason' in checked) {
    const isRight = kind === 'evalError' && !leftOut.has(checked.reason);
    return isRight ? passed : refused(checked.reason);
  }
  return judge(test, checked.term, environment.input);
}

function judge(test: CelTest, term: Term, input: ValueRecord): Omit<Outcome, 'name'> {
  const found = interpret(term, evaluationOf(input, []));
  const compiled = term.type.kind === 'bool' ? runCompiled(term, input) : found;
  if (compiled !== found) return { result: 'wrong', reason: 'closures differ from interpreter' };
  const { resultMatcher } = test;
  if (resultMatcher.case === 'evalError') {
    return found === unknown ? passed : { result: 'wrong', reason: `is ${String(found)}` };
  }
  const expected = resultMatcher.case === 'value' ? knownValue(resultMatcher.value) : true;
  if (expected === undefined) return refused('result');
  if (found === unknown) return refused('beyond 53 bits');
  return isEqual(found, expected) ? passed : { result: 'wrong', reason: `is ${String(found)}` };
}

function runCompiled(term: Term, input: ValueRecord): boolean | typeof unknown {
  try {
    return compileBool(term)(input, []);
  } catch {
    return unknown;
  }
}

type Checked = { readonly term: Term } | { readonly reason: DiagnosticCode };

function checkSource(source: string, fields: Readonly<Record<string, Field>>): Checked {
  try {
    const expression = parseCondition(source);
    const scope = { ...caseScope, lists: new Map() };
    const { term, diagnostics } = checkExpression(expression, scope, { kind: 'record', fields });
    return term === undefined ? { reason: diagnostics[0]?.code ?? 'syntax' } : { term };
  } catch (thrown) {
    if (thrown instanceof PolicyError) return { reason: thrown.diagnostic.code };
    throw thrown;
  }
}

interface Environment {
  readonly fields: Readonly<Record<string, Field>>;
  readonly input: ValueRecord;
}

function environmentOf(test: CelTest): Environment | undefined {
  const fields: Record<string, Field> = {};
  for (const declaration of test.typeEnv) {
    const type = typeOf(declaration);
    if (type !== undefined) fields[declaration.name] = { type, about: '' };
  }
  const input: Record<string, Value> = {};
  for (const [name, binding] of Object.entries(test.bindings)) {
    const value = binding.kind.case === 'value' ? knownValue(binding.kind.value) : undefined;
    if (value === undefined) return undefined;
    input[name] = value;
  }
  return { fields, input };
}

const primitives: Readonly<Record<number, Type>> = { 1: bool, 2: int, 4: double, 5: string };
const sizeMax = 100;

function typeOf({ declKind }: CelDecl): Type | undefined {
  if (declKind.case !== 'ident') return undefined;
  return typeFrom(declKind.value.type);
}

type CelType = Extract<CelDecl['declKind'], { case: 'ident' }>['value']['type'];

function typeFrom(type: CelType): Type | undefined {
  const kind = type?.typeKind;
  if (kind?.case === 'primitive') return primitives[kind.value];
  if (kind?.case === 'listType') {
    const element = typeFrom(kind.value.elemType);
    return element && listOf(element, sizeMax);
  }
  if (kind?.case !== 'mapType') return undefined;
  const key = typeFrom(kind.value.keyType);
  const value = typeFrom(kind.value.valueType);
  return key?.kind === 'string' && value !== undefined
    ? { kind: 'map', value, sizeMax }
    : undefined;
}

function knownValue({ kind }: CelValue): Value | undefined {
  switch (kind.case) {
    case 'boolValue':
    case 'stringValue':
    case 'doubleValue':
      return kind.value;
    case 'int64Value':
      return Number.isSafeInteger(Number(kind.value)) ? Number(kind.value) : undefined;
    case 'listValue': {
      const values = kind.value.values.map((value) => knownValue(value));
      const known = values.filter((value) => value !== undefined);
      return known.length === values.length ? known : undefined;
    }
    case 'mapValue':
      return recordOf(kind.value);
    default:
      return undefined;
  }
}

function recordOf({
  entries,
}: Extract<CelValue['kind'], { case: 'mapValue' }>['value']): Value | undefined {
  const record: Record<string, Value> = {};
  for (const { key, value } of entries) {
    const name = key && knownValue(key);
    const held = value && knownValue(value);
    if (typeof name !== 'string' || held === undefined) return undefined;
    record[name] = held;
  }
  return record;
}
