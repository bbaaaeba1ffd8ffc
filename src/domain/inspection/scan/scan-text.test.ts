import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { corePack } from '../core/core-pack.ts';
import type { CodeDetector, Pack, PhonePlan } from './detector.ts';
import { compilePlan } from './plan.ts';
import { scanText } from './scan-text.ts';

const phones: readonly PhonePlan[] = [
  {
    region: 'ID',
    countryCode: '62',
    trunk: '0',
    numbers: [{ prefixes: ['8'], digitsMin: 9, digitsMax: 12 }],
  },
  {
    region: 'US',
    countryCode: '1',
    trunk: '1',
    numbers: [{ prefixes: ['2', '3', '4', '5', '6', '7', '8', '9'], digitsMin: 10, digitsMax: 10 }],
  },
];

const ssn: CodeDetector = {
  kind: 'code',
  id: 'us.ssn',
  type: 'US_SSN',
  pictures: ['999-99-9999'],
  score: 0.85,
  scoreInContext: 0.95,
  context: ['ssn', 'social security'],
  against: ['part number'],
  checksum: false,
  accepts: ({ text }) => !text.startsWith('000'),
};
const us: Pack = { id: 'us', detectors: [ssn], phones: [] };
const plan = compilePlan({ packs: [corePack(phones), us] });

function recognise(text: string): readonly (readonly [string, string])[] {
  return scanText(text, plan).map(
    ({ type, start, end }) => [type, text.slice(start, end)] as const,
  );
}

/** Pieces that detectors stumble over, put together in any order. */
const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...[
        '4111 1111 1111 1111',
        'a@b.co',
        '+62 812-3456-7890',
        '123-45-6789',
        'https://x.io/a?b=c',
      ],
      ...[
        '2024-01-31',
        'DE89 3704 0044 0532 0130 00',
        '10.0.0.1',
        'fe80::1:2',
        '00:1b:44:11:3a:b7',
      ],
      ...[
        'phone',
        'passport',
        'Card:',
        'born',
        '\u200b',
        '\ud835\udc1a',
        '\ud800',
        'а',
        '%40',
        '\\u0040',
      ],
      ...[
        '\n',
        ' ',
        ',',
        '-',
        '.',
        '(',
        '"',
        '=',
        '４',
        '\\n',
        '3 January 2020',
        'age 42',
        '&#64;',
      ],
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  ),
  { maxLength: 24 },
);
const texts = pieces.map((parts) => parts.join(''));

describe('scanText', () => {
  test.each([
    [
      'write to budi.santoso+work@mail.example.co.id, please',
      'EMAIL',
      'budi.santoso+work@mail.example.co.id',
    ],
    ['4111 1111 1111 1111 123', 'CREDIT_CARD', '4111 1111 1111 1111'],
    ['kartu 4111-1111-1111-1111 12/27', 'CREDIT_CARD', '4111-1111-1111-1111'],
    ['WA 0812-3456-7890 ya', 'PHONE', '0812-3456-7890'],
    ['call (978)645-9740x111', 'PHONE', '(978)645-9740x111'],
    ['tel. 73 448 266', 'PHONE', '73 448 266'],
    ['"phoneNumber": "6281234567890"', 'PHONE', '6281234567890'],
    ['see http://www.example.org/a?b=c.', 'URL', 'http://www.example.org/a?b=c'],
    ['from 86.231.85.193', 'IP_ADDRESS', '86.231.85.193'],
    [
      'host d80:e4b5:79da:6cf6:71f3:51f7:9161:c319',
      'IP_ADDRESS',
      'd80:e4b5:79da:6cf6:71f3:51f7:9161:c319',
    ],
    ['at 00:1b:44:11:3a:b7', 'MAC_ADDRESS', '00:1b:44:11:3a:b7'],
    ['on 1993-01-04 14:56:41 precisely', 'DATE', '1993-01-04 14:56:41'],
    ['lahir 17 Agustus 1985', 'DATE_OF_BIRTH', '17 Agustus 1985'],
    ['born January 4, 1993', 'DATE_OF_BIRTH', 'January 4, 1993'],
    ['a 42-year-old patient', 'AGE', '42'],
    ['berusia 42 tahun', 'AGE', '42'],
    ['DE89 3704 0044 0532 0130 00', 'IBAN', 'DE89 3704 0044 0532 0130 00'],
    ['my iban is gb82west12345698765432', 'IBAN', 'gb82west12345698765432'],
    ['IMEI 490154203237518', 'IMEI', '490154203237518'],
    ['VIN 1M8GDM9AXKP042788', 'VIN', '1M8GDM9AXKP042788'],
    [
      'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
      'CRYPTO_WALLET',
      'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    ],
    ['Paspor: A1234567', 'PASSPORT', 'A1234567'],
    ["driver's license number is LH329609T", 'DRIVER_LICENSE', 'LH329609T'],
    ['rekening 1234567890', 'BANK_ACCOUNT', '1234567890'],
    ['MRN: 00482913', 'MEDICAL_RECORD', '00482913'],
  ])('%j holds %s', (text, type, value) => {
    expect(recognise(text)).toContainEqual([type, value]);
  });

  test.each([
    ['an amount of money', 'paid $4111111111111111 today'],
    ['a decimal', '1.4111111111111111'],
    ['a wrong check digit', 'card 4111111111111112'],
    ['one digit repeated', 'card 0000 0000 0000 0000'],
    ['a version', 'version 1.2.3.4'],
    ['an order', 'Order 5551234567'],
    ['a UUID', '550e8400-e29b-41d4-a716-446655440000'],
    ['years', '2019-2020'],
    ['a coordinate', 'lat -6.2088, long 106.8456'],
    ['a scope', 'std::vector and a::b::c'],
    ['a handle', '@handle and name.@x.com'],
    ['no calendar day', '2024-13-45'],
    ['a word that ends in a context word', 'publicpassport A1234567'],
  ])('%s is none of what it looks like: %j', (_name, text) => {
    expect(recognise(text)).toEqual([]);
  });

  test.each([
    ['full-width digits', '４１１１ 1111 1111 1111', 'CREDIT_CARD'],
    ['Arabic-Indic digits', '+٦٢ ٨١٢ ٣٤٥٦ ٧٨٩٠', 'PHONE'],
    ['look-alike letters', 'аlice@ехаmple.com', 'EMAIL'],
    ['zero-width characters', 'al\u200bice@exam\u2060ple.com', 'EMAIL'],
    ['tag characters', '411\u{e0041}1111111111111', 'CREDIT_CARD'],
    ['mathematical letters', '\u{1d41a}\u{1d41b}c@example.com', 'EMAIL'],
    ['bidirectional marks', '123-45-\u202e6789', 'US_SSN'],
    ['non-breaking hyphens and spaces', '4111\u00a01111\u00a01111\u00a01111', 'CREDIT_CARD'],
    ['URL escapes', 'alice%40example.com', 'EMAIL'],
    ['JSON escapes', 'alice\\u0040example.com', 'EMAIL'],
    ['HTML escapes', 'alice&#64;example.com', 'EMAIL'],
  ])('finds through %s, with offsets of the text as given', (_name, text, type) => {
    expect(recognise(text)).toEqual([[type, text]]);
  });

  test('an escaped line break belongs to no number and no address', () => {
    expect(recognise('a\\n4111111111111111\\nbob@x.co')).toEqual([
      ['CREDIT_CARD', '4111111111111111'],
      ['EMAIL', 'bob@x.co'],
    ]);
  });

  test('Cyrillic text stays what it is', () => {
    expect(recognise('привет, как дела')).toEqual([]);
  });

  test('the column header of a table is context', () => {
    expect(recognise('name;passport;city\nA;X1234567;B\nC;X7654321;D')).toEqual([
      ['PASSPORT', 'X1234567'],
      ['PASSPORT', 'X7654321'],
    ]);
  });

  test('a blank line ends a table', () => {
    expect(recognise('name;passport;city\nA;X1234567;B\n\nC;X7654321;D')).toEqual([
      ['PASSPORT', 'X1234567'],
    ]);
  });

  test('a label keeps out the words before it', () => {
    expect(recognise('{"passport": "x", "sku": "A1234567"}')).toEqual([]);
  });

  test('what a word told once is marked wherever it occurs from there on', () => {
    const far = 'lorem ipsum '.repeat(20);
    expect(recognise(`A1234567 ${far}`)).toEqual([]);
    expect(recognise(`A1234567 ${far} passport A1234567. ${far} A1234567`)).toEqual([
      ['PASSPORT', 'A1234567'],
      ['PASSPORT', 'A1234567'],
    ]);
  });

  test('what a word behind it tells is told within 40 characters', () => {
    expect(recognise('A1234567 is what is in my passport')).toEqual([]);
    expect(recognise('A1234567 is the passport')).toEqual([['PASSPORT', 'A1234567']]);
    expect(recognise(`A1234567 (${' '.repeat(30)}) passport`)).toEqual([]);
    expect(recognise(`A1234567 ${'x'.repeat(16)} ${'y'.repeat(16)} passport`)).toEqual([]);
    expect(recognise(`A1234567 ${'x'.repeat(11)} ${'y'.repeat(11)} passport`)).toEqual([
      ['PASSPORT', 'A1234567'],
    ]);
  });

  test('the beginning of a first row tells whether what stands above it is a header', () => {
    const note = 'a note without any number in it that goes on for a while, as notes do, and then';
    const rows = (first: string) => `passport;name;active;city;note;sum;lot\n${first}\n`;
    expect(recognise(rows('A1234567;a;b;c;d;e;f'))).toEqual([['PASSPORT', 'A1234567']]);
    expect(recognise(rows(`A1234567;a;${note} ${note}`))).toEqual([['PASSPORT', 'A1234567']]);
    expect(recognise(rows(`A1234567 ${note} ${note}`))).toEqual([]);
  });

  test('an identifier in the address of a page is reported as what it is', () => {
    expect(recognise('https://x.org/?email=a@b.co&x=1')).toEqual([
      ['URL', 'https://x.org/?email='],
      ['EMAIL', 'a@b.co'],
    ]);
  });

  test('a word against it lowers the score, a word for it raises it', () => {
    const scoreOf = (text: string) => scanText(text, plan)[0]?.score ?? 0;
    expect(scoreOf('SSN 123-45-6789')).toBeGreaterThan(scoreOf('it is 123-45-6789'));
    expect(scoreOf('part number 123-45-6789')).toBeLessThan(scoreOf('it is 123-45-6789'));
  });
});

describe('on any text', () => {
  test.each([
    ['jan 1 jan 2 jan 3', ['jan 1', 'jan 2', 'jan 3']],
    ['1 jan 2 jan 3', ['1 jan', '2 jan']],
    ['May 3 June 2024', ['3 June 2024']],
    ['3 May 12 June 2024', ['3 May 12', 'June 2024']],
  ])('the dates that may be read in %j are told apart', (text, dates) => {
    const found = scanText(text, plan).filter(({ type }) => type === 'DATE');
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(dates);
  });

  test('matches lie in the text, in order, and do not overlap', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let last = 0;
        for (const { start, end, score } of scanText(text, plan)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(score).toBeGreaterThanOrEqual(0.5);
          expect(score).toBeLessThanOrEqual(1);
          last = end;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('the order of detectors changes nothing', () => {
    const detectors = [...corePack(phones).detectors, ssn];
    fc.assert(
      fc.property(
        texts,
        fc.shuffledSubarray(detectors, { minLength: detectors.length }),
        (text, shuffled) => {
          const other = compilePlan({ packs: [{ id: 'core', detectors: shuffled, phones: [] }] });
          expect(scanText(text, other)).toEqual(scanText(text, plan));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('a text is recognised again after other texts', () => {
    fc.assert(
      fc.property(texts, texts, (text, other) => {
        const before = scanText(text, plan);
        scanText(other, plan);
        expect(scanText(text, plan)).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });
});

test('two detectors of one name are refused', () => {
  expect(() => compilePlan({ packs: [us, us] })).toThrow(RangeError);
});
