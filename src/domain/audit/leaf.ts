import { decodeBase64, encodeBase64 } from './base64.ts';
import { textOf, utf8 } from './bytes.ts';
import type { AuditClass } from './fact.ts';
import { AuditFormatError } from './format-error.ts';
import { hashBytes } from './merkle.ts';
import { sha256 } from './sha256.ts';
import { isKeyName } from './signed-note.ts';
import { isTime } from './time.ts';

/** First line of every leaf; it changes only if the frame does. */
const leafMagic = 'monago.dev/audit-entry@v1';
const genesisMagic = 'monago.dev/audit-genesis@v1';

/** Longest leaf, in bytes. Entry bundles of tlog-tiles could carry 65,535. */
export const leafBytesMax = 32_768;

const frameLines = 6;
const decimal = /^(0|[1-9][0-9]{0,15})$/;

/** One entry of the log, as framed in the bytes that are hashed. */
export interface Leaf {
  /** Name of the log; it equals the origin of its checkpoints. */
  readonly origin: string;
  readonly index: number;
  readonly class: AuditClass;
  /** How many entries of this class came before: a gapless count from 0. */
  readonly classIndex: number;
  /** When the entry entered the log; never before the entry ahead of it. See `formatTime`. */
  readonly time: string;
  /** Leaf hash of the entry ahead; for the first entry `genesisHash`. */
  readonly prev: Uint8Array;
  /** Canonical JSON, as `encodeBody` writes it. */
  readonly body: string;
}

/** What the first leaf names as its predecessor: SHA-256 of the genesis line and the origin line. */
export function genesisHash(origin: string): Uint8Array {
  return sha256(utf8(`${genesisMagic}\n${origin}\n`));
}

/**
 * The exact bytes of a leaf: seven lines, each ended by a line feed.
 * @throws AuditFormatError `bad_leaf` for anything that `parseLeaf` would refuse
 */
export function encodeLeaf(leaf: Leaf): Uint8Array {
  const fault = faultOf(leaf);
  if (fault !== undefined) throw new AuditFormatError('bad_leaf', fault);
  const position = `${leafMagic}\n${leaf.origin}\n${leaf.index}\n${leaf.class} ${leaf.classIndex}`;
  const bytes = utf8(`${position}\n${leaf.time}\n${encodeBase64(leaf.prev)}\n${leaf.body}\n`);
  if (bytes.length > leafBytesMax) {
    throw new AuditFormatError('bad_leaf', `${bytes.length} bytes; the limit is ${leafBytesMax}`);
  }
  return bytes;
}

/**
 * Reads a leaf and refuses every spelling but the one `encodeLeaf` writes. The body is not looked into.
 * @throws AuditFormatError `bad_leaf`, `bad_base64`, `bad_utf8`
 */
export function parseLeaf(bytes: Uint8Array): Leaf {
  if (bytes.length > leafBytesMax) {
    throw new AuditFormatError('bad_leaf', `${bytes.length} bytes; the limit is ${leafBytesMax}`);
  }
  const lines = linesOf(textOf(bytes));
  const [magic, origin = '', index = '', counter = '', time = '', prev = '', body = '', rest] =
    lines;
  if (magic !== leafMagic) throw new AuditFormatError('bad_leaf', 'line 1 is not the format name');
  if (lines.length !== frameLines + 2 || rest !== '') {
    throw new AuditFormatError('bad_leaf', 'a leaf has seven lines, each ended by a line feed');
  }
  const gap = counter.indexOf(' ');
  const className = counter.slice(0, gap);
  if (!isAuditClass(className) || gap !== counter.lastIndexOf(' ')) {
    throw new AuditFormatError('bad_leaf', 'line 4 is not a class and its counter');
  }
  const leaf: Leaf = {
    origin,
    index: number(index),
    class: className,
    classIndex: number(counter.slice(gap + 1)),
    time,
    prev: decodeBase64(prev),
    body,
  };
  const fault = faultOf(leaf);
  if (fault !== undefined) throw new AuditFormatError('bad_leaf', fault);
  return leaf;
}

/** As `split`, which takes twice as long, and no more of them than tell that there are too many. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let from = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
    lines.push(text.slice(from, end));
    from = end + 1;
    if (lines.length > frameLines + 1) break;
  }
  lines.push(text.slice(from));
  return lines;
}

function isAuditClass(text: string): text is AuditClass {
  return text === 'ai' || text === 'admin' || text === 'auth' || text === 'sys';
}

function number(text: string): number {
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new AuditFormatError('bad_leaf', 'not a decimal number');
  return value;
}

function faultOf(leaf: Leaf): string | undefined {
  if (!isKeyName(leaf.origin)) return 'line 2 is not the name of a log';
  if (!isCount(leaf.index)) return 'line 3 is not an index';
  if (!isCount(leaf.classIndex)) return 'line 4 is not a class and its counter';
  if (!isTime(leaf.time)) return 'line 5 is not RFC 3339 UTC with 6 fractional digits';
  if (leaf.prev.length !== hashBytes) return 'line 6 is not a hash';
  if (leaf.body.includes('\n')) return 'the body is not on one line';
  return undefined;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
