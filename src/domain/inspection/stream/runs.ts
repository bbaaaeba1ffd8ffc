import { isDigitUnit } from '../scan/character-class.ts';

/** Units without white space or quotation marks between them. */
export interface Run {
  readonly start: number;
  readonly end: number;
  readonly hasDigit: boolean;
  /** Whether its first letter is a capital one. */
  readonly isCapital: boolean;
}

/** The runs of a text from a place on, in order. */
export function runsFrom(text: string, from: number): readonly Run[] {
  const runs: Run[] = [];
  let at = from;
  while (at < text.length) {
    if (isRunUnit(text.charCodeAt(at))) {
      const run = readRun(text, at);
      runs.push(run);
      at = run.end;
    } else at += 1;
  }
  return runs;
}

function readRun(text: string, start: number): Run {
  let end = start;
  let hasDigit = false;
  let initial = 0;
  while (end < text.length && isRunUnit(text.charCodeAt(end))) {
    const unit = text.charCodeAt(end);
    hasDigit ||= isAnyDigit(unit);
    if (initial === 0 && isAnyLetter(unit)) initial = unit;
    end += 1;
  }
  return { start, end, hasDigit, isCapital: isCapitalUnit(initial) };
}

/** Quotation marks and angle brackets end whatever is recognised; scripts without spaces have no runs. */
function isRunUnit(unit: number): boolean {
  if (unit <= 0x20 || unit === 0x22 || unit === 0x60 || unit === 0x3c || unit === 0x3e)
    return false;
  if (unit < 0x80) return true;
  if (unit === 0xa0 || (unit >= 0x2000 && unit <= 0x200a)) return false;
  return unit < 0x2e80 || (unit >= 0xd800 && unit < 0xe000) || unit >= 0xff00;
}

/** Digits of other scripts count too: the scanner reads them as ASCII. */
function isAnyDigit(unit: number): boolean {
  return isDigitUnit(unit) || (unit > 0x7f && foreignDigit.test(String.fromCharCode(unit)));
}

// The first half of mathematical digits is as good as one.
const foreignDigit = /[\p{Nd}\u{d835}]/u;

function isAnyLetter(unit: number): boolean {
  const lower = unit | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || unit >= 0xc0;
}

function isCapitalUnit(unit: number): boolean {
  if (unit < 0x80) return unit >= 0x41 && unit <= 0x5a;
  const sign = String.fromCharCode(unit);
  return sign !== sign.toLowerCase();
}
