import { characterClass, classOf, unitMask } from './character-class.ts';
import { unitAt } from './unit-at.ts';

// No symbol is 0, so that pictures of different lengths never share a hash by construction.
const symbols: Readonly<Record<string, number>> = {
  '9': 1,
  A: 2,
  ' ': 3,
  '-': 4,
  '.': 5,
  '/': 6,
};

const base = 31;

export const pictureLengthMax = 40;

/** Powers of the base, so that the hash of two pictures that follow each other is found from theirs. */
const powers: Int32Array = new Int32Array(pictureLengthMax + 2);
powers[0] = 1;
for (let at = 1; at < powers.length; at += 1) powers[at] = Math.imul(powers[at - 1] ?? 0, base);

/** One step of a picture's hash, for a letter or digit of a class. */
export function pictureStep(hash: number, unitClass: number): number {
  // Digits and ASCII letters have their class for a symbol.
  const symbol = unitClass <= characterClass.letter ? unitClass : 7;
  return (Math.imul(hash, base) + symbol) | 0;
}

/** The symbol of a separator that a picture may hold, 0 for everything else. */
export function separatorSymbol(unit: number): number {
  if (unit === 0x20) return 3;
  if (unit === 0x2d) return 4;
  if (unit === 0x2e) return 5;
  return unit === 0x2f ? 6 : 0;
}

/** Hash of `before`, a separator, and a picture of a length. */
export function joinPictures(
  before: number,
  separator: number,
  after: { readonly hash: number; readonly length: number },
): number {
  const shifted = Math.imul(before, powers[after.length + 1] ?? 0);
  return (shifted + Math.imul(separator, powers[after.length] ?? 0) + after.hash) | 0;
}

export function hashPicture(picture: string): number {
  let hash = 0;
  for (const symbol of picture) {
    const code = symbols[symbol];
    if (code === undefined) throw new RangeError(`A picture holds no ${symbol}`);
    hash = (Math.imul(hash, base) + code) | 0;
  }
  return hash;
}

/** The pictures without `X` that a picture stands for. */
export function expandPicture(picture: string): readonly string[] {
  if (picture.length > pictureLengthMax) throw new RangeError('A picture is too long');
  const at = picture.indexOf('X');
  if (at < 0) return [picture];
  const around = [picture.slice(0, at), picture.slice(at + 1)] as const;
  return ['9', 'A'].flatMap((symbol) => expandPicture(`${around[0]}${symbol}${around[1]}`));
}

/** Whether what begins at a place looks like a picture. */
export function looksLike(text: string, start: number, picture: string): boolean {
  for (let at = 0; at < picture.length; at += 1) {
    const symbol = unitAt(picture, at);
    const unit = unitAt(text, start + at);
    const unitClass = classOf[unit & unitMask];
    const isSame =
      symbol === 0x39
        ? unitClass === characterClass.digit
        : symbol === 0x41
          ? unitClass === characterClass.letter
          : unit === symbol;
    if (!isSame) return false;
  }
  return true;
}
