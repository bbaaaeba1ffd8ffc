import { describe, expect, test } from 'vitest';
import { type EntityType, entities } from '../entity.ts';
import { compilePlan } from '../scan/plan.ts';
import { scanText } from '../scan/scan-text.ts';
import { packsOf } from './packs.ts';

const plan = compilePlan({ packs: packsOf(['id', 'sg', 'my', 'in', 'us', 'uk', 'eu', 'au']) });

const found = (text: string) =>
  scanText(text, plan).map((match) => [match.type, text.slice(match.start, match.end)]);

// Numbers that authorities and libraries of checks publish as examples, or that belong to well-known companies.
const examples: readonly (readonly [type: EntityType, text: string, value: string])[] = [
  ['NIK', 'NIK saya 3171041208900003, ya', '3171041208900003'],
  ['NIK', 'ktp: 31.71.04.521290.0003', '31.71.04.521290.0003'],
  ['KK', 'No. Kartu Keluarga 3171041208900003', '3171041208900003'],
  ['NPWP', 'perusahaan 01.312.166.0-091.000 di Jakarta', '01.312.166.0-091.000'],
  ['NPWP', '{"npwp":"013121660091000"}', '013121660091000'],
  ['NPWP', 'NPWP baru 0013121660091000', '0013121660091000'],
  ['NITKU', 'NITKU 0013121660091000000001', '0013121660091000000001'],
  ['BPJS', 'peserta BPJS 0001234567890', '0001234567890'],
  ['ID_PLATE', 'plat nomor AB 12 C hilang', 'AB 12 C'],
  ['ID_PLATE', 'dilihat B 1234 XYZ kemarin', 'B 1234 XYZ'],
  ['SG_NRIC', 'customer S1234567D called', 'S1234567D'],
  ['SG_NRIC', 'FIN: G1234567X', 'G1234567X'],
  ['SG_NRIC', 'my NRIC is S1234567A', 'S1234567A'],
  ['SG_UEN', 'UEN 00192200M', '00192200M'],
  ['SG_UEN', 'billed to 197401143C', '197401143C'],
  ['SG_UEN', 'T01FC6132D', 'T01FC6132D'],
  ['SG_POSTAL_CODE', 'we are in Singapore 048616', '048616'],
  ['SG_POSTAL_CODE', 'Blk 5 S(049483)', '049483'],
  ['MY_NRIC', 'pesakit 880101-14-5677', '880101-14-5677'],
  ['MY_NRIC', 'No KP 880101145677', '880101145677'],
  ['IN_AADHAAR', '2341 2341 2346', '2341 2341 2346'],
  ['IN_AADHAAR', 'aadhaar=234123412346', '234123412346'],
  ['IN_PAN', 'AAPFU0939F', 'AAPFU0939F'],
  ['IN_GSTIN', '27AAPFU0939F1ZV', '27AAPFU0939F1ZV'],
  ['IN_VOTER_ID', 'EPIC no ABC1234567', 'ABC1234567'],
  ['IN_IFSC', 'SBIN0005943', 'SBIN0005943'],
  ['IN_UPI', 'send it to rahul.k@okicici.', 'rahul.k@okicici'],
  ['US_SSN', 'he wrote 123-45-6789', '123-45-6789'],
  ['US_SSN', 'social security number: 123456789', '123456789'],
  ['US_SSN', 'A: 968-19-3598.', '968-19-3598'],
  ['US_ITIN', '912-70-1234', '912-70-1234'],
  ['US_EIN', 'EIN 12-3456789', '12-3456789'],
  ['US_ABA_ROUTING', 'routing number 021000021', '021000021'],
  ['US_NPI', 'NPI 1234567893', '1234567893'],
  ['US_MBI', '1EG4-TE5-MK73', '1EG4-TE5-MK73'],
  ['US_DEA', 'DEA number BB1388568', 'BB1388568'],
  ['UK_NINO', 'AB 12 34 56 C', 'AB 12 34 56 C'],
  ['UK_NHS', 'NHS 943 476 5919', '943 476 5919'],
  ['UK_UTR', 'UTR: 1955839661', '1955839661'],
  ['UK_POSTCODE', 'he lives at SW1A 2AA', 'SW1A 2AA'],
  ['ES_DNI', '12345678Z', '12345678Z'],
  ['ES_DNI', 'NIE X1234567L', 'X1234567L'],
  ['IT_FISCAL_CODE', 'RCCMNL83S18D969H', 'RCCMNL83S18D969H'],
  ['FR_NIR', '2 95 10 99 126 111 93', '2 95 10 99 126 111 93'],
  ['DE_TAX_ID', 'IdNr. 36574261809', '36574261809'],
  ['DE_TAX_ID', '86 095 742 719', '86 095 742 719'],
  ['PL_PESEL', 'PESEL 44051401359', '44051401359'],
  ['SE_PERSONNUMMER', '811228-9874', '811228-9874'],
  ['NL_BSN', 'BSN 111222333', '111222333'],
  ['AU_TFN', 'TFN 123 456 782', '123 456 782'],
  ['AU_ABN', '51 824 753 556', '51 824 753 556'],
  ['AU_ACN', 'ACN 004 085 616', '004 085 616'],
  ['AU_MEDICARE', '2123 45670 1', '2123 45670 1'],
];

describe('identifiers of every country', () => {
  test.each(examples)('%s is found in: %s', (type, text, value) => {
    expect(found(text)).toContainEqual([type, value]);
  });

  test.each([
    ['NIK', 'NIK 3171043208900003'], // no 32 August
    ['NIK', 'NIK 2071041208900003'], // no such province
    ['NPWP', 'npwp 013121661091000'],
    ['SG_UEN', 'UEN 197401143D'],
    ['MY_NRIC', 'IC 881301145677'], // no month 13
    ['MY_NRIC', 'IC 880101705677'], // no such place of birth
    ['IN_AADHAAR', '2341 2341 2347'],
    ['IN_PAN', 'AAPDU0939F'], // no such kind of holder
    ['IN_GSTIN', '27AAPFU0939F1ZW'],
    ['IN_UPI', 'mail rahul@paytm.com'],
    ['US_SSN', '000-12-3456'],
    ['US_SSN', '666-12-3456'],
    ['US_ABA_ROUTING', 'routing number 021000022'],
    ['US_NPI', 'NPI 1234567894'],
    ['US_DEA', 'DEA number BB1388569'],
    ['UK_NINO', 'GB123456C'],
    ['UK_NHS', 'NHS 943 476 5918'],
    ['UK_UTR', 'UTR: 2955839661'],
    ['UK_POSTCODE', 'SW1A 2CC'],
    ['ES_DNI', '12345678A'],
    ['IT_FISCAL_CODE', 'RCCMNL83S18D969I'],
    ['FR_NIR', '2 95 10 99 126 111 94'],
    ['DE_TAX_ID', 'IdNr. 36574261808'],
    ['PL_PESEL', 'PESEL 44051401358'],
    ['SE_PERSONNUMMER', '811228-9873'],
    ['NL_BSN', 'BSN 111222334'],
    ['AU_TFN', 'TFN 123 456 783'],
    ['AU_ABN', '51 824 753 557'],
    ['AU_ACN', 'ACN 004 085 617'],
    ['AU_MEDICARE', '2123 45671 1'],
  ])('no %s is found in: %s', (type, text) => {
    expect(found(text).map(([seen]) => seen)).not.toContain(type);
  });
});

test.each([
  ...['DE136695976', 'FR40303265045', 'IT00743110157', 'ESB58378431', 'NL004495445B01'],
  ...['BE0411905847', 'PL8567346215', 'ATU13585627', 'SE123456789701', 'DK13585628'],
  ...['FI20774740', 'PT501964843', 'IE6433435F', 'EL094259216', 'LU15027442', 'SK2022749619'],
  ...['EE100931558', 'HU12892312', 'HR33392005961', 'MT11679112'],
])('the VAT number %s is found, and not with a digit changed', (number) => {
  expect(found(`invoice of ${number}`)).toEqual([['EU_VAT', number]]);
  const changed = number.replace(/\d(?=\d{3})/, (digit) => String((Number(digit) + 1) % 10));
  expect(found(`invoice of ${changed}`)).not.toContainEqual(['EU_VAT', changed]);
});

describe('numbers that identify nobody', () => {
  test.each([
    'Order number 3171041208900003 has shipped',
    'Nomor pesanan 3171041208900003',
    'invoice 013121660091000',
    'Rp 1.234.567.890',
    'Total Rp3.171.041.208',
    'timestamp 1700000000123',
    'unix time 1700000000',
    'at -6.2087634, 106.8455991',
    'build 20240102.3 of version 10.15.7',
    '550e8400-e29b-41d4-a716-446655440000',
    'commit da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'ISBN 978-3-16-148410-0',
    'ISBN 0-306-40615-2',
    'seed 44051401359',
    'model AB123456C',
    'part 12345678Z',
    'txn 3171041208900003 done',
    '2024-01-02T03:04:05.678Z',
    'const limit = 123456789;',
    'x = 0.123456789012',
    'color #123456',
    'A4 B5 C6',
    'E 1000 USD',
    'it costs 999.99.',
  ])('nothing of a country is found in: %s', (text) => {
    const types = found(text).map(([type]) => type);
    expect(types.filter((type) => !['DATE', 'PHONE', 'IP_ADDRESS'].includes(type ?? ''))).toEqual(
      [],
    );
  });
});

test('every entity of a country is detected by the pack that it is named for', () => {
  for (const [type, { pack }] of Object.entries(entities)) {
    if (pack === 'core') continue;
    const [, , own] = packsOf([pack]);
    expect(own?.id).toBe(pack);
    expect(own?.detectors.map((detector) => detector.type)).toContain(type);
  }
});

test('which packs are in use decides what is found', () => {
  const us = compilePlan({ packs: packsOf(['us']) });
  expect(scanText('880101-14-5677 and 123-45-6789', us).map(({ type }) => type)).toEqual([
    'US_SSN',
  ]);
});

test('the order of the packs decides nothing', () => {
  const packs = packsOf(['au', 'eu', 'uk', 'us', 'in', 'my', 'sg', 'id']);
  const text = examples.map(([, example]) => example).join('\n');
  expect(scanText(text, compilePlan({ packs: [...packs].reverse() }))).toEqual(
    scanText(text, plan),
  );
});
