import { unitAt } from './unit-at.ts';
/**
 * What a UTF-16 code unit is to the scanner. One table look-up per character is all that clean text costs, which is why the
 * table covers every code unit.
 */
export const characterClass = {
  other: 0,
  digit: 1,
  letter: 2,
  foreignLetter: 4,
  anchor: 8,
} as const;

const foreignRanges: readonly (readonly [number, number])[] = [
  [0xc0, 0x24f],
  [0x370, 0x52f],
  [0x900, 0x97f],
  [0x1e00, 0x1fff],
];

/**
 * ASCII letters are `letter`; letters of scripts that put spaces between words are `foreignLetter`. The values are bits, so
 * that runs are counted without branches.
 */
export const classOf: Uint8Array = buildClasses();

/** Lower case, one code unit to one code unit. */
export const lowerOf: Uint16Array = buildLower();

function buildClasses(): Uint8Array {
  const classes = new Uint8Array(65_536);
  for (let unit = 0x30; unit <= 0x39; unit += 1) classes[unit] = characterClass.digit;
  for (let unit = 0x41; unit <= 0x5a; unit += 1) {
    classes[unit] = characterClass.letter;
    classes[unit + 32] = characterClass.letter;
  }
  for (const [first, last] of foreignRanges)
    classes.fill(characterClass.foreignLetter, first, last + 1);
  // The multiplication and division signs stand among the letters of Latin-1.
  classes[0xd7] = characterClass.other;
  classes[0xf7] = characterClass.other;
  return classes;
}

function buildLower(): Uint16Array {
  const lower = new Uint16Array(65_536);
  for (let unit = 0; unit < 65_536; unit += 1) lower[unit] = unit;
  for (const [first, last] of [[0x41, 0x5a] as const, ...foreignRanges]) {
    for (let unit = first; unit <= last; unit += 1) {
      const lowered = String.fromCharCode(unit).toLowerCase();
      if (lowered.length === 1) lower[unit] = unitAt(lowered, 0);
    }
  }
  return lower;
}

/**
 * Beyond either end of a text a unit is `NaN`, and a table that was once asked for `NaN` is asked the slow way for ever. With
 * this mask it is U+0000 there, which is in no class.
 */
export const unitMask = 0xffff;

export function isWordUnit(unit: number): boolean {
  const found = classOf[unit & unitMask] ?? 0;
  return found >= characterClass.digit && found <= characterClass.foreignLetter;
}

export function isDigitUnit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** `$`, `€`, `£`, `¥`, `₹`: a number after one is an amount. */
export function isCurrencySign(unit: number): boolean {
  if (unit < 0x80) return unit === 0x24;
  return unit === 0x20ac || unit === 0xa3 || unit === 0xa5 || unit === 0x20b9;
}

/** ASCII only. */
export function isLetterUnit(unit: number): boolean {
  return classOf[unit & unitMask] === characterClass.letter;
}

/** Where a word begins in text that may still be escaped as in JSON: `n` of `\n` belongs to no word. */
export function afterEscape(text: string, at: number): number {
  if (at === 0 || unitAt(text, at - 1) !== 0x5c) return at;
  const unit = unitAt(text, at);
  return unit === 0x6e || unit === 0x72 || unit === 0x74 ? at + 1 : at;
}
