const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]\+?(\d+))?$/;
const shiftMax = 64;

/** A JSON number (RFC 8259) without its exponent, digit by digit; as it is where that would make it small or very long. */
export function writeOut(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts.exec(number) ?? [];
  const shift = Number(exponent);
  if (whole === '' || shift > shiftMax) return number;
  const digits = fraction.padEnd(shift, '0');
  const rest = digits.slice(shift);
  return `${sign}${whole}${digits.slice(0, shift)}${rest === '' ? '' : `.${rest}`}`;
}
