import type { Match } from '../match.ts';
import { isWordUnit } from './character-class.ts';
import { resolveOverlaps } from './resolve.ts';

const valuesMax = 32;
const lengthMin = 5;

/**
 * Marks every other occurrence of what was recognised by something that stands beside it only once: names, and numbers that
 * a word nearby told. Others are recognised wherever they stand.
 */
export function propagate(text: string, matches: readonly Match[]): readonly Match[] {
  const known = new Map<string, Match>();
  for (const match of matches) {
    if (known.size === valuesMax) break;
    const value = text.slice(match.start, match.end);
    if (isTold(match) && value.length >= lengthMin && !known.has(value)) known.set(value, match);
  }
  if (known.size === 0) return matches;
  const starts = new Set(matches.map(({ start }) => start));
  const further = [...known]
    .flatMap(([value, match]) => occurrences(text, value, match))
    .filter(({ start }) => !starts.has(start));
  return further.length === 0 ? matches : resolveOverlaps([...matches, ...further]);
}

function isTold(match: Match): boolean {
  return match.type === 'PERSON' || match.evidence.context !== undefined;
}

function occurrences(text: string, value: string, match: Match): readonly Match[] {
  const found: Match[] = [];
  const from = (at: number) => text.indexOf(value, at);
  for (let at = from(0); at >= 0; at = from(at + value.length)) {
    const end = at + value.length;
    const isWhole = !isWordUnit(text.charCodeAt(at - 1)) && !isWordUnit(text.charCodeAt(end));
    if (isWhole) found.push({ ...match, start: at, end });
  }
  return found;
}
