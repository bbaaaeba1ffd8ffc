import { isMap, isSeq } from 'yaml';
import { effectPhases } from '../../../../../src/domain/policy/document/effect.ts';
import { allMatchKeys } from '../../../../../src/domain/policy/document/match-source.ts';
import { isObject } from '../../../../../src/domain/policy/document/parse-tests.ts';
import type {
  JsonValue,
  MatchKey,
  MatchValues,
} from '../../../../../src/domain/policy/document/policy.ts';
import { type FieldName, readDocument } from './edit-document.ts';

/** One effect as it is written. */
export interface FormEffect {
  readonly kind: string;
  readonly given: { readonly [key: string]: JsonValue };
}

/** What a form can show of a document. A part that it cannot is `unread` and stays for the YAML. */
export interface FormFields {
  readonly texts: Readonly<Partial<Record<FieldName, string>>>;
  readonly priority: number | undefined;
  readonly phases: readonly string[];
  readonly match: Readonly<Partial<Record<MatchKey, MatchValues>>>;
  /** Undefined for an effect that the form does not know. */
  readonly effects: readonly (FormEffect | undefined)[];
  readonly clauses: readonly string[];
  readonly tests: number;
  readonly unread: ReadonlySet<FieldName>;
}

type Json = { readonly [key: string]: JsonValue };

const textFields = ['name', 'scope', 'mode', 'when', 'unless', 'message'] as const;

/** Reads a text leniently: what is wrong with a value is for the compiler to say. Undefined where there is no form for it. */
export function formFields(text: string): FormFields | undefined {
  const document = readDocument(text);
  const root: unknown = document?.toJS({ maxAliasCount: 0 });
  if (document === undefined || !isJson(root)) return undefined;
  const unread = new Set<FieldName>();
  const read = <Read>(name: FieldName, reader: (value: JsonValue) => Read | undefined) => {
    const value = root[name];
    const found = value === undefined || value === null ? undefined : reader(value);
    if (value !== undefined && value !== null && found === undefined) unread.add(name);
    return found;
  };
  const texts = Object.fromEntries(
    textFields.flatMap((name) => {
      const found = read(name, (value) => textIn(value));
      return found === undefined ? [] : [[name, found]];
    }),
  );
  return {
    texts,
    priority: read('priority', (value) => (typeof value === 'number' ? value : undefined)),
    phases: read('phase', textsIn) ?? ['request'],
    match: read('match', matchIn) ?? {},
    effects: read('effect', effectsIn) ?? [],
    clauses: read('framework_mapping', textsIn) ?? [],
    tests: read('tests', (value) => (Array.isArray(value) ? value.length : undefined)) ?? 0,
    unread,
  };
}

/** Whether the document's effects are a list, whose elements can be edited one by one. */
export function hasEffectList(text: string): boolean {
  const root = readDocument(text)?.contents;
  return isMap(root) && isSeq(root.get('effect', true));
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textIn(value: JsonValue): string | undefined {
  return typeof value === 'string' || typeof value === 'boolean'
    ? String(value).replace(/\n$/, '')
    : undefined;
}

function textsIn(value: JsonValue): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.filter((entry) => typeof entry === 'string');
  return texts.length === list.length ? texts : undefined;
}

function matchIn(value: JsonValue): FormFields['match'] | undefined {
  if (!isObject(value)) return undefined;
  const match: Partial<Record<MatchKey, MatchValues>> = {};
  for (const [name, values] of Object.entries(value)) {
    const key = allMatchKeys.find((each) => each === name);
    const found = valuesIn(values);
    if (key === undefined || found === undefined) return undefined;
    match[key] = found;
  }
  return match;
}

function valuesIn(value: JsonValue): MatchValues | undefined {
  if (!isObject(value)) {
    const oneOf = value === null ? [] : textsIn(value);
    return oneOf && { oneOf, noneOf: [] };
  }
  if (Object.keys(value).some((name) => name !== 'any' && name !== 'not')) return undefined;
  const { any = [], not = [] } = value;
  const [oneOf, noneOf] = [textsIn(any), textsIn(not)];
  return oneOf && noneOf && { oneOf, noneOf };
}

/** As it is written in a document: the shortest of the forms. */
export function matchJson({ oneOf, noneOf }: MatchValues): JsonValue {
  const short = (values: readonly string[]) => (values.length === 1 ? (values[0] ?? null) : values);
  if (noneOf.length === 0) return short(oneOf);
  return oneOf.length === 0 ? { not: short(noneOf) } : { any: short(oneOf), not: short(noneOf) };
}

function effectsIn(value: JsonValue): FormFields['effects'] {
  const list: readonly JsonValue[] = isList(value) ? value : [value];
  return list.map((entry) => effectIn(entry));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function effectIn(entry: JsonValue): FormEffect | undefined {
  if (typeof entry === 'string') return kindIn(entry, {});
  if (!isObject(entry)) return undefined;
  const [[kind, given] = ['', null], surplus] = Object.entries(entry);
  if (surplus !== undefined) return undefined;
  return kindIn(kind, given === null ? {} : given);
}

function kindIn(kind: string, given: JsonValue): FormEffect | undefined {
  return Object.hasOwn(effectPhases, kind) && isObject(given) ? { kind, given } : undefined;
}

const needArguments = ['cap', 'strip_tools', 'route', 'log', 'flag'];

/** As it is written in a document. */
export function effectJson({ kind, given }: FormEffect): JsonValue {
  const entries = Object.entries(given).filter(([, value]) => value !== null && value !== '');
  const isBare = entries.length === 0 && !needArguments.includes(kind);
  return isBare ? kind : { [kind]: Object.fromEntries(entries) };
}
