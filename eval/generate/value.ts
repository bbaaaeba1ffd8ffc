import type { EntityType } from '../../src/domain/inspection/entity.ts';
import type { Random } from '../policy/random.ts';

/** Writes a fresh value of its kind. */
export type WriteValue = (random: Random) => string;

export interface ValueKind {
  readonly type: EntityType;
  readonly write: WriteValue;
}

const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lowerCase = 'abcdefghijklmnopqrstuvwxyz';
const hexDigits = '0123456789abcdef';

/**
 * Writes a pattern: `9` a digit, `8` a digit from 1 on, `A` a capital letter, `a` a small one, `h` a hexadecimal digit; anything
 * else stands for itself.
 */
export function patterned(random: Random, pattern: string): string {
  return Array.from(pattern, (unit) => writeUnit(random, unit)).join('');
}

function writeUnit(random: Random, unit: string): string {
  if (unit === '9') return String(random.below(10));
  if (unit === '8') return String(1 + random.below(9));
  const alphabet = { A: upperCase, a: lowerCase, h: hexDigits }[unit];
  return alphabet === undefined ? unit : random.pick(Array.from(alphabet));
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function birthday(random: Random): Day {
  return { year: 1945 + random.below(62), month: 1 + random.below(12), day: 1 + random.below(28) };
}

/** Puts separators into a number: `grouped('123456789', '3 3 3')`. */
export function grouped(digits: string, groups: string): string {
  let at = 0;
  return groups.replace(/\d+/gu, (length) => {
    const group = digits.slice(at, at + Number(length));
    at += Number(length);
    return group;
  });
}

/** Tries again until a rule accepts; for values whose rule forbids a few. */
export function until(write: () => string | undefined): string {
  for (let attempt = 0; attempt < 10_000; attempt += 1) {
    const value = write();
    if (value !== undefined) return value;
  }
  throw new RangeError('no value fits');
}
