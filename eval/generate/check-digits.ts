/**
 * Check digits as their issuers define them, written apart from the detectors' so that a mistake in one shows against the
 * other.
 */

export function digitsOf(text: string): number[] {
  return Array.from(text, Number);
}

/** The first of the candidates that a rule accepts: check digits by trying them all. */
export function completed(
  candidates: string,
  complete: (digit: string) => string,
  isValid: (whole: string) => boolean,
): string | undefined {
  return Array.from(candidates, complete).find(isValid);
}

/** ISO/IEC 7812-1, Annex B: every second digit from the right doubled. */
export function luhnDigit(body: string): string {
  const sum = digitsOf(body)
    .reverse()
    .reduce((total, digit, at) => {
      const product = at % 2 === 0 ? digit * 2 : digit;
      return total + (product > 9 ? product - 9 : product);
    }, 0);
  return String((10 - (sum % 10)) % 10);
}

export function weightedSum(body: string, weights: readonly number[]): number {
  return digitsOf(body).reduce((total, digit, at) => total + digit * (weights[at] ?? 0), 0);
}

/** ISO/IEC 7064, MOD 97-10 over a number of any length. */
export function modulo97(digits: string): number {
  return digitsOf(digits).reduce((rest, digit) => (rest * 10 + digit) % 97, 0);
}

/** ISO 13616: country, two check digits, account. */
export function ibanOf(country: string, account: string): string {
  const numeric = Array.from(`${account}${country}00`, (unit) => Number.parseInt(unit, 36)).join(
    '',
  );
  return `${country}${String(98 - modulo97(numeric)).padStart(2, '0')}${account}`;
}

/** ISO/IEC 7064, MOD 11,10. */
export function mod1110Digit(body: string): string {
  const product = digitsOf(body).reduce((carry, digit) => {
    const sum = (carry + digit) % 10 || 10;
    return (sum * 2) % 11;
  }, 10);
  return String((11 - product) % 10);
}

/** Verhoeff's check digit, by composing permutations of the dihedral group of order ten. */
export function verhoeffDigit(body: string): string {
  const multiply = (a: number, b: number) => {
    const isTurned = a >= 5;
    const turn = isTurned ? a - (b % 5) : a + (b % 5);
    const rotation = ((turn % 5) + 5) % 5;
    return isTurned === b >= 5 ? rotation : rotation + 5;
  };
  const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
  const permute = (digit: number, times: number) => {
    let permuted = digit;
    for (let time = 0; time < times; time += 1) permuted = permutation[permuted] ?? 0;
    return permuted;
  };
  const sum = digitsOf(body)
    .reverse()
    .reduce((carry, digit, at) => multiply(carry, permute(digit, (at + 1) % 8)), 0);
  return String(sum > 0 && sum < 5 ? 5 - sum : sum);
}
