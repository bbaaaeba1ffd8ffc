import { hasLuhnCheckDigit } from '../../core/luhn.ts';
import type { CodeDetector, NumberDetector } from '../../scan/detector.ts';
import { isCalendarDay } from '../calendar-day.ts';
import { hasMod11And10CheckDigit } from '../checksum/mod-11-10.ts';
import { digitAt, weightedSum } from '../checksum/weighted-sum.ts';
import { otherNumbers } from '../other-numbers.ts';
import { phrases } from '../phrases.ts';

/** Eleven digits; of the first ten, one occurs twice or three times and no other more than once (BZSt). */
function isGermanTaxId(digits: string): boolean {
  if (digits.startsWith('0') || !hasMod11And10CheckDigit(digits)) return false;
  const counts = new Uint8Array(10);
  for (let at = 0; at < 10; at += 1) {
    const digit = digitAt(digits, at);
    counts[digit] = (counts[digit] ?? 0) + 1;
  }
  const repeated = counts.filter((count) => count > 1);
  return repeated.length === 1 && (repeated[0] ?? 0) <= 3;
}

/** Date of birth with the century added to the month, serial number, check digit. */
function isPesel(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 20;
  if (!isCalendarDay(month, Number(digits.slice(4, 6)))) return false;
  const sum = weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
  return (10 - (sum % 10)) % 10 === digitAt(digits, 10);
}

/** Date of birth, with 60 added to the day for people who are not registered, and four digits. */
function isPersonnummer(digits: string): boolean {
  const short = digits.slice(-10);
  const day = Number(short.slice(4, 6));
  const isDay = isCalendarDay(Number(short.slice(2, 4)), day > 60 ? day - 60 : day);
  return isDay && hasLuhnCheckDigit(short);
}

/** The eleven test: weights 9 to 2 and minus one. */
export function isBsn(digits: string): boolean {
  return weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && !/^(\d)\1+$/.test(digits);
}

const german = {
  type: 'DE_TAX_ID',
  checksum: true,
  scoreInContext: 0.97,
  context: phrases(
    `steuer id, steuerid, steuer identifikationsnummer, steueridentifikationsnummer, identifikationsnummer, steuernummer, idnr,
     id nr, steuer idnr, tin, tax id, steuerliche identifikationsnummer`,
  ),
} as const;

const polish = phrases('pesel, nr pesel, numer pesel, pesel number, numer ewidencyjny');
const swedish = phrases(
  'personnummer, personnr, person nr, pnr, samordningsnummer, personal identity number, fødselsnummer, svenskt personnummer',
);

export const taxNumberDetectors: readonly (CodeDetector | NumberDetector)[] = [
  {
    ...german,
    kind: 'code',
    id: 'eu.de_tax_id',
    pictures: ['99 999 999 999'],
    score: 0.7,
    accepts: ({ text }) => isGermanTaxId(text),
  },
  {
    ...german,
    kind: 'number',
    id: 'eu.de_tax_id_together',
    digitsMin: 11,
    digitsMax: 11,
    groupMin: 11,
    score: 0.45,
    against: otherNumbers,
    accepts: ({ text }) => isGermanTaxId(text),
  },
  {
    kind: 'number',
    id: 'eu.pl_pesel',
    type: 'PL_PESEL',
    digitsMin: 11,
    digitsMax: 11,
    groupMin: 11,
    score: 0.55,
    scoreInContext: 0.97,
    context: polish,
    against: [...otherNumbers, ...phrases('phone, tel, telepon, hp, whatsapp, wa, mobile, fax')],
    checksum: true,
    accepts: ({ text }) => isPesel(text),
  },
  {
    kind: 'code',
    id: 'eu.se_personnummer',
    type: 'SE_PERSONNUMMER',
    pictures: ['999999-9999', '99999999-9999', '999999 9999', '99999999 9999'],
    score: 0.75,
    scoreInContext: 0.97,
    context: swedish,
    against: otherNumbers,
    checksum: true,
    accepts: ({ text, written }) =>
      (written.length < 13 || /^(?:19|20)/.test(written)) && isPersonnummer(text),
  },
  {
    kind: 'number',
    id: 'eu.se_personnummer_together',
    type: 'SE_PERSONNUMMER',
    digitsMin: 10,
    digitsMax: 12,
    groupMin: 4,
    score: 0,
    scoreInContext: 0.95,
    context: swedish,
    checksum: true,
    accepts: ({ text }) => text.length !== 11 && isPersonnummer(text),
  },
  {
    kind: 'number',
    id: 'eu.nl_bsn',
    type: 'NL_BSN',
    digitsMin: 9,
    digitsMax: 9,
    groupMin: 2,
    score: 0.2,
    scoreInContext: 0.95,
    context: phrases(
      'bsn, burgerservicenummer, burger service nummer, sofinummer, sofi nummer, sofi, bsn nummer, citizen service number',
    ),
    against: otherNumbers,
    checksum: true,
    accepts: ({ text }) => isBsn(text),
  },
];
