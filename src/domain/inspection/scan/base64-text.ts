import { unitAt } from './unit-at.ts';
import { utf8Text } from './utf8-text.ts';

const lengthMin = 24;
/** Set between texts, so that nothing reaches from one into the next. */
const between = '\n\n';

/** What stands in a text in Base64 (RFC 4648, either alphabet), one text after the other. */
export interface Base64Text {
  readonly text: string;
  /** In order. */
  readonly pieces: readonly Base64Piece[];
}

interface Base64Piece {
  /** In the decoded text, half-open. */
  readonly start: number;
  readonly end: number;
  /** The encoded token in the text that was given, padding included. */
  readonly token: { readonly start: number; readonly end: number };
}

/**
 * Decodes every token of at least 24 characters that holds text in UTF-8; undefined when there is none.
 * @param isWanted asked of each token; the others are passed over
 */
export function decodeBase64(
  text: string,
  isWanted: (token: Base64Piece['token']) => boolean = always,
): Base64Text | undefined {
  const pieces: Base64Piece[] = [];
  let decoded = '';
  for (let token = nextToken(text, 0); token; token = nextToken(text, token.end)) {
    const plain = isWanted(token) ? decodeToken(text, token.start, token.end) : undefined;
    if (plain === undefined) continue;
    const start = decoded.length;
    pieces.push({ start, end: start + plain.length, token: withPadding(text, token) });
    decoded += plain + between;
  }
  return pieces.length === 0 ? undefined : { text: decoded, pieces };
}

function always(): boolean {
  return true;
}

/** The token that a span of the decoded text stands in. */
export function tokenAround(
  { pieces }: Base64Text,
  span: { readonly start: number; readonly end: number },
): Base64Piece['token'] | undefined {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle]?.start ?? 0) <= span.start) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  return piece && span.end <= piece.end ? piece.token : undefined;
}

/** Jumps from one possible end to the next: a character of neither alphabet rules out all tokens across it. */
function nextToken(text: string, from: number): Base64Piece['token'] | undefined {
  let start = from;
  let at = start + lengthMin - 1;
  while (at < text.length) {
    const gap = lastOther(text, start, at);
    if (gap < 0) return { start, end: endOfToken(text, at + 1) };
    start = gap + 1;
    at = gap + lengthMin;
  }
  return undefined;
}

function lastOther(text: string, first: number, last: number): number {
  for (let at = last; at >= first; at -= 1) if (valueAt(text, at) < 0) return at;
  return -1;
}

function endOfToken(text: string, from: number): number {
  let end = from;
  while (end < text.length && valueAt(text, end) >= 0) end += 1;
  return end;
}

function withPadding(text: string, { start, end }: Base64Piece['token']): Base64Piece['token'] {
  let padded = end;
  while (padded - end < 2 && unitAt(text, padded) === 0x3d) padded += 1;
  return { start, end: padded };
}

function decodeToken(text: string, start: number, end: number): string | undefined {
  const first = bytesOf(text, start, Math.min(end, start + lengthMin));
  if (!first.every(isTextByte)) return undefined;
  const bytes = bytesOf(text, start, end);
  if (!bytes.every(isTextByte)) return undefined;
  return utf8Text(bytes);
}

function bytesOf(text: string, start: number, end: number): Uint8Array {
  const bytes = new Uint8Array(Math.floor(((end - start) * 6) / 8));
  let bits = 0;
  for (let at = start; at < end; at += 1) {
    bits = ((bits << 6) | valueAt(text, at)) & 0xffffff;
    const done = at - start;
    // Of each four characters, all but the first complete a byte.
    const rest = done & 3;
    if (rest > 0) bytes[(done >> 2) * 3 + rest - 1] = bits >> (6 - 2 * rest);
  }
  return bytes;
}

/** No control character but tab and the ends of lines. */
function isTextByte(byte: number): boolean {
  return byte >= 0x20 ? byte !== 0x7f : byte === 0x09 || byte === 0x0a || byte === 0x0d;
}

function valueAt(text: string, at: number): number {
  return values[unitAt(text, at)] ?? -1;
}

const values = new Int8Array(128).fill(-1);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
for (const [value, symbol] of [...alphabet].entries()) values[unitAt(symbol, 0)] = value;
for (const symbol of '+-') values[unitAt(symbol, 0)] = 62;
for (const symbol of '/_') values[unitAt(symbol, 0)] = 63;
