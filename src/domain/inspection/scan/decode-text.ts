import { blankOfForm, escapeAt, unitOf, widthOf } from './escapes.ts';
import { originSpan, ShadowBuilder, type ShadowText } from './shadow-text.ts';
import { unitAt } from './unit-at.ts';
import { unitSet } from './unit-runs.ts';

/** A text with its escapes undone. */
export interface DecodedText extends ShadowText {
  /** Where in it something stands that was written as an escape, in order. */
  readonly undone: readonly number[];
}

/**
 * A parameter whose value is several words, one with a capital after the first among them: `name=Siti+Rahayu`. In forms a `+`
 * stands for a space, and elsewhere mostly for itself.
 */
const form = /=[A-Z][a-z][\w.%'-]*(?:\+[\w.%'-]+)+/g;
const escapes =
  /%[\dA-Fa-f]{2}|\\u(?:0[0-2]|1[Ee]|20|[Ff]{2})[\dA-Fa-f]{2}|&(?:#[\dx]|nbsp;|amp;#)/;
const signs = ['%', '\\u', '&#', '&nbsp;', '&amp;#'];
const beginsEscape = unitSet('%\\&');
const capitalBehind = /\+[A-Z]/;

/**
 * The text with the escapes of URLs, JSON strings and HTML that stand for one character undone; undefined when it holds none.
 */
export function decodeText(text: string): DecodedText | undefined {
  const blanks = blanksOfForms(text);
  const first = Math.min(firstEscape(text), blanks[0] ?? text.length);
  if (first === text.length) return undefined;
  const shadow = new ShadowBuilder(text.length);
  const undone: number[] = [];
  let nextBlank = 0;
  let at = nextEscape(text, first, blanks[0] ?? text.length);
  shadow.addRun(text, 0, at);
  while (at < text.length) {
    const isBlank = blanks[nextBlank] === at;
    const written = isBlank ? blankOfForm : escapeAt(text, at);
    nextBlank += Number(isBlank);
    undone.push(shadow.length);
    shadow.add(unitOf(written), at);
    const from = at + widthOf(written);
    at = nextEscape(text, from, blanks[nextBlank] ?? text.length);
    shadow.addRun(text, from, at);
  }
  return undone.length === 0 ? undefined : { ...shadow.finish(text.length), undone };
}

/** Where the next escape begins, from a place on; `last` when none does before it. */
function nextEscape(text: string, from: number, last: number): number {
  let at = from;
  while (at < last && (beginsEscape[unitAt(text, at)] !== 1 || escapeAt(text, at) === 0)) at += 1;
  return at;
}

/**
 * Where in the text that was decoded a span stands; undefined when nothing in it was decoded, nor right beside it: an escaped
 * space in front of a number is what makes it one.
 */
export function undecodeSpan(
  original: string,
  decoded: DecodedText,
  span: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } | undefined {
  if (!isTouched(decoded, span)) return undefined;
  return originSpan(decoded, span, (origin) => widthOf(escapeAt(original, origin)) || 1);
}

/** Whether something in a span of a decoded text was written as an escape, or right beside it. */
export function isTouched(
  { undone }: DecodedText,
  { start, end }: { readonly start: number; readonly end: number },
): boolean {
  const first = firstFrom(undone, start - 1);
  return first < undone.length && (undone[first] ?? 0) <= end;
}

/** The first of some places in order that does not stand before one; how many there are when all do. */
function firstFrom(places: readonly number[], place: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the first escape stands, or what looks like one; the end of the text when none does. */
function firstEscape(text: string): number {
  const at = signs.some((sign) => text.includes(sign)) ? text.search(escapes) : -1;
  return at < 0 ? text.length : at;
}

function blanksOfForms(text: string): readonly number[] {
  if (!text.includes('+')) return [];
  const blanks: number[] = [];
  for (const { 0: value, index } of text.matchAll(form)) {
    if (!capitalBehind.test(value)) continue;
    for (let at = value.indexOf('+'); at >= 0; at = value.indexOf('+', at + 1))
      blanks.push(index + at);
  }
  return blanks;
}
