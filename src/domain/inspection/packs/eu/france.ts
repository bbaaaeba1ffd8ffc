import type { CodeDetector, NumberDetector } from '../../scan/detector.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';

/** Sex, year, month (beyond 12 when unknown), department, commune, order, and a key: 97 minus the rest by 97. */
function isNir(code: string): boolean {
  if (!/^[1-478]\d\d(?:0[1-9]|1[0-2]|[2-4]\d|[5-9]\d)\d[\dAB]\d{8}$/.test(code)) return false;
  // Corsica: 2A counts as 19 and 2B as 18.
  const digits = code.slice(0, 13).replace('2A', '19').replace('2B', '18');
  return 97 - (Number(digits) % 97) === Number(code.slice(13));
}

const nir = {
  type: 'FR_NIR',
  scoreInContext: 0.97,
  context: phrases(
    `nir, numéro de sécurité, sécurité sociale, securite sociale, numéro sécu, numero secu, sécu, insee, carte vitale, vitale,
     social security, social security number, assuré social`,
  ),
  checksum: true,
} as const;

export const nirDetectors: readonly (CodeDetector | NumberDetector)[] = [
  {
    ...nir,
    kind: 'code',
    id: 'eu.fr_nir',
    pictures: [
      ...['9 99 99 99 999 999 99', '9 99 99 9A 999 999 99', '999999A99999999'],
      ...['9-99-99-99-999-999-99', '9999999999999 99', '9.99.99.99.999.999.99'],
    ],
    score: 0.95,
    accepts: ({ text }) => isNir(text),
  },
  {
    ...nir,
    kind: 'number',
    id: 'eu.fr_nir_together',
    digitsMin: 15,
    digitsMax: 15,
    groupMin: 15,
    score: 0.7,
    against: otherNumbers,
    accepts: ({ text }) => isNir(text),
  },
];
