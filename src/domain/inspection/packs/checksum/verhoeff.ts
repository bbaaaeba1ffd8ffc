/**
 * Whether the last digit is the check digit of the others (J. Verhoeff, Error Detecting Decimal Codes, 1969). Takes digits
 * only. The products are those of the symmetries of a pentagon: 0 to 4 turn it, 5 to 9 flip it first.
 */
export function hasVerhoeffCheckDigit(digits: string): boolean {
  return hasVerhoeffCheck(Array.from(digits, Number), digits.length);
}

/** The same of so many values of digits. */
export function hasVerhoeffCheck(digits: ArrayLike<number>, count: number): boolean {
  let check = 0;
  for (let at = 0; at < count; at += 1) {
    const digit = digits[count - 1 - at] ?? 0;
    check = products[check * 10 + (permuted[(at & 7) * 10 + digit] ?? 0)] ?? 0;
  }
  return check === 0;
}

const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
const permuted = permutationPowers();
const products = Uint8Array.from({ length: 100 }, (_, at) => product(Math.floor(at / 10), at % 10));

function permutationPowers(): Uint8Array {
  const powers = new Uint8Array(80);
  for (let digit = 0; digit < 10; digit += 1) powers[digit] = digit;
  for (let at = 10; at < 80; at += 1) powers[at] = permutation[powers[at - 10] ?? 0] ?? 0;
  return powers;
}

function product(first: number, second: number): number {
  const turn = first < 5 ? first + second : first - second + 10;
  const isFlipped = first < 5 !== second < 5;
  return (turn % 5) + (isFlipped ? 5 : 0);
}
