/** An end of a range of numbers; an open one is not in it. */
export interface Bound {
  readonly at: number;
  readonly isOpen: boolean;
}

/** What must be so of one variable. All that is not mentioned may be anything. */
export interface Constraint {
  readonly low?: Bound;
  readonly high?: Bound;
  /** One of these texts. */
  readonly among?: readonly string[];
  readonly notAmong?: readonly string[];
  /** A list with all of these. */
  readonly has?: readonly ListElement[];
  readonly lacks?: readonly ListElement[];
  /** A list with one of each of these. */
  readonly hasAny?: readonly (readonly ListElement[])[];
}

/** What an element of a list is: a text, or any text of a shape. The text `a*` is not the shape `a*`. */
export type ListElement = `=${string}` | `~${string}`;

export function exactly(text: string): ListElement {
  return `=${text}`;
}

/** A shape without `*` is the text itself. */
export function shapedAs(shape: string): ListElement {
  return shape.includes('*') ? `~${shape}` : exactly(shape);
}

/** A text that is such an element. */
export function exampleOf(element: ListElement): string {
  const text = element.slice(1);
  return element.startsWith('~') ? text.replaceAll('*', 'x') : text;
}

/** Requests for which all constraints hold: a conjunction, by what is constrained. */
export type Region = ReadonlyMap<string, Constraint>;

export const everywhere: Region = new Map();

/** What both are; undefined where nothing is. */
export function meet(a: Region, b: Region): Region | undefined {
  const met = new Map(a);
  for (const [key, constraint] of b) {
    const own = met.get(key);
    const both = own === undefined ? constraint : join(own, constraint);
    if (isEmpty(both)) return undefined;
    met.set(key, both);
  }
  return met;
}

function join(a: Constraint, b: Constraint): Constraint {
  const low = tighter(a.low, b.low, 1);
  const high = tighter(a.high, b.high, -1);
  const among = inBoth(a.among, b.among);
  return {
    ...(low !== undefined && { low }),
    ...(high !== undefined && { high }),
    ...(among !== undefined && { among }),
    notAmong: concatenated(a.notAmong, b.notAmong),
    has: concatenated(a.has, b.has),
    lacks: concatenated(a.lacks, b.lacks),
    hasAny: concatenated(a.hasAny, b.hasAny),
  };
}

function concatenated<Value>(a: readonly Value[] = [], b: readonly Value[] = []): readonly Value[] {
  return [...a, ...b];
}

/** The bound that leaves less, above (`side` 1) or below (-1). */
function tighter(a: Bound | undefined, b: Bound | undefined, side: 1 | -1): Bound | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return isTighter(a, b, side) ? a : b;
}

/** Whether a bound leaves nothing that the other would not. */
function isTighter(a: Bound, b: Bound, side: 1 | -1): boolean {
  if (a.at !== b.at) return a.at * side > b.at * side;
  return a.isOpen || !b.isOpen;
}

type Texts = readonly string[] | undefined;

function inBoth(a: Texts, b: Texts): Texts {
  if (a === undefined || b === undefined) return a ?? b;
  return a.filter((value) => b.includes(value));
}

/** Whether nothing can be so. */
export function isEmpty(constraint: Constraint): boolean {
  const { among, notAmong = [], has = [], lacks = [], hasAny = [] } = constraint;
  const isLacking = (value: ListElement) => lacks.includes(value);
  return (
    isEmptyRange(constraint) ||
    among?.every((value) => notAmong.includes(value)) === true ||
    has.some(isLacking) ||
    hasAny.some((values) => values.every(isLacking))
  );
}

function isEmptyRange({ low, high, notAmong = [] }: Constraint): boolean {
  if (low === undefined || high === undefined) return false;
  const isPoint = low.at === high.at;
  const isLeftOut = low.isOpen || high.isOpen || notAmong.includes(String(low.at));
  return low.at > high.at || (isPoint && isLeftOut);
}

/** Whether all requests of one region surely are in the other. */
export function isWithin(inner: Region, outer: Region): boolean {
  for (const [key, constraint] of outer) {
    if (!isStricter(inner.get(key) ?? {}, constraint)) return false;
  }
  return true;
}

function isStricter(a: Constraint, b: Constraint): boolean {
  return isRangeWithin(a, b) && isAmong(a, b) && isListWithin(a, b);
}

function isRangeWithin(a: Constraint, b: Constraint): boolean {
  return isBoundKept(a.low, b.low, 1) && isBoundKept(a.high, b.high, -1);
}

function isBoundKept(a: Bound | undefined, b: Bound | undefined, side: 1 | -1): boolean {
  return b === undefined || (a !== undefined && isTighter(a, b, side));
}

function isAmong(a: Constraint, b: Constraint): boolean {
  const isKept = b.among === undefined || a.among?.every((value) => b.among?.includes(value));
  const avoids = (value: string) =>
    a.notAmong?.includes(value) || (a.among !== undefined && !a.among.includes(value));
  return isKept === true && (b.notAmong ?? []).every(avoids);
}

function isListWithin(a: Constraint, b: Constraint): boolean {
  const { has = [], lacks = [], hasAny = [] } = a;
  return (
    (b.has ?? []).every((value) => has.includes(value)) &&
    (b.lacks ?? []).every((value) => lacks.includes(value)) &&
    (b.hasAny ?? []).every(
      (values) =>
        values.some((value) => has.includes(value)) ||
        hasAny.some((own) => own.every((value) => values.includes(value))),
    )
  );
}
