import { isDigitUnit, isWordUnit } from '../../scan/character-class.ts';

/** A telephone number as far as it could reach, group by group. */
export interface PhoneRun {
  /** Of the first digit, `+` or bracket. */
  readonly start: number;
  readonly hasPlus: boolean;
  readonly hasArea: boolean;
  /** Without separators, of all groups. */
  readonly digits: string;
  readonly groups: readonly PhoneGroup[];
}

export interface PhoneGroup {
  /** What stands before the group; empty for the first. */
  readonly separator: string;
  readonly length: number;
  readonly end: number;
}

const digitsMax = 15;
const groupsMax = 7;
const separatorMax = 3;

/** Reads the run whose first digit is at `at`; undefined when it goes on from digits before it. */
export function readPhoneRun(text: string, at: number): PhoneRun | undefined {
  const start = leadStart(text, at);
  const lead = text.slice(start, at);
  if (continuesDigits(text, start, lead)) return undefined;
  const { digits, groups } = readGroups(text, at);
  if (groups.length === 0) return undefined;
  const hasArea = lead.endsWith('(') && groups[1]?.separator.startsWith(')') === true;
  return { start, hasPlus: lead.includes('+'), hasArea, digits, groups };
}

function readGroups(text: string, at: number): Pick<PhoneRun, 'digits' | 'groups'> {
  const groups: PhoneGroup[] = [];
  let digits = '';
  let from = at;
  let separator = '';
  let singles = 0;
  while (groups.length < groupsMax) {
    const end = digitsEnd(text, from);
    if (end === from || digits.length + end - from > digitsMax) break;
    // A country or area code may be one digit, and so may a trunk prefix in brackets; the rest of a number is not.
    if (end - from === 1) singles += 1;
    if (singles > 2) break;
    digits += text.slice(from, end);
    groups.push({ separator, length: end - from, end });
    from = nextGroup(text, end);
    separator = text.slice(end, from);
  }
  return { digits, groups };
}

/** Takes in `+`, `(`, `(+` and `+(`. */
function leadStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < 2 && '+('.includes(text.charAt(start - 1))) start -= 1;
  return start;
}

function continuesDigits(text: string, start: number, lead: string): boolean {
  const before = text.charCodeAt(start - 1);
  if (start === 0) return false;
  if (isWordUnit(before)) return lead === '';
  const isTied = isWordUnit(text.charCodeAt(start - 2)) && isDigitUnit(text.charCodeAt(start - 2));
  if (!isTied) return '$€£¥₹'.includes(text.charAt(before === 0x20 ? start - 2 : start - 1));
  // After a number and a space, only what begins as telephone numbers do is another one.
  if (before === 0x20) return lead === '' && !beginsWithTrunk(text, start);
  return '-./)('.includes(text.charAt(start - 1));
}

function beginsWithTrunk(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  return text.charCodeAt(at) === 0x30 && isDigitUnit(next) && next !== 0x30;
}

function digitsEnd(text: string, from: number): number {
  let end = from;
  while (end - from <= digitsMax && isDigitUnit(text.charCodeAt(end))) end += 1;
  return end;
}

/** Where the next group begins; `end` when no group follows. */
function nextGroup(text: string, end: number): number {
  let at = end;
  while (at - end < separatorMax && ' -./()'.includes(text.charAt(at) || '_')) at += 1;
  return isDigitUnit(text.charCodeAt(at)) ? at : end;
}
