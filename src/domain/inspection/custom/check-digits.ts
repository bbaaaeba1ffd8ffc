import { hasLuhnCheckDigit } from '../core/luhn.ts';
import type { RecogniserChecksum } from '../inspection-settings.ts';
import { hasVerhoeffCheckDigit } from '../packs/checksum/verhoeff.ts';

const lengthMin = 4;

/** Whether what was matched ends in the check digits that it should. Separators and the case of letters do not matter. */
export function hasCheckDigits(checksum: RecogniserChecksum, written: string): boolean {
  const code = written.toUpperCase().replace(/[^0-9A-Z]+/g, '');
  if (code.length < lengthMin) return false;
  switch (checksum) {
    case 'luhn':
      return isNumber(digitsOf(code)) && hasLuhnCheckDigit(digitsOf(code));
    case 'verhoeff':
      return isNumber(digitsOf(code)) && hasVerhoeffCheckDigit(digitsOf(code));
    case 'mod97':
      return hasMod97CheckDigits(code);
    case 'mod11':
      return hasMod11CheckDigit(code);
  }
}

/** Letters in front of a number, such as those of a company, belong to no check digit. */
function digitsOf(code: string): string {
  return code.replace(/[A-Z]/g, '');
}

function isNumber(digits: string): boolean {
  return digits.length >= lengthMin;
}

/** ISO/IEC 7064, MOD 97-10: letters count as 10 to 35, and the last two digits make the remainder 1. */
function hasMod97CheckDigits(code: string): boolean {
  let remainder = 0;
  for (const sign of code) {
    const value = Number.parseInt(sign, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** Weights 1, 2, 3 … from the last digit on, as in ISO 2108 (ISBN-10); `X` as the last digit is 10. */
function hasMod11CheckDigit(code: string): boolean {
  const body = digitsOf(code.slice(0, -1));
  const last = code.at(-1) ?? '';
  if (body.length + 1 < lengthMin || !/[0-9X]/.test(last)) return false;
  let sum = last === 'X' ? 10 : Number(last);
  for (let at = 0; at < body.length; at += 1) sum += Number(body.at(-1 - at)) * (at + 2);
  return sum % 11 === 0;
}
