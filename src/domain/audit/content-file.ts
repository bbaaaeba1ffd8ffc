import { decodeBase64, encodeBase64 } from './base64.ts';
import { isRecord } from './body-shape.ts';
import { textOf } from './bytes.ts';
import { saltBytes } from './commitment.ts';
import {
  type ContentPart,
  contentForms,
  contentParts,
  type EntryContent,
} from './entry-content.ts';
import { AuditFormatError } from './format-error.ts';
import { canonicalJson } from './jcs.ts';
import type { Range } from './ranges.ts';
import { tilePath, tileWidth } from './tile.ts';

/** What was kept outside of the log for one entry, opened. */
export interface OpenedContent extends EntryContent {
  readonly index: number;
}

/** Folder of a bundle's content; there is none unless the bundle was made with content. */
export const contentFolder = 'content/';

/**
 * The file with the content of the 256 entries of an entry bundle: `content/` and the number of the bundle as in its
 * own path. One file for all would have to be held in memory as a whole.
 * @param bundle index of the entry bundle
 */
export function contentFile(bundle: number): string {
  return tilePath({ level: 'entries', index: bundle, width: tileWidth }).replace(
    'tile/entries/',
    contentFolder,
  );
}

/**
 * What an entry beyond the bundle says was erased: one that came later, or one of the log that follows. The bundle cannot
 * prove it, so whoever wants to be sure verifies that log too.
 */
export interface ErasedElsewhere {
  /** Origin of the log with the entry `privacy.erased`. */
  readonly log: string;
  /** Index of that entry. */
  readonly entry: number;
  readonly ranges: readonly Range[];
}

/** The file with what was erased by entries beyond the bundle. */
export const erasedElsewhereFile = `${contentFolder}erased`;

/** A line of that file, its line feed included. */
export function encodeErasedLine({ log, entry, ranges }: ErasedElsewhere): string {
  return `${canonicalJson({ entry, log, ranges: ranges.map(({ first, end }) => ({ end, first })) })}\n`;
}

/** @throws AuditFormatError `bad_content`, `bad_utf8` */
export function parseErasedFile(bytes: Uint8Array): ErasedElsewhere[] {
  return linesOf(bytes).map((line) => {
    const value = parseJson(line);
    if (!isRecord(value)) throw refused('a line is not an object');
    const { entry, log, ranges } = value;
    if (typeof entry !== 'number' || typeof log !== 'string' || !Array.isArray(ranges)) {
      throw refused('a line has not the fields entry, log and ranges');
    }
    const erased = { entry, log, ranges: ranges.map(parseRange) };
    if (encodeErasedLine(erased) !== `${line}\n`) throw refused('a line is not in canonical form');
    return erased;
  });
}

function parseRange(value: unknown): Range {
  const { first, end } = isRecord(value) ? value : {};
  if (typeof first !== 'number' || typeof end !== 'number') throw refused('a range is not one');
  return { first, end };
}

/** A line of a content file, its line feed included. Lines stand in the order of their entries. */
export function encodeContentLine({ index, salt, parts }: OpenedContent): string {
  const line = {
    index,
    parts: parts.map(({ name, form, bytes }) => ({ bytes: encodeBase64(bytes), form, part: name })),
    salt: encodeBase64(salt),
  };
  return `${canonicalJson(line)}\n`;
}

/**
 * Reads a content file as strictly as it is written, so that no byte of it can be changed unnoticed.
 * @throws AuditFormatError `bad_content`, `bad_base64`, `bad_utf8`
 */
export function parseContentFile(bytes: Uint8Array): OpenedContent[] {
  const entries = linesOf(bytes).map(parseLine);
  if (entries.some(({ index }, at) => at > 0 && index <= (entries[at - 1]?.index ?? -1))) {
    throw refused('the lines are not in the order of their entries');
  }
  return entries;
}

function linesOf(bytes: Uint8Array): string[] {
  const lines = textOf(bytes).split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw refused('the last line is not ended');
  return lines;
}

function parseLine(line: string): OpenedContent {
  const value = parseJson(line);
  if (!isRecord(value)) throw refused('a line is not an object');
  const { index, salt, parts } = value;
  if (typeof index !== 'number' || typeof salt !== 'string' || !Array.isArray(parts)) {
    throw refused('a line has not the fields index, parts and salt');
  }
  const content = { index, salt: decodeBase64(salt), parts: parts.map(parsePart) };
  if (content.salt.length !== saltBytes) throw refused(`a salt has ${saltBytes} bytes`);
  // Written anew it is the same, so there is no field too many and no other spelling.
  if (encodeContentLine(content) !== `${line}\n`) throw refused('a line is not in canonical form');
  return content;
}

function parsePart(value: unknown): ContentPart {
  const fields = isRecord(value) ? value : {};
  const name = contentParts.find((one) => one === fields['part']);
  const form = contentForms.find((one) => one === fields['form']);
  const { bytes } = fields;
  if (name === undefined || form === undefined || typeof bytes !== 'string') {
    throw refused('a part has not the fields bytes, form and part');
  }
  return { name, form, bytes: decodeBase64(bytes) };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw refused('a line is not JSON');
  }
}

function refused(message: string): AuditFormatError {
  return new AuditFormatError('bad_content', message);
}
