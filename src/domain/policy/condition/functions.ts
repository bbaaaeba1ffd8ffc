import { RE2JS } from 're2js';
import { compileRange } from './address-range.ts';
import { policyError } from './diagnostic.ts';
import { compileGlob } from './glob.ts';
import { sizeMax } from './schema.ts';
import type { Apply, FunctionName, Term, Value } from './term.ts';
import { bool, int, isNumber, isSameType, string, type Type } from './type.ts';
import { asFields, asList, asNumber, asRecord, asText, fieldOf, isList } from './value.ts';

/** Longest regular expression, in UTF-16 code units. */
const patternLengthMax = 512;

export interface FunctionRow {
  /** `f(x)`, `x.f()`, or either. */
  readonly form: 'global' | 'method' | 'both';
  /** How to write it. */
  readonly usage: string;
  /** Its result for operands of these types; undefined where it is not defined for them. */
  type(operands: readonly Type[]): Type | undefined;
  /** Steps of one call, without its operands. */
  readonly steps: number;
  /** Elements that a call looks at, one step each. */
  readonly scans?: (operands: readonly Value[]) => number;
  /** The same at most. */
  readonly scansMax?: (operands: readonly Term[]) => number;
  /** Which operand must be a constant that is known when a condition is compiled. */
  readonly constant?: number;
  /** @throws PolicyError when a constant operand is not what it should be */
  prepare(operands: readonly Term[]): Apply;
}

const textAndText = ([a, b, surplus]: readonly Type[]) =>
  a?.kind === 'string' && b?.kind === 'string' && surplus === undefined ? bool : undefined;

const sameNumbers = ([a, b, surplus]: readonly Type[]) => {
  if (a === undefined || b === undefined || surplus !== undefined) return undefined;
  return isNumber(a) && isSameType(a, b) ? a : undefined;
};

const findingsScan = {
  scans: ([pii]: readonly Value[]) => asList(asFields(pii)['findings']).length,
  scansMax: () => sizeMax.findings,
};

export const functions: Readonly<Record<FunctionName, FunctionRow>> = {
  size: {
    form: 'both',
    usage: 'size(text, list or map)',
    type: ([a, surplus]) =>
      a !== undefined && surplus === undefined && ['string', 'list', 'map'].includes(a.kind)
        ? int
        : undefined,
    steps: 1,
    prepare: () => sizeOf,
  },
  startsWith: {
    form: 'method',
    usage: 'text.startsWith(text)',
    type: textAndText,
    steps: 1,
    prepare: () => (text, start) => asText(text).startsWith(asText(start)),
  },
  endsWith: {
    form: 'method',
    usage: 'text.endsWith(text)',
    type: textAndText,
    steps: 1,
    prepare: () => (text, end) => asText(text).endsWith(asText(end)),
  },
  contains: {
    form: 'method',
    usage: 'text.contains(text)',
    type: textAndText,
    steps: 4,
    prepare: () => (text, part) => asText(text).includes(asText(part)),
  },
  lowerAscii: {
    form: 'method',
    usage: 'text.lowerAscii()',
    type: ([a, surplus]) => (a?.kind === 'string' && surplus === undefined ? string : undefined),
    steps: 2,
    prepare: () => (text) => asText(text).replace(/[A-Z]+/g, (upper) => upper.toLowerCase()),
  },
  matches: {
    form: 'both',
    usage: 'text.matches("RE2 pattern")',
    type: textAndText,
    steps: 128,
    constant: 1,
    prepare: ([, pattern]) => matcher(pattern),
  },
  glob: {
    form: 'global',
    usage: 'glob(text, "pattern-*")',
    type: textAndText,
    steps: 4,
    constant: 1,
    prepare: ([, pattern]) => {
      const matches = compileGlob(constantText(pattern));
      return (text) => matches(asText(text));
    },
  },
  inCidr: {
    form: 'method',
    usage: 'address.inCidr("10.0.0.0/8")',
    type: textAndText,
    steps: 4,
    constant: 1,
    prepare: ([, range]) => rangeTest(range),
  },
  get: {
    form: 'method',
    usage: 'map.get("key", default) or list.get(index, default)',
    type: typeOfGet,
    steps: 1,
    prepare: () => get,
  },
  min: {
    form: 'global',
    usage: 'min(number, number)',
    type: sameNumbers,
    steps: 1,
    prepare: () => (a, b) => Math.min(asNumber(a), asNumber(b)),
  },
  max: {
    form: 'global',
    usage: 'max(number, number)',
    type: sameNumbers,
    steps: 1,
    prepare: () => (a, b) => Math.max(asNumber(a), asNumber(b)),
  },
  count: {
    form: 'method',
    usage: 'pii.count("TYPE")',
    type: ([pii, type, surplus]) =>
      isPii(pii) && type?.kind === 'string' && surplus === undefined ? int : undefined,
    steps: 1,
    ...findingsScan,
    prepare: () => count,
  },
  any: {
    form: 'method',
    usage: 'pii.any(["TYPE", …])',
    type: ([pii, types, surplus]) =>
      isPii(pii) && isTextList(types) && surplus === undefined ? bool : undefined,
    steps: 1,
    scans: ([pii, types]) => asList(asFields(pii)['types']).length * asList(types).length,
    scansMax: ([, types]) =>
      sizeMax.piiTypes * (types?.type.kind === 'list' ? types.type.sizeMax : 1),
    prepare: ([, types]) => anyOf(types),
  },
  inRole: {
    form: 'method',
    usage: 'pii.inRole("TYPE", "user")',
    type: ([pii, type, role, surplus]) =>
      isPii(pii) && type?.kind === 'string' && role?.kind === 'string' && surplus === undefined
        ? bool
        : undefined,
    steps: 1,
    ...findingsScan,
    prepare: () => inRole,
  },
  within: {
    form: 'method',
    usage: 'time.within("calendar")',
    type: ([time, calendar, surplus]) =>
      time?.kind === 'record' &&
      time.methods === 'time' &&
      calendar?.kind === 'string' &&
      surplus === undefined
        ? bool
        : undefined,
    steps: 1,
    scans: ([time]) => asList(asFields(time)['calendars']).length,
    scansMax: () => sizeMax.calendars,
    prepare: () => (time, calendar) =>
      asList(asFields(time)['calendars']).includes(asText(calendar)),
  },
};

function isPii(type: Type | undefined): boolean {
  return type?.kind === 'record' && type.methods === 'pii';
}

function isTextList(type: Type | undefined): boolean {
  return type?.kind === 'list' && type.element.kind === 'string';
}

function typeOfGet([from, key, otherwise, surplus]: readonly Type[]): Type | undefined {
  if (otherwise === undefined || surplus !== undefined) return undefined;
  if (from?.kind === 'map' && key?.kind === 'string' && isSameType(from.value, otherwise)) {
    return from.value;
  }
  if (from?.kind === 'list' && key?.kind === 'int' && isSameType(from.element, otherwise)) {
    return otherwise;
  }
  return undefined;
}

function sizeOf(value: Value): number {
  if (typeof value === 'string') return lengthOf(value);
  return isList(value) ? value.length : Object.keys(asRecord(value)).length;
}

/** In code points, as CEL counts. */
function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

function get(from: Value, key?: Value, otherwise?: Value): Value {
  const found =
    isList(from) && typeof key === 'number' ? from[key] : fieldOf(asRecord(from), asText(key));
  return found ?? otherwise ?? false;
}

function count(pii: Value, type?: Value): number {
  let sum = 0;
  for (const finding of asList(asFields(pii)['findings'])) {
    if (asFields(finding)['type'] === type) sum += asNumber(asFields(finding)['count']);
  }
  return sum;
}

function inRole(pii: Value, type?: Value, role?: Value): boolean {
  return asList(asFields(pii)['findings']).some(
    (finding) => asFields(finding)['type'] === type && asFields(finding)['role'] === role,
  );
}

function anyOf(types: Term | undefined): Apply {
  if (types?.kind !== 'constant') {
    return (pii, wanted) => {
      const list = asList(wanted);
      return asList(asFields(pii)['types']).some((type) => list.includes(type));
    };
  }
  const wanted = new Set(asList(types.value));
  return (pii) => asList(asFields(pii)['types']).some((type) => wanted.has(type));
}

function matcher(pattern: Term | undefined): Apply {
  const source = constantText(pattern);
  if (source.length > patternLengthMax) {
    const message = `a pattern has at most ${patternLengthMax} characters`;
    throw policyError('too_large', message, placeOf(pattern));
  }
  const compiled = patternOf(source, pattern);
  return (text) => compiled.test(asText(text));
}

function patternOf(source: string, at: Term | undefined): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message.replace(/^error parsing regexp/, '') : '';
    throw policyError('wrong_arguments', `this is no RE2 pattern${why}`, placeOf(at));
  }
}

function rangeTest(range: Term | undefined): Apply {
  const isWithin = compileRange(constantText(range));
  if (isWithin === undefined) {
    throw policyError(
      'wrong_arguments',
      'this is no address range such as 10.0.0.0/8',
      placeOf(range),
    );
  }
  return (address) => isWithin(asText(address));
}

function constantText(term: Term | undefined): string {
  return asText(term?.kind === 'constant' ? term.value : undefined);
}

function placeOf(term: Term | undefined): { readonly start: number; readonly end: number } {
  return { start: term?.start ?? 0, end: term?.end ?? 0 };
}
