import { delimiters, headerUnitsMax, isRow, rowUnitsSeen } from '../scan/table-headers.ts';

/** What a lane keeps of a table that it began with, so that its columns stay labelled: the header, and the current column. */
export interface TablePrefix {
  readonly header: string;
  readonly delimiter: string;
  readonly columns: number;
  readonly column: number;
}

/**
 * Whether a text begins with a table of separated values, by its first two lines, as the scanner sees it. Undefined while
 * that is not certain.
 */
export function readTablePrefix(text: string): TablePrefix | 'none' | undefined {
  const end = text.indexOf('\n');
  if (end < 0 && text.length <= headerUnitsMax) return undefined;
  if (end < 3 || end > headerUnitsMax) return 'none';
  const header = text.slice(0, end);
  const delimiter = delimiters.find((candidate) => header.includes(candidate));
  if (delimiter === undefined || /\d/.test(header)) return 'none';
  if (openTable(text) !== undefined) return undefined;
  const columns = header.split(delimiter).length;
  const isTable = isRow(text, end + 1, { delimiter, count: columns });
  return isTable ? { header, delimiter, columns, column: 0 } : 'none';
}

/** Where the first row begins, as long as the rest of it may tell that it is one. */
export function openTable(text: string): number | undefined {
  const start = text.indexOf('\n') + 1;
  const isOpen = start > 0 && text.length - start < rowUnitsSeen && text.indexOf('\n', start) < 0;
  return isOpen ? start : undefined;
}

/** The prefix after more of the table was passed. */
export function passRows(prefix: TablePrefix, text: string): TablePrefix {
  const lineStart = text.lastIndexOf('\n') + 1;
  const passed = text.slice(lineStart).split(prefix.delimiter).length - 1;
  return { ...prefix, column: (lineStart > 0 ? 0 : prefix.column) + passed };
}

/** What to put before the rest of the table for its columns to be labelled. */
export function writePrefix({ header, delimiter, columns, column }: TablePrefix): string {
  return `${header}\n${delimiter.repeat(columns - 1)}\n${delimiter.repeat(column)}`;
}
