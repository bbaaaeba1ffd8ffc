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
    if (!isTold(match) || match.end - match.start < lengthMin) continue;
    const value = text.slice(match.start, match.end);
    if (!known.has(value)) known.set(value, match);
  }
  const further = [...known].flatMap(([value, match]) =>
    occurrences(text, value, { match, matches }),
  );
  return further.length === 0 ? matches : resolveOverlaps([...matches, ...further]);
}

function isTold(match: Match): boolean {
  return match.type === 'PERSON' || match.evidence.context !== undefined;
}

/** Where else the value of a match stands: not where a match of its own starts already. */
function occurrences(
  text: string,
  value: string,
  { match, matches }: { readonly match: Match; readonly matches: readonly Match[] },
): readonly Match[] {
  const found: Match[] = [];
  let next = 0;
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
    while ((matches[next]?.start ?? at) < at) next += 1;
    const end = at + value.length;
    const isWhole = !isWordUnit(text.charCodeAt(at - 1)) && !isWordUnit(text.charCodeAt(end));
    if (isWhole && matches[next]?.start !== at) found.push({ ...match, start: at, end });
  }
  return found;
}
