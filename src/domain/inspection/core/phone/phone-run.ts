import { isCurrencySign, isDigitUnit, isWordUnit } from '../../scan/character-class.ts';
import { unitAt } from '../../scan/unit-at.ts';

/** A telephone number as far as it could reach, group by group. The next one that is read takes the place of its digits. */
export interface PhoneRun {
  /** Of the first digit, `+` or bracket. */
  readonly start: number;
  readonly hasPlus: boolean;
  readonly hasArea: boolean;
  /** Values of the digits of all groups, of which there are `digitCount`. */
  readonly digits: Uint8Array;
  digitCount: number;
  readonly groups: PhoneGroup[];
}

export interface PhoneGroup {
  /** What stands before the group; empty for the first. */
  readonly separator: string;
  readonly length: number;
  readonly end: number;
  /** Which digits occur up to its end, one bit for each. */
  readonly kinds: number;
}

const digitsMin = 6;
const digitsMax = 15;
const groupsMax = 7;
const separatorMax = 3;

// For one number at a time: many are read and few are telephone numbers.
const digitsOfRun = new Uint8Array(digitsMax);

/** Reads the run whose first digit is at `at`; undefined when it goes on from digits before it or is too short. */
export function readPhoneRun(text: string, at: number): PhoneRun | undefined {
  const start = leadStart(text, at);
  if (continuesDigits(text, start, at) || !hasDigits(text, at)) return undefined;
  const { digitCount, groups } = readGroups(text, at);
  if (digitCount < digitsMin) return undefined;
  const isBracketed = start < at && unitAt(text, at - 1) === 0x28;
  const hasArea = isBracketed && groups[1]?.separator.startsWith(')') === true;
  const isAbroad = start < at && hasPlus(text, start, at);
  return { start, hasPlus: isAbroad, hasArea, digits: digitsOfRun, digitCount, groups };
}

/** False when what is left is no number. */
export function leaveOutLastGroup(run: PhoneRun): boolean {
  run.digitCount -= run.groups.pop()?.length ?? 0;
  return run.digitCount >= digitsMin;
}

function hasPlus(text: string, start: number, end: number): boolean {
  return unitAt(text, start) === 0x2b || unitAt(text, end - 1) === 0x2b;
}

/** Whether there are enough digits for a number, which most numbers do not have. */
function hasDigits(text: string, from: number): boolean {
  let count = 0;
  let gap = 0;
  for (let at = from; count < digitsMin; at += 1) {
    const unit = unitAt(text, at);
    if (isDigitUnit(unit)) {
      count += 1;
      gap = 0;
    } else if (gap < separatorMax && isSeparator(unit)) gap += 1;
    else return false;
  }
  return true;
}

function readGroups(text: string, at: number): Pick<PhoneRun, 'digitCount' | 'groups'> {
  const groups: PhoneGroup[] = [];
  let digitCount = 0;
  let kinds = 0;
  let from = at;
  let separator = '';
  let singles = 0;
  while (groups.length < groupsMax) {
    const end = digitsEnd(text, from);
    if (end === from || digitCount + end - from > digitsMax) break;
    // A country or area code may be one digit, and so may a trunk prefix in brackets; the rest of a number is not.
    if (end - from === 1) singles += 1;
    if (singles > 2) break;
    kinds |= readDigits(text, { from, end }, digitCount);
    digitCount += end - from;
    groups.push({ separator, length: end - from, end, kinds });
    from = nextGroup(text, end);
    separator = text.slice(end, from);
  }
  return { digitCount, groups };
}

/** Which digits a group holds, one bit for each. */
function readDigits(
  text: string,
  { from, end }: { readonly from: number; readonly end: number },
  count: number,
): number {
  let kinds = 0;
  for (let at = from; at < end; at += 1) {
    const digit = unitAt(text, at) - 0x30;
    digitsOfRun[count + at - from] = digit;
    kinds |= 1 << digit;
  }
  return kinds;
}

/** Takes in `+`, `(`, `(+` and `+(`. */
function leadStart(text: string, at: number): number {
  let start = at;
  while (at - start < 2 && isLead(unitAt(text, start - 1))) start -= 1;
  return start;
}

function isLead(unit: number): boolean {
  return unit === 0x2b || unit === 0x28;
}

function continuesDigits(text: string, start: number, at: number): boolean {
  if (start === 0) return false;
  const before = unitAt(text, start - 1);
  if (isWordUnit(before)) return start === at;
  if (!isDigitUnit(unitAt(text, start - 2))) {
    return isCurrencySign(before === 0x20 ? unitAt(text, start - 2) : before);
  }
  // After a number and a space, only what begins as telephone numbers do is another one.
  if (before === 0x20) return start === at && !beginsWithTrunk(text, start);
  return before === 0x29 || isLead(before) || isSeparator(before);
}

function beginsWithTrunk(text: string, at: number): boolean {
  const next = unitAt(text, at + 1);
  return unitAt(text, at) === 0x30 && isDigitUnit(next) && next !== 0x30;
}

function digitsEnd(text: string, from: number): number {
  let end = from;
  while (end - from <= digitsMax && isDigitUnit(unitAt(text, end))) end += 1;
  return end;
}

/** Where the next group begins; `end` when no group follows. */
function nextGroup(text: string, end: number): number {
  let at = end;
  while (at - end < separatorMax && isSeparator(unitAt(text, at))) at += 1;
  return isDigitUnit(unitAt(text, at)) ? at : end;
}

/** Space, hyphen, point, slash and brackets. */
function isSeparator(unit: number): boolean {
  return unit === 0x20 || (unit >= 0x2d && unit <= 0x2f) || unit === 0x28 || unit === 0x29;
}
