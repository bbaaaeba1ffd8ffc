import type { Random } from '../policy/random.ts';
import { luhnDigit, verhoeffDigit, weightedSum } from './check-digits.ts';
import { birthday, grouped, patterned, twoDigits, type ValueKind } from './value.ts';

const provinces = [
  ...['11', '12', '13', '14', '16', '18', '31', '32', '33', '34', '35', '36', '51', '52', '61'],
  ...['63', '64', '71', '73', '74', '81', '91', '94'],
];

/** Ministry of Home Affairs: region, date of birth (40 more for women), serial number. */
function nik(random: Random): string {
  const { year, month, day } = birthday(random);
  const region = `${random.pick(provinces)}${twoDigits(1 + random.below(25))}${twoDigits(1 + random.below(30))}`;
  const born = `${twoDigits(day + (random.chance(0.5) ? 40 : 0))}${twoDigits(month)}${twoDigits(year % 100)}`;
  return `${region}${born}000${random.below(9) + 1}`;
}

/** Taxpayer with Luhn's check digit, office, branch. */
function npwp15(random: Random): string {
  const body = patterned(random, '08999999');
  const branch = random.chance(0.8) ? '000' : `00${1 + random.below(9)}`;
  return `${body}${luhnDigit(body)}${patterned(random, '899')}${branch}`;
}

/** ICA: the check letter of each series. */
function nric(random: Random, series: string): string {
  const letter = random.pick(Array.from(series));
  const digits = patterned(random, '9999999');
  const offset = { S: 0, F: 0, T: 4, G: 4, M: 3 }[letter] ?? 0;
  const table = { S: 'JZIHGFEDCBA', T: 'JZIHGFEDCBA', M: 'XWUTRQPNJLK' }[letter] ?? 'XWUTRQPNMLK';
  const rest = (weightedSum(digits, [2, 7, 6, 5, 4, 3, 2]) + offset) % 11;
  return `${letter}${digits}${table.charAt(rest)}`;
}

/** ACRA: companies by year of registration. */
function uen(random: Random): string {
  const digits = `${1970 + random.below(55)}${patterned(random, '99999')}`;
  const letter = 'ZKCMDNERGWH'.charAt(weightedSum(digits, [10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11);
  return `${digits}${letter}`;
}

function myKad(random: Random): string {
  const { year, month, day } = birthday(random);
  const place = random.pick([
    '01',
    '05',
    '06',
    '07',
    '08',
    '10',
    '12',
    '13',
    '14',
    '21',
    '22',
    '56',
  ]);
  return `${twoDigits(year % 100)}${twoDigits(month)}${twoDigits(day)}${place}${patterned(random, '9998')}`;
}

function aadhaar(random: Random): string {
  const body = `${2 + random.below(8)}${patterned(random, '9999999999')}`;
  return body + verhoeffDigit(body);
}

function pan(random: Random): string {
  return patterned(random, `AAA${random.pick(['P', 'P', 'P', 'C', 'F', 'H', 'T'])}A8999A`);
}

/** GSTN: check character by Luhn's rule over 36 symbols. */
function gstin(random: Random): string {
  const body = `${random.pick(['07', '09', '19', '24', '27', '29', '33', '36'])}${pan(random)}1Z`;
  const sum = Array.from(body, (unit) => Number.parseInt(unit, 36)).reduce((total, value, at) => {
    const product = value * (at % 2 === 0 ? 1 : 2);
    return total + Math.floor(product / 36) + (product % 36);
  }, 0);
  return body + ((36 - (sum % 36)) % 36).toString(36).toUpperCase();
}

function indonesianMobile(random: Random): string {
  const carrier = random.pick([
    '811',
    '812',
    '813',
    '821',
    '822',
    '838',
    '852',
    '856',
    '857',
    '877',
    '878',
    '896',
  ]);
  return `${carrier}${patterned(random, random.pick(['8999999', '89999999']))}`;
}

function writtenIndonesianPhone(random: Random): string {
  const digits = indonesianMobile(random);
  const [a, b, c] = [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)];
  return random.pick([
    ...[`+62 ${a}-${b}-${c}`, `+62${digits}`, `0${digits}`, `0${a}-${b}-${c}`, `0${a} ${b} ${c}`],
    ...[`(+62) ${a} ${b} ${c}`, `62${digits}`, `(021) ${patterned(random, '5999999')}`],
    `021-${patterned(random, '7999-9999')}`,
  ]);
}

function plate(random: Random): string {
  const region = random.pick(['B', 'D', 'F', 'L', 'N', 'AB', 'AD', 'BK', 'DK', 'KT']);
  const separator = random.pick([' ', ' ', '-']);
  return [region, patterned(random, '8999'), patterned(random, random.pick(['AA', 'AAA']))].join(
    separator,
  );
}

function npwpWritten(random: Random): string {
  return grouped(npwp15(random), '2.3.3.1-3.3');
}

const singaporePostal = (random: Random) =>
  `${random.pick(['01', '04', '06', '10', '23', '31', '46', '52', '60', '73', '79'])}${patterned(random, '9999')}`;

/** Identifiers of Indonesia, Singapore, Malaysia and India, by the slots that stand for them in templates. */
export const asianValues: Readonly<Record<string, ValueKind>> = {
  NIK: { type: 'NIK', write: nik },
  NIK_GROUPED: { type: 'NIK', write: (random) => grouped(nik(random), '6.6.4') },
  KK: { type: 'KK', write: nik },
  NPWP: { type: 'NPWP', write: npwpWritten },
  NPWP_PLAIN: {
    type: 'NPWP',
    write: (random) => random.pick([npwp15, (r: Random) => `0${npwp15(r)}`])(random),
  },
  NITKU: { type: 'NITKU', write: (random) => `0${npwp15(random)}00000${1 + random.below(9)}` },
  BPJS: { type: 'BPJS', write: (random) => `000${patterned(random, '8999999998')}` },
  ID_PLATE: { type: 'ID_PLATE', write: plate },
  ID_PHONE: { type: 'PHONE', write: writtenIndonesianPhone },
  NRIC: { type: 'SG_NRIC', write: (random) => nric(random, 'ST') },
  FIN: { type: 'SG_NRIC', write: (random) => nric(random, 'FGM') },
  UEN: { type: 'SG_UEN', write: uen },
  SG_POSTAL: { type: 'SG_POSTAL_CODE', write: singaporePostal },
  SG_PHONE: {
    type: 'PHONE',
    write: (random) =>
      random.pick(['+65 ', '+65', '(65) ', '']) +
      random.pick(['9', '8', '6']) +
      patterned(random, random.pick(['999 9999', '999-9999', '9999999'])),
  },
  MYKAD: { type: 'MY_NRIC', write: (random) => grouped(myKad(random), '6-2-4') },
  MYKAD_PLAIN: { type: 'MY_NRIC', write: myKad },
  MY_PHONE: {
    type: 'PHONE',
    write: (random) =>
      patterned(
        random,
        random.pick(['+60 12-899 9999', '+6013 899 9999', '016-899 9999', '03-7899 9999']),
      ),
  },
  AADHAAR: { type: 'IN_AADHAAR', write: (random) => grouped(aadhaar(random), '4 4 4') },
  PAN: { type: 'IN_PAN', write: pan },
  GSTIN: { type: 'IN_GSTIN', write: gstin },
  VOTER: { type: 'IN_VOTER_ID', write: (random) => patterned(random, 'AAA8999999') },
  IFSC: {
    type: 'IN_IFSC',
    write: (random) =>
      `${random.pick(['SBIN', 'HDFC', 'ICIC', 'PUNB', 'KKBK'])}0${patterned(random, '999999')}`,
  },
  UPI: {
    type: 'IN_UPI',
    write: (random) =>
      `${patterned(random, 'aaaaa99')}@${random.pick(['okaxis', 'ybl', 'paytm', 'upi', 'oksbi'])}`,
  },
  IN_PHONE: {
    type: 'PHONE',
    write: (random) => {
      const number = `${6 + random.below(4)}${patterned(random, '899999999')}`;
      return random.pick([`+91 ${grouped(number, '5 5')}`, `+91${number}`, `0${number}`]);
    },
  },
};
