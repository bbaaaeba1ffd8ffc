import type { Recognised } from '../match.ts';
import { ScanState } from '../scan/scan-state.ts';
import { contextStart } from './context-start.ts';
import { safeCut } from './safe-cut.ts';
import {
  openTable,
  passRows,
  readTablePrefix,
  type TablePrefix,
  writePrefix,
} from './table-prefix.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what the expression is about.
const beyondAscii = /[^\x00-\x7f]/;

/** What is recognised in a piece of a text. `state` is what the pieces before it left. */
export type ScanPiece = (text: string, state: ScanState) => readonly Recognised[];

/**
 * The part of a lane that is still looked at, with what a scan has to know of the rest: the words before it, values that
 * were told, and the header of a table.
 */
export class LaneWindow {
  readonly #scan: ScanPiece;
  readonly #state = new ScanState();
  #table: TablePrefix | 'none' | undefined;
  #prefix = '';
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

  /** False where nothing behind a place is certain, whatever a scan would say: that is told sooner than a scan takes. */
  mayBeCertain(from: number): boolean {
    return beyondAscii.test(this.#text) || safeCut(this.#text, from, []) > from;
  }

  /** What is recognised in the window and ends behind a place, by offsets of the window. */
  matches(from: number): readonly Recognised[] {
    this.#state.told.startAt(this.#prefix.length + from);
    const found = this.#scan(this.#prefix + this.#text, this.#state);
    return found
      .map((match) => atLaneOffset(match, -this.#prefix.length))
      .filter(({ start, end }) => end > Math.max(start, from));
  }

  /** How far, from a place on, what was recognised last is certain however the text goes on. */
  certainUntil(from: number): number {
    const { length } = this.#prefix;
    const { told, last } = this.#state;
    const { folded, candidates, marked, turnedDown } = last;
    const first = foldedPlace(folded.origins, from + length);
    const near = [...candidates.endingAfter(first), ...marked, ...turnedDown].filter(
      ({ end }) => end > first,
    );
    const cut = Math.min(safeCut(folded.text, first, near), told.openFrom(folded.text));
    const table = this.#table === undefined ? openTable(this.#text) : undefined;
    const place = (folded.origins?.[cut] ?? cut) - length;
    return Math.max(from, Math.min(place, table ?? place));
  }

  /** Keeps what the matches that were asked for last told before a place, which are final. */
  learn(place: number): void {
    this.#state.told.keep(this.#prefix.length + place);
  }

  /** Forgets what no place from `place` on needs. Returns how much that was. */
  trim(place: number): number {
    if (this.#table === undefined) this.#table = readTablePrefix(this.#text);
    const start = this.#table === undefined ? 0 : contextStart(this.#text, place);
    if (start === 0) return 0;
    if (typeof this.#table === 'object') {
      this.#table = passRows(this.#table, this.#text.slice(0, start));
      this.#prefix = writePrefix(this.#table);
    }
    this.#text = this.#text.slice(start);
    this.#base += start;
    return start;
  }
}

/** The first unit of a folded text that does not stand before a place of the text. */
function foldedPlace(origins: Int32Array | undefined, place: number): number {
  if (!origins) return place;
  let [low, high] = [0, origins.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((origins[middle] ?? 0) >= place) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function atLaneOffset<Place extends { readonly start: number; readonly end: number }>(
  place: Place,
  base: number,
): Place {
  return { ...place, start: place.start + base, end: place.end + base };
}
