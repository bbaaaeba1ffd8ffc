import type { Random } from '../policy/random.ts';
import {
  completed,
  digitsOf,
  luhnDigit,
  mod1110Digit,
  modulo97,
  weightedSum,
} from './check-digits.ts';
import { birthday, grouped, patterned, twoDigits, until, type ValueKind } from './value.ts';

const digits = '0123456789';

/** A body and the one digit after (or before) it that a rule accepts. */
function checked(random: Random, pattern: string, isValid: (whole: string) => boolean): string {
  return until(() => {
    const body = patterned(random, pattern);
    return completed(digits, (digit) => `${body}${digit}`, isValid);
  });
}

const ssn = (random: Random) =>
  `${String(1 + random.below(665)).padStart(3, '0')}${twoDigits(1 + random.below(99))}${patterned(random, '8999')}`;

const itin = (random: Random) =>
  `9${patterned(random, '99')}${random.pick(['50', '58', '70', '72', '81', '91', '94', '97'])}${patterned(random, '8999')}`;

const routing = (random: Random) =>
  checked(
    random,
    `0${1 + random.below(9)}899999`.slice(0, 8),
    (whole) => weightedSum(whole, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
  );

function npi(random: Random): string {
  const body = patterned(random, '199999999');
  return body + luhnDigit(`80840${body}`);
}

/** CMS: positions of letters and digits, six letters left out. */
function mbi(random: Random): string {
  const letter = () => random.pick(Array.from('ACDEFGHJKMNPQRTUVWXY'));
  const either = () => random.pick([letter(), patterned(random, '9')]);
  const digit = () => patterned(random, '9');
  return `${patterned(random, '8')}${letter()}${either()}${digit()}${letter()}${either()}${digit()}${letter()}${letter()}${digit()}${digit()}`;
}

function dea(random: Random): string {
  const body = patterned(random, '999999');
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = digitsOf(body);
  return `${random.pick(['A', 'B', 'F', 'M'])}${patterned(random, 'A')}${body}${(a + c + e + 2 * (b + d + f)) % 10}`;
}

const nhs = (random: Random) =>
  checked(
    random,
    '499999999',
    (whole) => weightedSum(whole, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
  );

function utr(random: Random): string {
  const body = patterned(random, '899999999');
  const rest = weightedSum(body, [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11;
  return `${'21987654321'.charAt(rest)}${body}`;
}

function nino(random: Random): string {
  const prefix = random.pick(['AB', 'CE', 'EH', 'HJ', 'JK', 'LM', 'PR', 'SR', 'WX', 'YZ']);
  return `${prefix}${patterned(random, '999999')}${random.pick(['A', 'B', 'C', 'D'])}`;
}

const postcode = (random: Random) =>
  `${random.pick(['SW1A', 'EC2V', 'M1', 'LS6', 'B15', 'EH3', 'CF10', 'BS8', 'NG7'])} ${patterned(random, '9')}${random.pick(['AA', 'BD', 'HQ', 'JL', 'NP', 'UW'])}`;

const tfn = (random: Random) =>
  checked(
    random,
    '89999999',
    (whole) => weightedSum(whole, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0,
  );

const abn = (random: Random) =>
  checked(
    random,
    '8999999999',
    (whole) => (weightedSum(whole, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0,
  );

const acn = (random: Random) =>
  checked(
    random,
    '09999999',
    (whole) => weightedSum(whole, [8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0,
  );

const medicare = (random: Random) =>
  `${checked(random, `${2 + random.below(5)}9999999`, (whole) => weightedSum(whole, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(whole[8]))}1`;

const dni = (random: Random) => {
  const number = patterned(random, '89999999');
  return `${number}${'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(Number(number) % 23)}`;
};

/** Sex, year, month, department, commune, order; key of 97. */
function nir(random: Random): string {
  const { year, month } = birthday(random);
  const body = `${1 + random.below(2)}${twoDigits(year % 100)}${twoDigits(month)}${random.pick(['13', '33', '59', '69', '75', '92'])}${patterned(random, '899999')}`;
  return `${body}${twoDigits(97 - modulo97(body))}`;
}

/** BZSt: of the first ten digits one occurs twice and one never. */
function steuerId(random: Random): string {
  return until(() => {
    const body = patterned(random, '8999999999');
    return new Set(body).size === 9 ? body + mod1110Digit(body) : undefined;
  });
}

const bsn = (random: Random) =>
  checked(
    random,
    '19999999',
    (whole) => weightedSum(whole, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0,
  );

function pesel(random: Random): string {
  const { year, month, day } = birthday(random);
  const body = `${twoDigits(year % 100)}${twoDigits(month + (year >= 2000 ? 20 : 0))}${twoDigits(day)}${patterned(random, '9999')}`;
  return `${body}${(10 - (weightedSum(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10}`;
}

function personnummer(random: Random): string {
  const { year, month, day } = birthday(random);
  const body = `${twoDigits(year % 100)}${twoDigits(month)}${twoDigits(day)}${patterned(random, '999')}`;
  return grouped(body + luhnDigit(body), '6-4');
}

const oddValues = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

function fiscalCode(random: Random): string {
  const { year, month, day } = birthday(random);
  const body = `${patterned(random, 'AAAAAA')}${twoDigits(year % 100)}${'ABCDEHLMPRST'.charAt(month - 1)}${twoDigits(day + (random.chance(0.5) ? 40 : 0))}${random.pick(['H501', 'F205', 'L219', 'D612'])}`;
  const sum = Array.from(body, (unit) => Number.parseInt(unit, 36)).reduce((total, value, at) => {
    const order = value >= 10 ? value - 10 : value;
    return total + (at % 2 === 0 ? (oddValues[order] ?? 0) : order);
  }, 0);
  return body + String.fromCharCode(65 + (sum % 26));
}

/** Germany's: nine digits, the last by MOD 11,10. */
const vat = (random: Random) => {
  const body = patterned(random, '89999999');
  return `DE${body}${mod1110Digit(body)}`;
};

const europeanPhones = [
  ['+49', ' 30 8999999'],
  ['+49', ' 171 8999999'],
  ['+33', ' 1 89 99 99 99'],
  ['06', ' 12 89 99 99'],
  ['+34', ' 612 899 999'],
  ['+31', ' 6 18999999'],
  ['+39', ' 347 899 9999'],
] as const;

/** Identifiers of the United States, the United Kingdom, Australia and the European Union. */
export const westernValues: Readonly<Record<string, ValueKind>> = {
  SSN: { type: 'US_SSN', write: (random) => grouped(ssn(random), '3-2-4') },
  ITIN: { type: 'US_ITIN', write: (random) => grouped(itin(random), '3-2-4') },
  EIN: {
    type: 'US_EIN',
    write: (random) => patterned(random, `${random.pick(['12', '45', '61', '84'])}-8999999`),
  },
  ROUTING: { type: 'US_ABA_ROUTING', write: routing },
  NPI: { type: 'US_NPI', write: npi },
  MBI: { type: 'US_MBI', write: mbi },
  DEA: { type: 'US_DEA', write: dea },
  US_PHONE: {
    type: 'PHONE',
    write: (random) =>
      patterned(
        random,
        random.pick(['(212) 589-9999', '415-589-9999', '+1 617 589 9999', '312.589.9999']),
      ),
  },
  NINO: {
    type: 'UK_NINO',
    write: (random) => grouped(nino(random), random.pick(['9', '2 2 2 2 1'])),
  },
  NHS: { type: 'UK_NHS', write: (random) => grouped(nhs(random), '3 3 4') },
  UTR: { type: 'UK_UTR', write: utr },
  POSTCODE: { type: 'UK_POSTCODE', write: postcode },
  UK_PHONE: {
    type: 'PHONE',
    write: (random) =>
      patterned(
        random,
        random.pick(['+44 7700 900999', '07700 900999', '020 7946 0999', '0161 496 0999']),
      ),
  },
  TFN: { type: 'AU_TFN', write: (random) => grouped(tfn(random), '3 3 3') },
  ABN: { type: 'AU_ABN', write: (random) => grouped(abn(random), '2 3 3 3') },
  ACN: { type: 'AU_ACN', write: (random) => grouped(acn(random), '3 3 3') },
  AU_MEDICARE: { type: 'AU_MEDICARE', write: (random) => grouped(medicare(random), '4 5 1') },
  AU_PHONE: {
    type: 'PHONE',
    write: (random) =>
      patterned(
        random,
        random.pick(['0491 570 999', '+61 491 570 999', '(02) 5550 9999', '1300 555 999']),
      ),
  },
  VAT: { type: 'EU_VAT', write: vat },
  DNI: { type: 'ES_DNI', write: dni },
  FISCAL: { type: 'IT_FISCAL_CODE', write: fiscalCode },
  NIR: { type: 'FR_NIR', write: (random) => grouped(nir(random), '1 2 2 2 3 3 2') },
  STEUER: { type: 'DE_TAX_ID', write: steuerId },
  BSN: { type: 'NL_BSN', write: bsn },
  PESEL: { type: 'PL_PESEL', write: pesel },
  PERSONNUMMER: { type: 'SE_PERSONNUMMER', write: personnummer },
  EU_PHONE: {
    type: 'PHONE',
    write: (random) => {
      const [prefix, pattern] = random.pick(europeanPhones);
      return prefix + patterned(random, pattern);
    },
  },
};
