import type { Recognised } from '../match.ts';
import { ToldValues } from '../scan/told-values.ts';
import { contextStart } from './context-start.ts';
import { passRows, readTablePrefix, type TablePrefix, writePrefix } from './table-prefix.ts';

/** What is recognised in a piece of a text. `told` is what the pieces before it told. */
export type ScanPiece = (text: string, told: ToldValues) => readonly Recognised[];

/**
 * The part of a lane that is still looked at, with what a scan has to know of the rest: the words before it, values that
 * were told, and the header of a table.
 */
export class LaneWindow {
  readonly #scan: ScanPiece;
  readonly #told = new ToldValues();
  #table: TablePrefix | 'none' | undefined;
  #text = '';
  #base = 0;

  constructor(scan: ScanPiece) {
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
    const prefix = this.#prefix();
    const found = this.#scan(prefix + text, this.#told);
    const { length } = prefix;
    if (length === 0) return found;
    return found
      .filter(({ start }) => start >= length)
      .map((match) => ({ ...match, start: match.start - length, end: match.end - length }));
  }

  /** Keeps what the matches that were asked for last told before a place, which are final. */
  learn(place: number): void {
    this.#told.keep(this.#prefix().length + place);
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

  #prefix(): string {
    return typeof this.#table === 'object' ? writePrefix(this.#table) : '';
  }
}

export function atLaneOffset<Place extends { readonly start: number; readonly end: number }>(
  place: Place,
  base: number,
): Place {
  return { ...place, start: place.start + base, end: place.end + base };
}
