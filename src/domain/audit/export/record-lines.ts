import { utf8 } from '../bytes.ts';
import { readLoggedEntry } from './logged-entry.ts';
import { type FormatOptions, toRecord } from './record-format.ts';

/**
 * Leaves as the bytes of a file with one record a line, a page at a time: the next page is asked for when the one before
 * was taken.
 */
export async function* recordLines(
  pages: AsyncIterable<readonly Uint8Array[]>,
  options: FormatOptions,
): AsyncGenerator<Uint8Array> {
  for await (const leaves of pages) {
    const lines = leaves.map((leaf) => `${toRecord(readLoggedEntry(leaf), options)}\n`);
    yield utf8(lines.join(''));
  }
}
