import { dropped, lookAlikeOf, signOf } from '../scan/look-alikes.ts';
import { unitAt } from '../scan/unit-at.ts';

/** What `letterOf` says of units that are no letters. */
export const separator = 0;
/** Units that a word goes on through: apostrophes and what nobody sees. */
export const skipped = 1;
/** Units that end a sentence when a space or nothing follows. */
export const stop = 2;
/** Line ends; two of them end a sentence. */
export const lineEnd = 3;
/** Characters of scripts without spaces, which are words of their own. */
const ideographStart = 0x3040;
const ideographEnd = 0xd7a4;

/** The dot of Devanagari, which many leave out. */
const nukta = 0x93c;

export function isIdeograph(letter: number): boolean {
  return letter >= ideographStart && letter < ideographEnd;
}

/**
 * The letter that each UTF-16 code unit stands for: lower case, without diacritics, look-alikes of ASCII as ASCII, every
 * digit as 0; or one of the values above.
 */
export const letterOf: Uint16Array = buildLetters();

function buildLetters(): Uint16Array {
  const table = new Uint16Array(65_536);
  for (let unit = 0; unit < table.length; unit += 1) table[unit] = letterFor(unit);
  for (const unit of '.!?;\u3002\uff01\uff1f\u0964') table[unitAt(unit, 0)] = stop;
  table[0x0a] = lineEnd;
  for (const unit of "'\u2019\u2018\u02bc`") table[unitAt(unit, 0)] = skipped;
  return table;
}

function letterFor(unit: number): number {
  const sign = signOf[unit] ?? unit;
  if (unit > 0 && (sign === dropped || isCombiningMark(sign) || sign === nukta)) return skipped;
  const seen = lookAlikeOf[sign] || sign;
  if (seen < 0x80) return foldAscii(seen);
  if (isSymbol(seen)) return separator;
  return hasCaseOrDiacritic(seen) ? foldForeign(seen) : seen;
}

function foldAscii(unit: number): number {
  const lower = unit | 0x20;
  if (lower >= 0x61 && lower <= 0x7a) return lower;
  return unit >= 0x30 && unit <= 0x39 ? 0x30 : separator;
}

function foldForeign(unit: number): number {
  return String.fromCharCode(unit).toLowerCase().normalize('NFD').charCodeAt(0);
}

function isCombiningMark(unit: number): boolean {
  return unit >= 0x300 && unit < 0x370;
}

/** Latin, Greek and Cyrillic, the Latin letters of Vietnamese, and those of Devanagari that are written with a dot. */
function hasCaseOrDiacritic(unit: number): boolean {
  return unit < 0x530 || (unit >= 0x1e00 && unit < 0x1f00) || (unit >= 0x958 && unit < 0x960);
}

function isSymbol(unit: number): boolean {
  return unit < 0xc0 || (unit >= 0x2000 && unit < 0x2c00) || (unit >= 0x3000 && unit < 0x3040);
}
