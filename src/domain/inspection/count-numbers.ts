// Digit groups with a single space or hyphen between them.
const groupedDigits = /\d+(?:[ -]\d+)*/g;

export interface NumberShape {
  readonly digitsMin: number;
  readonly digitsMax: number;
  matches(digits: string): boolean;
}

/**
 * Counts the numbers of a shape in a text, however their digits are grouped. A number begins and ends where a group
 * does, so that a card number is found in front of its expiry date too; one digit never counts twice.
 */
export function countNumbers(text: string, shape: NumberShape): number {
  let found = 0;
  for (const [stretch] of text.matchAll(groupedDigits)) {
    if (stretch.length >= shape.digitsMin) found += countInGroups(stretch.split(/[ -]/), shape);
  }
  return found;
}

function countInGroups(groups: readonly string[], shape: NumberShape): number {
  let found = 0;
  let first = 0;
  while (first < groups.length) {
    const end = endOfNumber(groups, first, shape);
    if (end !== undefined) found += 1;
    first = end ?? first + 1;
  }
  return found;
}

/** Index after the last group of the number that begins with group `first`, if one does. */
function endOfNumber(
  groups: readonly string[],
  first: number,
  shape: NumberShape,
): number | undefined {
  let digits = '';
  for (let at = first; at < groups.length && digits.length < shape.digitsMax; at += 1) {
    digits += groups[at];
    const fits = digits.length >= shape.digitsMin && digits.length <= shape.digitsMax;
    if (fits && shape.matches(digits)) return at + 1;
  }
  return undefined;
}
