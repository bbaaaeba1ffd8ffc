import { compileGlob } from '../condition/glob.ts';
import type { Call, Comparison, Comprehension, Membership, Term } from '../condition/term.ts';
import { isList } from '../condition/value.ts';
import {
  type Bound,
  type Constraint,
  everywhere,
  exactly,
  isEmpty,
  type ListElement,
  meet,
  type Region,
  shapedAs,
} from './region.ts';

/** Most regions that one condition is taken apart into; what needs more is not analysed. */
const regionsMax = 64;

/**
 * The regions in which a condition holds, or with `holds` false in which it does not: together exactly those requests, as far as
 * what it says can be taken apart; the rest stands for itself. Undefined where there would be too many.
 */
export function regionsOf(term: Term, holds: boolean): readonly Region[] | undefined {
  switch (term.kind) {
    case 'constant':
      return term.value === holds ? [everywhere] : [];
    case 'not':
      return regionsOf(term.operand, !holds);
    case 'and':
    case 'or': {
      const left = regionsOf(term.left, holds);
      const right = regionsOf(term.right, holds);
      return (term.kind === 'and') === holds ? bothOf(left, right) : eitherOf(left, right);
    }
    default: {
      const found = atom(term, holds) ?? opaque(term, holds);
      const bounded = meet(found, boundsOf(found));
      return bounded === undefined || [...found.values()].some(isEmpty) ? [] : [bounded];
    }
  }
}

type Regions = readonly Region[] | undefined;

export function bothOf(a: Regions, b: Regions): Regions {
  if (a === undefined || b === undefined) return undefined;
  const met = a.flatMap((one) => b.flatMap((other) => meet(one, other) ?? []));
  return met.length > regionsMax ? undefined : met;
}

function eitherOf(a: Regions, b: Regions): Regions {
  if (a === undefined || b === undefined || a.length + b.length > regionsMax) return undefined;
  return [...a, ...b];
}

const ranges: readonly (readonly [RegExp, readonly [number, number]])[] = [
  [/\brisk\.\w+$|max_confidence$/, [0, 100]],
  [/^time\.hour$/, [0, 23]],
  [/^time\.minute$/, [0, 59]],
  [/^time\.weekday$/, [1, 7]],
  [/_pct$|_tokens$|^pii\.|^response\.pii\.|^request\.messages$/, [0, Number.POSITIVE_INFINITY]],
];

/** What numbers can be at all. */
function boundsOf(region: Region): Region {
  const bounds = new Map<string, Constraint>();
  for (const [key, { low, high }] of region) {
    const range = ranges.find(([pattern]) => pattern.test(key))?.[1];
    const isNumber = low !== undefined || high !== undefined;
    if (isNumber && range !== undefined)
      bounds.set(key, { low: closed(range[0]), high: closed(range[1]) });
  }
  return bounds;
}

function atom(term: Term, holds: boolean): Region | undefined {
  switch (term.kind) {
    case 'variable':
      return region(term.path.join('.'), { among: [String(holds)] });
    case 'presence':
      return term.operand.kind === 'variable'
        ? region(`has ${[...term.operand.path, term.field].join('.')}`, { among: [String(holds)] })
        : undefined;
    case 'comparison':
      return comparison(term, holds) ?? comparison(flipped(term), holds);
    case 'in':
      return membership(term, holds);
    case 'comprehension':
      return existence(term, holds);
    case 'call':
      return anyFound(term, holds) ?? shapeOfKnown(term, holds);
    default:
      return undefined;
  }
}

/** `pii.any([…])` */
function anyFound({ name, operands }: Call, holds: boolean): Region | undefined {
  const [pii, types] = operands;
  const values = types && textsOf(types);
  const isAny = name === 'any' && pii?.kind === 'variable' && values !== undefined;
  return isAny
    ? region(`${pii.path.join('.')}.types`, listHas(values.map(exactly), holds))
    : undefined;
}

/** A shape of a variable that has only certain values is those of them that have it. */
function shapeOfKnown({ name, operands }: Call, holds: boolean): Region | undefined {
  const [subject, shape] = operands;
  const known = subject?.type.kind === 'string' ? subject.type.values : undefined;
  const key = subject && keyOf(subject);
  const [pattern] = (shape && textsOf(shape)) ?? [];
  if (name !== 'glob' || !known || !subject || !key || pattern === undefined) return undefined;
  return region(key, textConstraint(known.filter(compileGlob(pattern)), holds, subject));
}

function region(key: string, constraint: Constraint): Region {
  return new Map([[key, constraint]]);
}

function listHas(elements: readonly ListElement[], holds: boolean): Constraint {
  if (!holds) return { lacks: elements };
  const [only, second] = elements;
  return only !== undefined && second === undefined ? { has: [only] } : { hasAny: [elements] };
}

const mirrored = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
const contrary = { '==': '!=', '!=': '==', '<': '>=', '<=': '>', '>': '<=', '>=': '<' } as const;

function flipped(term: Comparison): Comparison {
  return { ...term, operator: mirrored[term.operator], left: term.right, right: term.left };
}

function comparison({ operator, left, right }: Comparison, holds: boolean): Region | undefined {
  const key = keyOf(left);
  if (key === undefined || right.kind !== 'constant') return undefined;
  const actual = holds ? operator : contrary[operator];
  const { value } = right;
  if (typeof value === 'number') {
    const constraint = numberConstraint(actual, value);
    return region(key, left.type.kind === 'int' ? amongWhole(constraint) : constraint);
  }
  if (typeof value !== 'string' && typeof value !== 'boolean') return undefined;
  if (actual !== '==' && actual !== '!=') return undefined;
  return region(key, textConstraint([String(value)], actual === '==', left));
}

function closed(at: number): Bound {
  return { at, isOpen: false };
}

function numberConstraint(operator: Comparison['operator'], value: number): Constraint {
  switch (operator) {
    case '==':
      return { low: closed(value), high: closed(value) };
    case '!=':
      return { notAmong: [String(value)] };
    case '<':
      return { high: { at: value, isOpen: true } };
    case '<=':
      return { high: closed(value) };
    case '>':
      return { low: { at: value, isOpen: true } };
    case '>=':
      return { low: closed(value) };
  }
}

/** A whole number is at least 6 where it is more than 5, or more than 5.5. */
function amongWhole({ low, high, ...rest }: Constraint): Constraint {
  const least = low && (low.isOpen ? Math.floor(low.at) + 1 : Math.ceil(low.at));
  const most = high && (high.isOpen ? Math.ceil(high.at) - 1 : Math.floor(high.at));
  return {
    ...rest,
    ...(least !== undefined && { low: closed(least) }),
    ...(most !== undefined && { high: closed(most) }),
  };
}

/** Where only certain values exist, not to be one of them is to be one of the others. */
function textConstraint(values: readonly string[], isOne: boolean, { type }: Term): Constraint {
  if (isOne) return { among: values };
  const all =
    type.kind === 'bool' ? ['true', 'false'] : type.kind === 'string' ? type.values : undefined;
  return all === undefined
    ? { notAmong: values }
    : { among: all.filter((value) => !values.includes(value)) };
}

function membership({ left, right }: Membership, holds: boolean): Region | undefined {
  const own = keyOf(left);
  const values = textsOf(right);
  if (own !== undefined && values !== undefined) {
    return region(own, textConstraint(values, holds, left));
  }
  const list = right.type.kind === 'list' ? keyOf(right) : undefined;
  const element = textsOf(left);
  return list === undefined || element === undefined
    ? undefined
    : region(list, listHas(element.map(exactly), holds));
}

/** `list.exists(x, x in […] || glob(x, "…"))`: a shape stands for itself among the elements. */
function existence({ macro, operand, body }: Comprehension, holds: boolean): Region | undefined {
  const key = keyOf(operand);
  const values = macro === 'exists' ? choicesOf(body) : undefined;
  return key === undefined || values === undefined
    ? undefined
    : region(key, listHas(values, holds));
}

function choicesOf(body: Term): readonly ListElement[] | undefined {
  if (body.kind === 'or') {
    const [left, right] = [choicesOf(body.left), choicesOf(body.right)];
    return left && right && [...left, ...right];
  }
  const [subject, values] = choiceOf(body);
  const texts = subject?.kind === 'local' && values !== undefined ? textsOf(values) : undefined;
  return texts?.map(body.kind === 'call' ? shapedAs : exactly);
}

function choiceOf(body: Term): readonly Term[] {
  if (body.kind === 'call') return body.name === 'glob' ? body.operands : [];
  const isEquality = body.kind === 'in' || (body.kind === 'comparison' && body.operator === '==');
  return isEquality ? [body.left, body.right] : [];
}

function textsOf(term: Term): readonly string[] | undefined {
  if (term.kind !== 'constant') return undefined;
  const values = isList(term.value) ? term.value : [term.value];
  const texts = values.filter((value) => typeof value === 'string');
  return texts.length === values.length ? texts : undefined;
}

/** What is constrained: a variable, or how often a type was found. */
function keyOf(term: Term): string | undefined {
  if (term.kind === 'variable') return term.path.join('.');
  if (term.kind !== 'call' || term.name !== 'count') return undefined;
  const [pii, type] = term.operands;
  const [name] = (type && textsOf(type)) ?? [];
  return pii?.kind === 'variable' && name !== undefined
    ? `${pii.path.join('.')}.count ${name}`
    : undefined;
}

/** What cannot be taken apart still is so or is not. A shape is remembered for the witness. */
function opaque(term: Term, holds: boolean): Region {
  const [subject, shape] = term.kind === 'call' && term.name === 'glob' ? term.operands : [];
  const key = subject && keyOf(subject);
  const [pattern] = (shape && textsOf(shape)) ?? [];
  const name =
    key !== undefined && pattern !== undefined
      ? `glob ${key} ${pattern}`
      : `term ${sourceOf(term)}`;
  return region(name, { among: [String(holds)] });
}

function sourceOf(term: Term): string {
  const places = new Set(['start', 'end', 'cost', 'type', 'apply']);
  return JSON.stringify(term, (key, value: unknown) => (places.has(key) ? undefined : value));
}
