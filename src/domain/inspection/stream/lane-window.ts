import type { Recognised } from '../match.ts';
import { contextStart } from './context-start.ts';
import { KnownValues } from './known-values.ts';
import { passRows, readTablePrefix, type TablePrefix, writePrefix } from './table-prefix.ts';

/**
 * The part of a lane that is still looked at, with what a scan has to know of the rest: the words before it, values that
 * were told, and the header of a table.
 */
export class LaneWindow {
  readonly #scan: (text: string) => readonly Recognised[];
  readonly #known = new KnownValues();
  #table: TablePrefix | 'none' | undefined;
  #text = '';
  #base = 0;

  constructor(scan: (text: string) => readonly Recognised[]) {
    this.#scan = scan;
  }

  get text(): string {
    return this.#text;
  }

  /** Offset in the lane of where the window begins. */
  get base(): number {
    return this.#base;
  }

  add(delta: string): void {
    this.#text += delta;
  }

  /** What is recognised in the window as far as `end`, by offsets of the window. */
  matches(end = this.#text.length): readonly Recognised[] {
    const text = this.#text.slice(0, end);
    const prefix = typeof this.#table === 'object' ? writePrefix(this.#table) : '';
    const found = this.#scan(prefix + text);
    const length = prefix.length;
    const moved =
      length === 0
        ? found
        : found
            .filter(({ start }) => start >= length)
            .map((match) => ({ ...match, start: match.start - length, end: match.end - length }));
    return this.#known.mark(text, moved);
  }

  /** Keeps what matches that are final told. */
  learn(matches: readonly Recognised[]): void {
    this.#known.learn(this.#text, matches);
  }

  /** Forgets what no place from `place` on needs. Returns how much that was. */
  trim(place: number): number {
    if (this.#table === undefined) this.#table = readTablePrefix(this.#text);
    const start = this.#table === undefined ? 0 : contextStart(this.#text, place);
    if (start === 0) return 0;
    if (typeof this.#table === 'object')
      this.#table = passRows(this.#table, this.#text.slice(0, start));
    this.#text = this.#text.slice(start);
    this.#base += start;
    return start;
  }
}

export function atLaneOffset<Place extends { readonly start: number; readonly end: number }>(
  place: Place,
  base: number,
): Place {
  return { ...place, start: place.start + base, end: place.end + base };
}
