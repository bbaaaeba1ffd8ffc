import { hashWords } from './hash-words.ts';

export const headerUnitsMax = 1_024;
const lineUnitsMax = 4_096;
/** How much of the first row tells that it is one. */
export const rowUnitsSeen = 96;
export const delimiters = ['\t', '|', ';', ','] as const;

interface Table {
  readonly delimiter: string;
  /** Per column, the hashes of the header's words. */
  readonly columns: readonly Int32Array[];
  readonly firstRow: number;
}

/**
 * Column headers of a table of separated values that a text begins with. Places are asked about from left to right, more or
 * less, so that columns are counted on from the last place instead of from the beginning of the line.
 */
export class TableHeaders {
  readonly #text: string;
  #table: Table | null | undefined;
  #lineStart = 0;
  #counted = 0;
  #column = 0;
  /** Where the first blank line behind the table stands, once it was seen. */
  #tableEnd = Number.POSITIVE_INFINITY;

  constructor(text: string) {
    this.#text = text;
  }

  /** Words of the header of the column in which a place stands; undefined when the text is no table. */
  wordsAbove(place: number): Int32Array | undefined {
    if (this.#table === undefined) this.#table = readTable(this.#text);
    if (this.#table === null || place < this.#table.firstRow) return undefined;
    if (place < this.#tableEnd) this.#countTo(place, this.#table);
    const isInRow = place < this.#tableEnd && place - this.#lineStart <= lineUnitsMax;
    return isInRow ? this.#table.columns[this.#column] : undefined;
  }

  #countTo(place: number, table: Table): void {
    if (this.#counted < table.firstRow) this.#restart(table.firstRow);
    if (place < this.#counted) this.#restart(this.#text.lastIndexOf('\n', place - 1) + 1);
    for (let at = this.#counted; at < place; at += 1) {
      const unit = this.#text.charAt(at);
      if (unit === '\n') this.#endLine(at);
      else if (unit === table.delimiter) this.#column += 1;
    }
    this.#counted = place;
  }

  #endLine(at: number): void {
    if (at === this.#lineStart) this.#tableEnd = Math.min(this.#tableEnd, at);
    this.#restart(at + 1);
  }

  #restart(lineStart: number): void {
    this.#lineStart = lineStart;
    this.#counted = lineStart;
    this.#column = 0;
  }
}

function readTable(text: string): Table | null {
  const end = text.indexOf('\n');
  if (end < 3 || end > headerUnitsMax) return null;
  const header = text.slice(0, end);
  const delimiter = delimiters.find((candidate) => header.includes(candidate));
  // A sentence with a comma is no header: a header holds no digits, and the next line as many delimiters.
  if (delimiter === undefined || /\d/.test(header)) return null;
  const cells = header.split(delimiter);
  if (!isRow(text, end + 1, { delimiter, count: cells.length })) return null;
  return {
    delimiter,
    columns: cells.map((cell) => Int32Array.from(hashWords(cell))),
    firstRow: end + 1,
  };
}

/**
 * Whether a line has the cells of a row. Of a long line only the beginning is looked at, which holds two delimiters at least, and no more
 * than the header.
 */
export function isRow(
  text: string,
  from: number,
  { delimiter, count }: { readonly delimiter: string; readonly count: number },
): boolean {
  const line = text.slice(from, from + rowUnitsSeen);
  const end = line.indexOf('\n');
  const cells = (end < 0 ? line : line.slice(0, end)).split(delimiter).length;
  const isWhole = end >= 0 || line.length < rowUnitsSeen;
  return isWhole ? cells === count : cells >= 3 && cells <= count;
}
