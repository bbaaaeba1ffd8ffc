import type { CodeDetector } from '../../scan/detector.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Identity card of citizens, or of foreigners, whose X, Y or Z counts as 0, 1 or 2. */
export function isDni(code: string): boolean {
  if (!/^[XYZ\d]\d{7}[A-Z]$/.test(code)) return false;
  const first = 'XYZ'.indexOf(code.charAt(0));
  const digits = first < 0 ? code.slice(0, 8) : `${first}${code.slice(1, 8)}`;
  return letters[Number(digits) % 23] === code[8];
}

const dni = {
  kind: 'code',
  type: 'ES_DNI',
  context: phrases(
    `dni, nie, nif, documento nacional, documento nacional de, documento de identidad, número de identidad, identidad,
     identificación, extranjero, numero de identificacion, tarjeta de residencia`,
  ),
  pictures: [
    ...['X9999999A', 'X9999999-A', 'A-9999999-A', '99999999 A', '99.999.999-A', '99.999.999 A'],
    ...['A 9999999 A', '99.999.999A', 'A-9999999A', 'A9999999 A'],
  ],
} as const;

export const dniDetectors: readonly CodeDetector[] = [
  {
    ...dni,
    id: 'eu.es_dni',
    score: 0.7,
    scoreInContext: 0.97,
    against: otherNumbers,
    checksum: true,
    accepts: ({ text, written }) => written === written.toUpperCase() && isDni(text),
  },
  {
    ...dni,
    id: 'eu.es_dni_named',
    score: 0,
    scoreInContext: 0.7,
    checksum: false,
    accepts: ({ text }) => /^[XYZ\d]/.test(text),
  },
];
