import type { Recognised } from '../match.ts';
import { isWordUnit } from '../scan/character-class.ts';
import { resolveOverlaps } from '../scan/resolve.ts';

const valuesMax = 32;
const lengthMin = 5;

/**
 * Values that a word beside them told at one place of a lane, and that are known wherever they stand from then on. A scan of
 * the whole text does this by itself; a lane's scan has forgotten what it released long ago.
 */
export class KnownValues {
  readonly #known = new Map<string, Recognised>();

  learn(text: string, matches: readonly Recognised[]): void {
    for (const match of matches) {
      const isTold = match.type === 'PERSON' || match.evidence.context !== undefined;
      const value = isTold ? text.slice(match.start, match.end) : '';
      if (value.length < lengthMin || this.#known.size === valuesMax) continue;
      if (!this.#known.has(value)) this.#known.set(value, match);
    }
  }

  /** The matches, and those of known values among the rest of the text. */
  mark(text: string, matches: readonly Recognised[]): readonly Recognised[] {
    if (this.#known.size === 0) return matches;
    const starts = new Set(matches.map(({ start }) => start));
    const further = [...this.#known].flatMap(([value, match]) =>
      occurrences(text, value, match).filter(({ start }) => !starts.has(start)),
    );
    return further.length === 0 ? matches : resolveOverlaps([...matches, ...further]);
  }
}

function occurrences(text: string, value: string, match: Recognised): readonly Recognised[] {
  const found: Recognised[] = [];
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
    const end = at + value.length;
    const isWhole = !isWordUnit(text.charCodeAt(at - 1)) && !isWordUnit(text.charCodeAt(end));
    if (isWhole) found.push({ ...match, start: at, end });
  }
  return found;
}
