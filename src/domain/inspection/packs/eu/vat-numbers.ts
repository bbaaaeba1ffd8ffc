import { hasLuhnCheckDigit } from '../../core/luhn.ts';
import { unitAt } from '../../scan/unit-at.ts';
import { hasMod11And10CheckDigit } from '../checksum/mod-11-10.ts';
import { digitAt, weightedSum } from '../checksum/weighted-sum.ts';
import { isDni } from './spain.ts';
import { isBsn } from './tax-numbers.ts';

interface VatNumber {
  readonly shape: RegExp;
  /** Of what follows the country's letters; absent where only the shape is looked at. */
  readonly check?: (number: string) => boolean;
}

const elevenTest = (weights: readonly number[]) => (number: string) =>
  weightedSum(number, weights) % 11 === 0;

/** Sums and check digits by country, after the European Commission's list of VIES. */
export const vatNumbers: Readonly<Record<string, VatNumber>> = {
  AT: { shape: /^U\d{8}$/, check: isAustrian },
  BE: {
    shape: /^[01]\d{9}$/,
    check: (number) => 97 - (Number(number.slice(0, 8)) % 97) === Number(number.slice(8)),
  },
  BG: { shape: /^\d{9,10}$/ },
  CY: { shape: /^\d{8}[A-Z]$/ },
  CZ: { shape: /^\d{8,10}$/ },
  DE: { shape: /^[1-9]\d{8}$/, check: hasMod11And10CheckDigit },
  DK: { shape: /^\d{8}$/, check: elevenTest([2, 7, 6, 5, 4, 3, 2, 1]) },
  EE: {
    shape: /^\d{9}$/,
    check: (number) => weightedSum(number, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
  },
  EL: { shape: /^\d{9}$/, check: isGreek },
  ES: {
    shape: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
    check: (number) => isDni(number) || isSpanishCompany(number),
  },
  FI: { shape: /^\d{8}$/, check: elevenTest([7, 9, 10, 5, 8, 4, 2, 1]) },
  FR: { shape: /^[A-Z0-9]{2}\d{9}$/, check: isFrench },
  HR: { shape: /^\d{11}$/, check: hasMod11And10CheckDigit },
  HU: {
    shape: /^\d{8}$/,
    check: (number) => weightedSum(number, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0,
  },
  IE: { shape: /^\d{7}[A-W][A-I]?$/, check: isIrish },
  IT: { shape: /^\d{11}$/, check: hasLuhnCheckDigit },
  LT: { shape: /^(?:\d{9}|\d{12})$/ },
  LU: {
    shape: /^\d{8}$/,
    check: (number) => Number(number.slice(0, 6)) % 89 === Number(number.slice(6)),
  },
  LV: { shape: /^\d{11}$/ },
  MT: {
    shape: /^\d{8}$/,
    check: (number) =>
      (weightedSum(number, [3, 4, 6, 7, 8, 9]) + Number(number.slice(6))) % 37 === 0,
  },
  NL: { shape: /^\d{9}B\d\d$/, check: isDutch },
  PL: {
    shape: /^\d{10}$/,
    check: (number) => weightedSum(number, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === digitAt(number, 9),
  },
  PT: { shape: /^\d{9}$/, check: isPortuguese },
  RO: { shape: /^\d{4,10}$/ },
  SE: { shape: /^\d{10}01$/, check: (number) => hasLuhnCheckDigit(number.slice(0, 10)) },
  SI: { shape: /^[1-9]\d{7}$/ },
  SK: { shape: /^[1-9]\d{9}$/, check: (number) => Number(number) % 11 === 0 },
};

function isAustrian(number: string): boolean {
  // Luhn's sum from the other end, with 4 added to it.
  const moved = (digitAt(number, 8) + 4) % 10;
  return hasLuhnCheckDigit(`${number.slice(1, 8)}0${moved}`);
}

function isGreek(number: string): boolean {
  return (weightedSum(number, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === digitAt(number, 8);
}

/** A company's letter, seven digits, and a check digit or the letter in its place. */
function isSpanishCompany(number: string): boolean {
  if (!/^[A-HJNP-SUVW]\d{7}[0-9A-J]$/.test(number)) return false;
  const check = Array.from('0123456789').find((digit) =>
    hasLuhnCheckDigit(`${number.slice(1, 8)}${digit}`),
  );
  return check === number[8] || 'JABCDEFGHI'[Number(check)] === number[8];
}

function isFrench(number: string): boolean {
  const company = number.slice(2);
  if (!hasLuhnCheckDigit(company)) return false;
  // Newer keys hold letters, and their rule is not published.
  return /^\d\d/.test(number)
    ? (12 + 3 * (Number(company) % 97)) % 97 === Number(number.slice(0, 2))
    : true;
}

function isIrish(number: string): boolean {
  const second = number.length === 9 ? unitAt(number, 8) - 64 : 0;
  const sum = weightedSum(number, [8, 7, 6, 5, 4, 3, 2]) + 9 * second;
  return 'WABCDEFGHIJKLMNOPQRSTUV'[sum % 23] === number[7];
}

/** The number of a company or, since 2020, one of its own that ISO/IEC 7064 MOD 97-10 checks with the letters NL. */
function isDutch(number: string): boolean {
  if (isBsn(number.slice(0, 9))) return true;
  const asDigits = `2321${number.slice(0, 9)}11${number.slice(10)}`;
  let rest = 0;
  for (let at = 0; at < asDigits.length; at += 1) rest = (rest * 10 + digitAt(asDigits, at)) % 97;
  return rest === 1;
}

function isPortuguese(number: string): boolean {
  const rest = 11 - (weightedSum(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return (rest > 9 ? 0 : rest) === digitAt(number, 8);
}
