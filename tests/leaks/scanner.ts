import { constants, inflateRawSync } from 'node:zlib';
import type { Canary } from './canary.ts';
import { type EncodedPiece, encodePiece, type Form, foldPiece } from './encodings.ts';

export interface Leak {
  readonly canary: string;
  readonly form: Form;
  /** Where in the scanned bytes, or in those of the archive in them. */
  readonly at: number;
  readonly inArchive: boolean;
}

/** Eight characters of an entrusted key are the least that counts. */
export const pieceLength = 8;
// Where there are thousands of keys, or either case counts, eight would now and then be found by chance.
const longPieceLength = 12;

const prefixLength = 8;
const tableBits = 25;
const archiveDepthMax = 3;
const archiveBytesMax = 256 * 1024 * 1024;
const gzipMagic = Buffer.from([0x1f, 0x8b, 0x08]);
const upperA = 0x41;
const upperZ = 0x5a;

interface Pattern extends EncodedPiece {
  readonly canary: string;
}

/**
 * Finds pieces of keys in bytes, in one pass whatever the number of keys. Each pattern is filed under a hash of its
 * first eight bytes in lower case; a bit table rules out almost every place before the files are looked at.
 */
export class Scanner {
  readonly #isPossible = new Uint8Array(2 ** (tableBits - 3));
  readonly #patterns = new Map<number, Pattern[]>();

  constructor(canaries: readonly Canary[]) {
    for (const canary of canaries) {
      const file = (encoded: EncodedPiece) => this.#file({ ...encoded, canary: canary.name });
      const length = canary.isEntrusted ? pieceLength : longPieceLength;
      for (const piece of piecesOf(canary, length)) encodePiece(piece).forEach(file);
      for (const piece of piecesOf(canary, longPieceLength)) file(foldPiece(piece));
    }
  }

  /** The first leak of each canary in each form. */
  scan(bytes: Buffer): Leak[] {
    const found = new Map<string, Leak>();
    this.#scanInto(found, bytes, 0);
    return [...found.values()];
  }

  #file(pattern: Pattern): void {
    if (pattern.bytes.length < prefixLength) throw new RangeError('a pattern is too short');
    const high = foldedWord(pattern.bytes, 0);
    const low = foldedWord(pattern.bytes, 4);
    const key = fileKey(high, low);
    const slot = tableSlot(key);
    this.#isPossible[slot >>> 3] = (this.#isPossible[slot >>> 3] ?? 0) | (1 << (slot & 7));
    const file = this.#patterns.get(key);
    if (file === undefined) this.#patterns.set(key, [pattern]);
    else file.push(pattern);
  }

  #scanInto(found: Map<string, Leak>, bytes: Buffer, depth: number): void {
    for (const { start, key } of this.#candidates(bytes)) {
      for (const pattern of this.#patterns.get(key) ?? []) {
        if (standsAt(pattern, bytes, start)) note(found, pattern, { start, depth });
      }
    }
    if (depth === archiveDepthMax) return;
    for (const content of gzipMembers(bytes)) this.#scanInto(found, content, depth + 1);
  }

  *#candidates(bytes: Buffer): Generator<{ start: number; key: number }> {
    let high = foldedWord(bytes, 0) >>> 8;
    let low = (foldedWord(bytes, 0) << 24) | (foldedWord(bytes, 4) >>> 8);
    for (let at = prefixLength - 1; at < bytes.length; at += 1) {
      high = (high << 8) | (low >>> 24);
      low = (low << 8) | foldCase(bytes[at] ?? 0);
      const key = fileKey(high, low);
      const slot = tableSlot(key);
      const isPossible = ((this.#isPossible[slot >>> 3] ?? 0) >> (slot & 7)) & 1;
      if (isPossible === 1) yield { start: at - prefixLength + 1, key };
    }
  }
}

function note(
  found: Map<string, Leak>,
  { canary, form }: Pattern,
  { start, depth }: { start: number; depth: number },
): void {
  const id = `${form} ${canary}`;
  if (!found.has(id)) found.set(id, { canary, form, at: start, inArchive: depth > 0 });
}

/** Every run of so many characters that is neither common to all keys of the kind nor shown on purpose. */
export function piecesOf({ text, publicLength, shownLength }: Canary, length: number): string[] {
  const pieces: string[] = [];
  for (let at = publicLength; at + length <= text.length - shownLength; at += 1) {
    pieces.push(text.slice(at, at + length));
  }
  return pieces;
}

function standsAt({ bytes: wanted, anyCase }: Pattern, bytes: Buffer, start: number): boolean {
  if (start + wanted.length > bytes.length) return false;
  for (let at = 0; at < wanted.length; at += 1) {
    const here = bytes[start + at] ?? 0;
    const there = wanted[at] ?? 0;
    if (here !== there && !(anyCase && foldCase(here) === foldCase(there))) return false;
  }
  return true;
}

/** What gzip members (RFC 1952) in the bytes unpack to, whatever follows them; a cut one as far as it goes. */
function* gzipMembers(bytes: Buffer): Generator<Buffer> {
  for (let at = bytes.indexOf(gzipMagic); at >= 0; at = bytes.indexOf(gzipMagic, at + 1)) {
    try {
      yield inflateRawSync(bytes.subarray(at + gzipHeaderLength(bytes.subarray(at))), {
        finishFlush: constants.Z_SYNC_FLUSH,
        maxOutputLength: archiveBytesMax,
      });
    } catch {
      // Three bytes that look like the beginning of an archive and are not.
    }
  }
}

const gzipFlag = { headerChecksum: 2, extra: 4, name: 8, comment: 16 } as const;

function gzipHeaderLength(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & gzipFlag.extra) at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  for (const text of [gzipFlag.name, gzipFlag.comment]) {
    if (flags & text) at = bytes.indexOf(0, at) + 1;
  }
  return flags & gzipFlag.headerChecksum ? at + 2 : at;
}

function foldedWord(bytes: Buffer, from: number): number {
  let word = 0;
  for (let at = from; at < from + 4; at += 1) word = (word << 8) | foldCase(bytes[at] ?? 0);
  return word;
}

function foldCase(byte: number): number {
  return byte >= upperA && byte <= upperZ ? byte | 0x20 : byte;
}

function fileKey(high: number, low: number): number {
  const mixed = Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b);
  return Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
}

function tableSlot(key: number): number {
  return key >>> (32 - tableBits);
}
