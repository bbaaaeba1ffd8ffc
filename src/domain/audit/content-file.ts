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
  const lines = textOf(bytes).split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw refused('the last line is not ended');
  const entries = lines.map(parseLine);
  if (entries.some(({ index }, at) => at > 0 && index <= (entries[at - 1]?.index ?? -1))) {
    throw refused('the lines are not in the order of their entries');
  }
  return entries;
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
