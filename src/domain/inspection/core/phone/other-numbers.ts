import type { PhoneGroup, PhoneRun } from './phone-run.ts';

/** Years, decimals, thousands, dotted quads, social security numbers, book numbers. */
export function isOtherNumber({ digits, digitCount, groups }: PhoneRun): boolean {
  if (digitCount === 13 && isBookNumber(digits)) return true;
  const separator = groups[1]?.separator;
  if (groups.length > 4 || separator === undefined) return false;
  if (separator === '.') return isDecimal(groups);
  const isUniform = groups.every((group, at) => at === 0 || group.separator === separator);
  return isUniform && isDashedOrSlashed({ digits, groups }, separator);
}

/** 1.5, thousands, dotted quads, 1.1.2024. */
function isDecimal(groups: readonly PhoneGroup[]): boolean {
  if (groups.length === 2) return true;
  const [first, second, third] = groups;
  if (groups.some(({ separator }, at) => at > 0 && separator !== '.')) return false;
  const isShort = groups.every(({ length }) => length <= 3);
  const isThousands = groups.every(({ length }, at) => at === 0 || length === 3);
  return isShort && (isThousands || groups.length === 4) ? true : isDate(first, second, third);
}

function isDashedOrSlashed(
  { digits, groups }: Pick<PhoneRun, 'digits' | 'groups'>,
  separator: string,
): boolean {
  const [first, second, third] = groups;
  if (groups.length === 2) {
    const isYears = first?.length === 4 && second?.length === 4 && areYears(digits);
    return separator === '/' || (separator === '-' && isYears);
  }
  if (groups.length !== 3) return false;
  if (separator === '-' && isSocialSecurity(first, second, third)) return true;
  return (separator === '-' || separator === '/') && isDate(first, second, third);
}

type Group = PhoneGroup | undefined;

/** 3-2-4, and 4-2-2 as years come first. */
function isSocialSecurity(first: Group, second: Group, third: Group): boolean {
  const isFirst = first?.length === 3 || first?.length === 4;
  return isFirst && second?.length === 2 && (third?.length === 2 || third?.length === 4);
}

/** One or two digits twice, and a year. */
function isDate(first: Group, second: Group, third: Group): boolean {
  const isDayAndMonth = isShortGroup(first) && isShortGroup(second);
  return isDayAndMonth && (third?.length === 2 || third?.length === 4);
}

function isShortGroup(group: Group): boolean {
  return group !== undefined && group.length <= 2;
}

function isBookNumber(digits: Uint8Array): boolean {
  return digits[0] === 9 && digits[1] === 7 && digits[2] === 8;
}

function areYears(digits: Uint8Array): boolean {
  return isYear(digits, 0) && isYear(digits, 4);
}

function isYear(digits: Uint8Array, at: number): boolean {
  const century = (digits[at] ?? 0) * 10 + (digits[at + 1] ?? 0);
  return century === 19 || century === 20;
}
