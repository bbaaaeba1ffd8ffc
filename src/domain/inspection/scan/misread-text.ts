import { isWordUnit } from './character-class.ts';
import { type MisreadLabel, misreadHosts } from './misread-hosts.ts';
import { digitBehind, type MisreadNumber, misreadNumbers } from './misread-numbers.ts';
import { letterBehind, type MisreadWord, misreadWords } from './misread-words.ts';
import type { TextSpan } from './name-tagger.ts';
import { textOf, unitsOf } from './shadow-text.ts';
import { unitAt } from './unit-at.ts';

/** How far the words around a number or address reach that speak for it, those that they begin in included. */
const reachBack = 160;
const reachAhead = 64;

/**
 * A text in which characters that were taken for others, as by who reads a scan or a photograph, are what they were. Both forms are as
 * long as the text that was given.
 */
export interface MisreadText {
  /** With letters in words, for names. Numbers stay: how far one reaches is seen too late for the names before it. */
  readonly words: string;
  /** With digits in numbers, and letters in addresses. */
  readonly numbers: string;
  /** Where something else may be recognised in `numbers` than in the text as given. */
  readonly stretches: readonly TextSpan[];
}

/** Undefined when nothing seems to be misread. `text` is folded already. */
export function misreadText(text: string): MisreadText | undefined {
  const words = misreadWords(text);
  const numbers = misreadNumbers(text);
  const hosts = misreadHosts(text);
  if (words.length + numbers.length + hosts.length === 0) return undefined;
  const labels = hosts.map(({ start, label }) => ({ start, end: start + label.length }));
  const stretches = stretchesAround(text, [...numbers, ...labels]);
  return {
    words: words.length === 0 ? text : withLetters(text, words),
    numbers: stretches.length === 0 ? text : withDigits(text, numbers, hosts),
    stretches,
  };
}

function withLetters(text: string, words: readonly MisreadWord[]): string {
  const units = unitsOf(text);
  for (const word of words) for (const at of word.digits) units[at] = letterBehind(text, at, word);
  return textOf(units);
}

function withDigits(
  text: string,
  numbers: readonly MisreadNumber[],
  hosts: readonly MisreadLabel[],
): string {
  const units = unitsOf(text);
  for (const { letters } of numbers)
    for (const at of letters) units[at] = digitBehind(unitAt(text, at));
  for (const { start, label } of hosts) units.set(unitsOf(label), start);
  return textOf(units);
}

/** In order and apart: where two meet, they are one. */
function stretchesAround(text: string, places: readonly TextSpan[]): readonly TextSpan[] {
  const stretches: { start: number; end: number }[] = [];
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start)) {
    const first = betweenWords(text, Math.max(0, start - reachBack), start);
    const last = Math.min(text.length, end + reachAhead);
    const before = stretches.at(-1);
    if (before && first <= before.end) before.end = Math.max(before.end, last);
    else stretches.push({ start: first, end: last });
  }
  return stretches;
}

/** The first place from one on, up to another, where no word is cut in two. */
function betweenWords(text: string, from: number, last: number): number {
  let at = from;
  while (at > 0 && at < last && isWordUnit(unitAt(text, at - 1))) at += 1;
  return at;
}
