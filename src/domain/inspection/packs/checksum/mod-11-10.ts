import { digitAt } from './weighted-sum.ts';

/** Whether the last digit is the check digit of the others (ISO/IEC 7064, MOD 11,10). Takes digits only. */
export function hasMod11And10CheckDigit(digits: string): boolean {
  let product = 10;
  for (let at = 0; at < digits.length - 1; at += 1) {
    const sum = (digitAt(digits, at) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (product + digitAt(digits, digits.length - 1)) % 10 === 1;
}
