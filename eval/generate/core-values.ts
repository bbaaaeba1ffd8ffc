import type { Random } from '../policy/random.ts';
import { ibanOf, luhnDigit } from './check-digits.ts';
import { personName } from './person-names.ts';
import { birthday, grouped, patterned, twoDigits, type ValueKind } from './value.ts';

const mailNames = [
  'ratna',
  'budi',
  'wei.ling',
  'siti_n',
  'j.okafor',
  'maria-jose',
  'dev+test',
  'lars',
];
const hosts = [
  'contoh.co.id',
  'example.com',
  'mail.example.org',
  'kantor.go.id',
  'firma.de',
  'sub.example.sg',
];

const email = (random: Random) =>
  `${random.pick(mailNames)}${random.chance(0.5) ? random.below(100) : ''}@${random.pick(hosts)}`;

function card(random: Random): string {
  const [prefix, length] = random.pick([
    ['4', 16],
    ['51', 16],
    ['55', 16],
    ['2221', 16],
    ['37', 15],
    ['6011', 16],
    ['3530', 16],
  ] as const);
  const digits = prefix + patterned(random, '9'.repeat(length - 1 - prefix.length));
  const number = digits + luhnDigit(digits);
  const groups = length === 15 ? '4 6 5' : '4 4 4 4';
  return random.pick([
    number,
    grouped(number, groups),
    grouped(number, groups.replaceAll(' ', '-')),
  ]);
}

const ibanShapes = [
  ['DE', '999999999999999999', '4 4 4 4 4 2'],
  ['GB', 'NWBK99999999999999', '4 4 4 4 4 2'],
  ['NL', 'ABNA9999999999', '4 4 4 4 2'],
  ['FR', '99999999999999999999999', '4 4 4 4 4 4 3'],
  ['ES', '99999999999999999999', '4 4 4 4 4 4'],
] as const;

function iban(random: Random): string {
  const [country, pattern, groups] = random.pick(ibanShapes);
  const account = pattern.replace(/9/gu, () => patterned(random, '9'));
  const whole = ibanOf(country, account);
  return random.chance(0.5) ? whole : grouped(whole, groups);
}

const octet = (random: Random) => String(1 + random.below(254));

const ipv4 = (random: Random) =>
  `${random.pick(['10', '172', '192', '203', '8', '51'])}.${octet(random)}.${octet(random)}.${octet(random)}`;

const ipv6 = (random: Random) =>
  patterned(random, random.pick(['2001:db8:hhhh:hhhh::hhhh', 'fe80::hhhh:hhhh:hhhh:hhhh']));

const months = ['January', 'March', 'May', 'August', 'October', 'December'];

function date(random: Random): string {
  const { year, month, day } = birthday(random);
  return random.pick([
    `${year}-${twoDigits(month)}-${twoDigits(day)}`,
    `${twoDigits(day)}/${twoDigits(month)}/${year}`,
    `${day} ${random.pick(months)} ${year}`,
    `${random.pick(months)} ${day}, ${year}`,
  ]);
}

/** What is recognised whatever the country. */
export const coreValues: Readonly<Record<string, ValueKind>> = {
  NAME: { type: 'PERSON', write: personName },
  EMAIL: { type: 'EMAIL', write: email },
  CARD: { type: 'CREDIT_CARD', write: card },
  IBAN: { type: 'IBAN', write: iban },
  IPV4: { type: 'IP_ADDRESS', write: ipv4 },
  IPV6: { type: 'IP_ADDRESS', write: ipv6 },
  MAC: {
    type: 'MAC_ADDRESS',
    write: (random) => patterned(random, random.pick(['hh:hh:hh:hh:hh:hh', 'hh-hh-hh-hh-hh-hh'])),
  },
  URL: {
    type: 'URL',
    write: (random) => `https://${random.pick(hosts)}/${patterned(random, 'aaaa/aaa-99')}`,
  },
  DATE: { type: 'DATE', write: date },
  BIRTH: { type: 'DATE_OF_BIRTH', write: date },
  PASSPORT: {
    type: 'PASSPORT',
    write: (random) => patterned(random, random.pick(['A8999999', 'C8999999', 'K8999999A'])),
  },
  ACCOUNT: {
    type: 'BANK_ACCOUNT',
    write: (random) =>
      patterned(random, random.pick(['8999999998', '899-999-9998', '8999999999999'])),
  },
};
