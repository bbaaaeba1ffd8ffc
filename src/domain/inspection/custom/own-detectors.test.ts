import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexOf } from '../../audit/bytes.ts';
import { sha256 } from '../../audit/sha256.ts';
import { detectorsFor } from '../detectors-for.ts';
import {
  type CustomRecogniser,
  defaultInspection,
  type InspectionSettings,
} from '../inspection-settings.ts';

const frozen = () => 0;

function recogniser(change: Partial<CustomRecogniser>): CustomRecogniser {
  return { name: 'OWN', pattern: 'x', context: [], score: 80, checksum: undefined, ...change };
}

/** Each as `TYPE:what was written`. */
function scan(text: string, settings: Partial<InspectionSettings>): readonly string[] {
  const found = detectorsFor({ ...defaultInspection, ...settings }, frozen).scan(text);
  return found.map(({ type, start, end }) => `${type}:${text.slice(start, end)}`);
}

function scoreOf(text: string, change: Partial<CustomRecogniser>): number | undefined {
  const settings = { ...defaultInspection, recognisers: [recogniser(change)] };
  return detectorsFor(settings, frozen).scan(text)[0]?.score;
}

const employee = recogniser({ name: 'EMPLOYEE_ID', pattern: '\\bEMP-?\\d{6}\\b' });
const falcon = {
  name: 'PROJECT_NAME',
  terms: ['Project Falcon', 'Müller & Söhne', 'C++', '秘密計画'],
};

describe('a recogniser', () => {
  test('reports under its own name, beside what the packs recognise', () => {
    expect(scan('EMP-123456 writes to a@example.com', { recognisers: [employee] })).toEqual([
      'EMPLOYEE_ID:EMP-123456',
      'EMAIL:a@example.com',
    ]);
  });

  test('sees through look-alikes, invisible characters, escapes and Base64', () => {
    const settings = { recognisers: [employee] };
    expect(scan('ЕМР-１２３４５６', settings)).toEqual(['EMPLOYEE_ID:ЕМР-１２３４５６']);
    expect(scan('EMP\u200b-123456', settings)).toEqual(['EMPLOYEE_ID:EMP\u200b-123456']);
    expect(scan('id=EMP%2D123456', settings)).toEqual(['EMPLOYEE_ID:EMP%2D123456']);
    const encoded = Buffer.from('staff: EMP-123456, active').toString('base64');
    expect(scan(`see ${encoded}.`, settings)).toEqual([`EMPLOYEE_ID:${encoded}`]);
  });

  test('matches the text as it was written too', () => {
    const settings = { recognisers: [recogniser({ pattern: '№\u00a0[０-９]+' })] };
    expect(scan('see №\u00a0１２３', settings)).toEqual(['OWN:№\u00a0１２３']);
  });

  test('is surer beside one of its words, and reports nothing below one half', () => {
    const badge = { pattern: '\\b\\d{5}\\b', score: 30, context: ['BadgeNumber'] };
    expect(scoreOf('there are 40312 of them', badge)).toBeUndefined();
    expect(scoreOf('badge number: 40312', badge)).toBeGreaterThanOrEqual(0.8);
    expect(scoreOf('badge_number 40312', badge)).toBeGreaterThanOrEqual(0.8);
    expect(scoreOf('there are 40312 of them', { ...badge, score: 60 })).toBe(0.6);
  });

  test.each([
    ['luhn', '79927398713', '79927398710'],
    ['verhoeff', '2363', '2364'],
    ['mod97', '123482', '123428'],
    ['mod11', '080442957X', '0804429570'],
  ] as const)('checks %s', (checksum, valid, invalid) => {
    const settings = { recognisers: [recogniser({ pattern: 'C?[\\dX]{3,}', checksum })] };
    expect(scan(`(${valid})`, settings)).toContain(`OWN:${valid}`);
    expect(scan(`(${invalid})`, settings)).not.toContain(`OWN:${invalid}`);
  });

  test('finds the same in whatever order recognisers stand', () => {
    const all = [
      employee,
      recogniser({ name: 'CODE', pattern: '[A-Z]{3}-\\d{4}' }),
      recogniser({ name: 'DIGITS', pattern: '\\d{4,6}' }),
      recogniser({ name: 'CODES', pattern: '[A-Z]{3}-\\d{4}' }),
    ];
    const text = 'EMP-123456 ABC-1234 to a@example.com and 4111 1111 1111 1111';
    const expected = scan(text, { recognisers: all });
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (recognisers) => {
        expect(scan(text, { recognisers })).toEqual(expected);
      }),
    );
  });
});

describe('where two found the same', () => {
  test('the surer counts, and the rest of the other stays hidden under its name', () => {
    const account = recogniser({ name: 'ACCOUNT', pattern: 'account [0-9 ]+', score: 60 });
    expect(scan('account 4111 1111 1111 1111', { recognisers: [account] })).toEqual([
      'ACCOUNT:account',
      'CREDIT_CARD:4111 1111 1111 1111',
    ]);
  });

  test('a denied term is reported within anything, and nothing around it comes into the open', () => {
    const deny = [{ name: 'CLIENT', terms: ['acme'] }];
    expect(scan('write to j.doe@acme.example', { deny })).toEqual([
      'EMAIL:j.doe@',
      'CLIENT:acme',
      'EMAIL:.example',
    ]);
  });
});

describe('a denied term', () => {
  const deny = [falcon];

  test.each([
    'Project Falcon',
    'project  falcon',
    'PROJECT-FALCON',
    'project_falcon',
    'Project\nFalcon',
    'Ｐｒｏｊｅｃｔ Falcon',
    'Müller & Söhne',
    'Mu\u0308ller & So\u0308hne',
    'C++',
  ])('is found as %j', (term) => {
    expect(scan(`(${term}), they say`, { deny })).toEqual([`PROJECT_NAME:${term}`]);
  });

  test.each([
    'project falconry',
    'subproject falcon',
    'project. falcon',
    'C+',
    'C',
    'Muller Söhne',
  ])('is not found in %j', (text) => {
    expect(scan(`about ${text} here`, { deny })).toEqual([]);
  });

  test('is found within a run of letters where the script has no spaces', () => {
    expect(scan('これは秘密計画です', { deny })).toEqual(['PROJECT_NAME:秘密計画']);
  });

  test('gives way to a longer one that begins no later', () => {
    const lists = [
      { name: 'A_TERMS', terms: ['blue', 'sky high'] },
      { name: 'B_TERMS', terms: ['blue sky', 'high'] },
    ];
    expect(scan('blue sky high', { deny: lists })).toEqual(['B_TERMS:blue sky', 'B_TERMS:high']);
  });

  test('is found as a plain search finds it, however many others there are', () => {
    const word = fc.constantFrom('ab', 'a', 'b', 'abc', 'c');
    const phrase = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(
        fc.uniqueArray(phrase, { minLength: 1, maxLength: 8 }),
        fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
        (terms, text) => {
          const found = scan(text, { deny: [{ name: 'TERMS', terms }] });
          expect(found).toEqual(leftmostLongest(text, terms).map((term) => `TERMS:${term}`));
        },
      ),
    );
  });
});

/** Of terms that overlap the first, then the longest. */
function leftmostLongest(text: string, terms: readonly string[]): readonly string[] {
  const found: string[] = [];
  const longestFirst = terms.toSorted((a, b) => b.length - a.length);
  let at = 0;
  while (at < text.length) {
    const place = at;
    const isStart = place === 0 || text[place - 1] === ' ';
    const term = longestFirst.find(
      (one) =>
        isStart &&
        text.startsWith(one, place) &&
        [' ', undefined].includes(text[place + one.length]),
    );
    if (term !== undefined) found.push(term);
    at += term?.length ?? 1;
  }
  return found;
}

describe('what is allowed', () => {
  test('is never reported, however it is written and whatever finds it', () => {
    const settings = {
      allow: ['Help@Example.com', '4111 1111 1111 1111', 'emp-123456', 'project falcon'],
      deny: [falcon],
      recognisers: [employee],
    };
    const text = 'help@example.com 4111-1111-1111-1111 EMP123456 Project Falcon EMP-999999';
    expect(scan(text, settings)).toEqual(['EMPLOYEE_ID:EMP-999999']);
  });

  test('can be given as a hash', () => {
    const hash = hexOf(sha256(new TextEncoder().encode('help@example.com')));
    expect(scan('HELP@example.com, me@example.com', { allow: [`sha256:${hash}`] })).toEqual([
      'EMAIL:me@example.com',
    ]);
  });
});

describe('the time that patterns take', () => {
  test('is limited: beyond, nothing is known about the text', () => {
    let ms = 0;
    const slow = () => {
      ms += 40;
      return ms;
    };
    const settings = { ...defaultInspection, recognisers: [employee] };
    expect(() => detectorsFor(settings, slow).scan('EMP-123456 '.repeat(1_000))).toThrow();
  });
});
