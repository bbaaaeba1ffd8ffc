import { unitAt } from '../scan/unit-at.ts';
import { applyEdits, type Edit } from './edits.ts';

/** Of an escape (RFC 8259) that has begun. */
const unfinished = /^\\(?:u[0-9A-Fa-f]{0,3})?$/;
const hex = /^\\u[0-9A-Fa-f]{4}$/;
const short: Readonly<Record<string, string>> = { '/': '/', n: '\n', r: '\r', t: '\t' };

/**
 * Reads a JSON text, whole or in pieces, as what it says: escapes are undone, all but those that make it JSON. What was read
 * can be taken as it was written, with edits in it.
 */
export class JsonReader {
  #open = '';
  /** Of what was read and not taken: as it was written, and where in that each unit begins. */
  #written = '';
  #begins: number[] = [];

  /** What the next piece says; an escape that is not complete waits. */
  read(piece: string): string {
    return this.#read(this.#open + piece, false);
  }

  /** What still waits. To be called at the end. */
  readRest(): string {
    return this.#read(this.#open, true);
  }

  /** Where in what was written and not taken a unit begins that was read. */
  writtenAt(place: number): number {
    return this.#begins[place] ?? this.#written.length;
  }

  /**
   * The next units as they were written.
   * @param edits by offsets of the units
   */
  take(units: number, edits: readonly Edit[]): string {
    const end = this.writtenAt(units);
    const placed = edits.map((edit) => ({
      ...edit,
      start: this.writtenAt(edit.start),
      end: this.writtenAt(edit.end),
    }));
    const taken = applyEdits(this.#written.slice(0, end), placed);
    this.#written = this.#written.slice(end);
    this.#begins = this.#begins.slice(units).map((begin) => begin - end);
    return taken;
  }

  #read(text: string, isLast: boolean): string {
    let said = '';
    let at = 0;
    while (at < text.length) {
      if (unitAt(text, at) !== 0x5c) {
        const next = text.indexOf('\\', at);
        const end = next < 0 ? text.length : next;
        said += this.#add(text.slice(at, end), text.slice(at, end));
        at = end;
        continue;
      }
      if (!isLast && unfinished.test(text.slice(at, at + 6))) break;
      const written = text.slice(at, at + escapeWidth(text, at));
      said += this.#add(written, spoken(written));
      at += written.length;
    }
    this.#open = text.slice(at);
    return said;
  }

  #add(written: string, said: string): string {
    for (let unit = 0; unit < said.length; unit += 1)
      this.#begins.push(this.#written.length + unit);
    this.#written += written;
    return said;
  }
}

function escapeWidth(text: string, at: number): number {
  return hex.test(text.slice(at, at + 6)) ? 6 : Math.min(2, text.length - at);
}

/** As it is where it would not be the same JSON otherwise: quotation marks, backslashes, most control characters. */
function spoken(written: string): string {
  if (written.length < 6) return short[written.charAt(1)] ?? written;
  const unit = Number.parseInt(written.slice(2), 16);
  return unit < 0x20 || unit === 0x22 || unit === 0x5c ? written : String.fromCharCode(unit);
}
