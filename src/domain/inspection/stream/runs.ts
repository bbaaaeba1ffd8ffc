import { isDigitUnit } from '../scan/character-class.ts';
import { unitAt } from '../scan/unit-at.ts';

/** Units without white space or quotation marks between them. */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** Holds a digit, or the sign of an address. */
  readonly isNumber: boolean;
  /** Whether its first letter is a capital one. */
  readonly isCapital: boolean;
  /** Holds what may be an escape: what follows stands nearer to it than it seems. */
  readonly isEscaped: boolean;
}

/** The runs of a folded text from a place on, in order. */
export function runsFrom(text: string, from: number): readonly Run[] {
  const runs: Run[] = [];
  let at = from;
  while (at < text.length) {
    if (isRunUnit(unitAt(text, at))) {
      const run = readRun(text, at);
      runs.push(run);
      at = run.end;
    } else at += 1;
  }
  return runs;
}

function readRun(text: string, start: number): Run {
  let end = start;
  let isNumber = false;
  let isEscaped = false;
  let initial = 0;
  while (end < text.length && isRunUnit(unitAt(text, end))) {
    const unit = unitAt(text, end);
    isNumber ||= isDigitUnit(unit) || unit === 0x40;
    isEscaped ||= unit === 0x25 || unit === 0x5c || unit === 0x26;
    if (initial === 0 && isAnyLetter(unit)) initial = unit;
    end += 1;
  }
  return { start, end, isNumber, isCapital: isCapitalUnit(initial), isEscaped };
}

/** Quotation marks end whatever is recognised but passwords; scripts without spaces have no runs. */
function isRunUnit(unit: number): boolean {
  if (unit <= 0x20 || unit === 0x22 || unit === 0x60) return false;
  if (unit < 0x80) return true;
  return unit < 0x2e80 || (unit >= 0xd800 && unit < 0xe000) || unit >= 0xff00;
}

function isAnyLetter(unit: number): boolean {
  const lower = unit | 0x20;
  return (lower >= 0x61 && lower <= 0x7a) || unit >= 0xc0;
}

function isCapitalUnit(unit: number): boolean {
  if (unit < 0x80) return unit >= 0x41 && unit <= 0x5a;
  const sign = String.fromCharCode(unit);
  return sign !== sign.toLowerCase();
}
