import { isLetterUnit } from './character-class.ts';
import { dropped, signOf } from './look-alikes.ts';
import { unitAt } from './unit-at.ts';

const percent = 0x25;
const ampersand = 0x26;
const backslash = 0x5c;
const widthBits = 16;
const none = 0;

/** A `+` that stands for a space, as what `escapeAt` returns: it depends on where it stands whether it does. */
export const blankOfForm: number = (1 << widthBits) | 0x20;

const blank = '&nbsp;';
/** An ampersand that was escaped itself, as far as an escape follows it. */
const escapedAmpersand = '&amp;';

/** Values of hexadecimal digits, -1 for everything else. */
const hexValues: Int8Array = buildHexValues();

/**
 * The escape that begins at a place, of URLs (RFC 3986, UTF-8 included), of JSON strings (RFC 8259) or of HTML, when it stands for
 * one character that detectors read. Its width and what it stands for in one number, to be read with `widthOf` and `unitOf`; 0
 * when none begins.
 */
export function escapeAt(text: string, at: number): number {
  const unit = unitAt(text, at);
  if (unit === percent) return percentAt(text, at);
  if (unit === backslash) return unitAt(text, at + 1) === 0x75 ? jsonAt(text, at) : none;
  return unit === ampersand ? entityAt(text, at) : none;
}

export function widthOf(written: number): number {
  return written >>> widthBits;
}

export function unitOf(written: number): number {
  return written & 0xffff;
}

function escapeOf(width: number, unit: number): number {
  const sign = signOf[unit] ?? dropped;
  return isReadable(unit) && sign !== dropped ? (width << widthBits) | sign : none;
}

/** ASCII, Latin letters, dashes and quotation marks, full-width forms; of control characters those that are white space. */
function isReadable(unit: number): boolean {
  if (unit < 0x20) return unit === 0x09 || unit === 0x0a || unit === 0x0d;
  if (unit < 0x250) return unit < 0x80 || unit >= 0xa0;
  if (unit >= 0x1e00 && unit < 0x1f00) return true;
  return (unit >= 0x2010 && unit < 0x201a) || (unit > 0xff00 && unit < 0xff5f);
}

function percentAt(text: string, at: number): number {
  const lead = byteAt(text, at);
  if (lead < 0x80) return lead < 0 ? none : escapeOf(3, lead);
  if (lead < 0xc2 || lead > 0xef) return none;
  const second = byteAt(text, at + 3);
  if (second >> 6 !== 2) return none;
  if (lead < 0xe0) return escapeOf(6, ((lead & 0x1f) << 6) | (second & 0x3f));
  const third = byteAt(text, at + 6);
  if (third >> 6 !== 2) return none;
  return escapeOf(9, ((lead & 0xf) << 12) | ((second & 0x3f) << 6) | (third & 0x3f));
}

/** Of `%41`; -1 when there is none. */
function byteAt(text: string, at: number): number {
  if (unitAt(text, at) !== percent) return -1;
  return (hexAt(text, at + 1) << 4) | hexAt(text, at + 2);
}

function jsonAt(text: string, at: number): number {
  const high = (hexAt(text, at + 2) << 4) | hexAt(text, at + 3);
  const low = (hexAt(text, at + 4) << 4) | hexAt(text, at + 5);
  if (high < 0 || low < 0) return none;
  const unit = (high << 8) | low;
  // Of letters beyond ASCII, those in words: programs list others by their numbers.
  const isInWord = isLetterUnit(unitAt(text, at - 1)) || isLetterUnit(unitAt(text, at + 6));
  return unit < 0x80 || isInWord ? escapeOf(6, unit) : none;
}

function entityAt(text: string, at: number): number {
  if (unitAt(text, at + 1) === 0x23) return numberedAt(text, at);
  if (text.startsWith(blank, at)) return escapeOf(blank.length, 0x20);
  const after = at + escapedAmpersand.length;
  const isEscaped = text.startsWith(escapedAmpersand, at) && unitAt(text, after) === 0x23;
  return isEscaped ? escapeOf(escapedAmpersand.length, ampersand) : none;
}

/** `&#64;` and `&#x40;`. */
function numberedAt(text: string, at: number): number {
  const isHex = (unitAt(text, at + 2) | 0x20) === 0x78;
  const base = isHex ? 16 : 10;
  const first = at + (isHex ? 3 : 2);
  let value = 0;
  let end = first;
  for (; end - first < 5; end += 1) {
    const digit = hexAt(text, end);
    if (digit < 0 || digit >= base) break;
    value = value * base + digit;
  }
  const isWhole = end > first && unitAt(text, end) === 0x3b;
  return isWhole && value <= 0xffff ? escapeOf(end + 1 - at, value) : none;
}

function hexAt(text: string, at: number): number {
  return hexValues[unitAt(text, at) & 0xffff] ?? -1;
}

function buildHexValues(): Int8Array {
  const table = new Int8Array(65_536).fill(-1);
  for (let value = 0; value < 16; value += 1) {
    const digit = value.toString(16);
    table[unitAt(digit, 0)] = value;
    table[digit.toUpperCase().charCodeAt(0)] = value;
  }
  return table;
}
